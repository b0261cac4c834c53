#include <gmock/gmock.h>

#include "gateway/probe/report.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "tests/fakes/await.hpp"
#include "tests/fakes/map_resolver.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::probe {
namespace {

using fakes::WebReply;
using fakes::WebRequest;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* password = "correct horse battery staple";

// Asks for Basic credentials, then answers with what `answer` makes.
fakes::WebHandler behind_password(std::function<WebReply()> answer) {
  return [answer = std::move(answer)](const WebRequest& request) {
    if (request.header("Authorization").empty()) {
      return WebReply{.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"x\""}}};
    }
    return answer();
  };
}

WebReply settings(oxdscli::PoxResponse response) {
  return {.status = 200, .headers = {{"Content-Type", "text/xml"}}, .body = write_pox_response(response)};
}

WebReply settings_without_mapi() {
  oxdscli::PoxResponse response;
  response.account.emplace();
  response.account->account_type = "email";
  response.account->action = "settings";
  return settings(std::move(response));
}

class ProbeDiscovery : public ::testing::Test {
 protected:
  // A TLS server at 127.0.0.`host` with a certificate for `names`.
  void serve(int host, std::vector<std::string> names, fakes::WebHandler handler) {
    const auto files = ca_.write(folder_.path(), "site" + std::to_string(host), {.names = std::move(names)});
    sites_.push_back({.address = "127.0.0." + std::to_string(host),
                      .port = https_port_,
                      .chain_file = files.chain,
                      .key_file = files.key,
                      .handler = std::move(handler)});
  }
  void serve_plain(int host, fakes::WebHandler handler) {
    sites_.push_back(
        {.address = "127.0.0." + std::to_string(host), .port = http_port_, .handler = std::move(handler)});
  }

  Report run() {
    server_.emplace(sites_);
    const http::TrustStore trust = http::TrustStore::load(ca_.write_root(folder_.path())).value();
    const Options options{.address = "anna@example.test",
                          .password = password,
                          .https_port = https_port_,
                          .http_port = http_port_};
    const RealClock clock;
    SystemRandom random;
    return fakes::await<Report>([&](boost::asio::any_io_executor executor) {
      return probe::run({executor, resolver_, trust, random, clock}, options);
    });
  }

  // Where the password arrived.
  std::vector<std::string> told() const {
    std::vector<std::string> sites;
    for (const WebRequest& request : server_->requests()) {
      if (!request.header("Authorization").empty()) sites.push_back(request.site);
    }
    return sites;
  }
  std::string site(int host) const {
    return "127.0.0." + std::to_string(host) + ":" + std::to_string(https_port_);
  }

  fakes::TempDir folder_;
  fakes::TestCa ca_;
  fakes::MapResolver resolver_;
  const std::uint16_t https_port_ = fakes::free_port();
  const std::uint16_t http_port_ = fakes::free_port();
  std::vector<fakes::WebServer::Site> sites_;
  std::optional<fakes::WebServer> server_;
};

TEST_F(ProbeDiscovery, TheRootOfTheDomainComesFirst) {
  resolver_.add_address("example.test", "127.0.0.2");
  resolver_.add_address("autodiscover.example.test", "127.0.0.3");
  serve(2, {"example.test"}, behind_password(settings_without_mapi));
  serve(3, {"autodiscover.example.test"}, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), ::testing::ElementsAre(site(2)));
  EXPECT_THAT(as_tree(report, false), HasSubstr("the settings offer no MAPI/HTTP"));
  EXPECT_EQ(report.ending, Ending::failed);
}

TEST_F(ProbeDiscovery, AHostWhoseCertificateIsNotForItsNameNeverGetsThePassword) {
  resolver_.add_address("example.test", "127.0.0.2");
  resolver_.add_address("autodiscover.example.test", "127.0.0.3");
  serve(2, {"other.test"}, behind_password(settings_without_mapi));
  serve(3, {"autodiscover.example.test"}, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), ::testing::ElementsAre(site(3)));
  EXPECT_THAT(as_tree(report, false), HasSubstr("get a certificate that contains example.test"));
}

TEST_F(ProbeDiscovery, AnUntrustedCertificateNeverGetsARequest) {
  const fakes::TestCa stranger("stranger");
  const auto files = stranger.write(folder_.path(), "stranger", {.names = {"example.test"}});
  sites_.push_back({.address = "127.0.0.2",
                    .port = https_port_,
                    .chain_file = files.chain,
                    .key_file = files.key,
                    .handler = behind_password(settings_without_mapi)});
  resolver_.add_address("example.test", "127.0.0.2");
  run();
  EXPECT_TRUE(server_->requests().empty());
}

TEST_F(ProbeDiscovery, APlainHttpRedirectIsFollowedToHttpsAndAUserIsAsked) {
  resolver_.add_address("autodiscover.example.test", "127.0.0.2");
  resolver_.add_address("mail.example.test", "127.0.0.3");
  serve_plain(2, fakes::web::redirect("https://mail.example.test:" + std::to_string(https_port_) +
                                      "/autodiscover/autodiscover.xml"));
  serve(3, {"mail.example.test"}, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), ::testing::ElementsAre(site(3)));
  EXPECT_THAT(as_tree(report, false), HasSubstr("RedirectServers"));
}

TEST_F(ProbeDiscovery, ARedirectToPlainHttpIsNotFollowed) {
  resolver_.add_address("autodiscover.example.test", "127.0.0.2");
  resolver_.add_address("mail.example.test", "127.0.0.3");
  serve_plain(2, fakes::web::redirect("http://mail.example.test:" + std::to_string(http_port_) + "/x"));
  serve_plain(3, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), ::testing::IsEmpty());
  EXPECT_THAT(as_tree(report, false), HasSubstr("not https: ignored"));
}

TEST_F(ProbeDiscovery, TheSrvRecordIsTheLastWay) {
  resolver_.add_srv("_autodiscover._tcp.example.test", {0, 0, https_port_, "mail.example.test"});
  resolver_.add_address("mail.example.test", "127.0.0.3");
  serve(3, {"mail.example.test"}, behind_password(settings_without_mapi));
  run();
  EXPECT_THAT(told(), ::testing::ElementsAre(site(3)));
}

TEST_F(ProbeDiscovery, AWrongPasswordEndsTheSearch) {
  resolver_.add_address("example.test", "127.0.0.2");
  resolver_.add_address("autodiscover.example.test", "127.0.0.3");
  serve(2, {"example.test"}, fakes::web::autodiscover_401());
  serve(3, {"autodiscover.example.test"}, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), Not(::testing::Contains(site(3))));
  EXPECT_EQ(report.ending, Ending::failed);
}

TEST_F(ProbeDiscovery, AServerThatOffersNoBasicIsToldNothing) {
  resolver_.add_address("example.test", "127.0.0.2");
  serve(2, {"example.test"}, [](const WebRequest&) {
    return WebReply{.status = 401, .headers = {{"WWW-Authenticate", "Negotiate"}}};
  });
  const Report report = run();
  EXPECT_THAT(told(), ::testing::IsEmpty());
  EXPECT_THAT(as_tree(report, false), HasSubstr("does not accept Basic"));
}

TEST_F(ProbeDiscovery, AnotherAddressIsNamedAndNotTried) {
  resolver_.add_address("example.test", "127.0.0.2");
  resolver_.add_address("elsewhere.test", "127.0.0.3");
  serve(2, {"example.test"}, behind_password([] {
          oxdscli::PoxResponse response;
          response.account.emplace();
          response.account->account_type = "email";
          response.account->action = "redirectAddr";
          response.account->redirect_addr = "anna@elsewhere.test";
          return settings(std::move(response));
        }));
  serve(3, {"elsewhere.test"}, behind_password(settings_without_mapi));
  const Report report = run();
  EXPECT_THAT(told(), ::testing::ElementsAre(site(2)));
  EXPECT_THAT(as_tree(report, false), HasSubstr("mapigate probe anna@elsewhere.test"));
}

TEST_F(ProbeDiscovery, EndlessRedirectsEnd) {
  resolver_.add_address("example.test", "127.0.0.2");
  serve(2, {"example.test"},
        fakes::web::redirect("https://example.test:" + std::to_string(https_port_) + "/again", 302));
  const Report report = run();
  EXPECT_THAT(as_tree(report, false), HasSubstr("more than 5 redirects"));
}

TEST_F(ProbeDiscovery, WhatAServerSaysIsMadeSafeToPrint) {
  resolver_.add_address("example.test", "127.0.0.2");
  serve(2, {"example.test"}, behind_password([] {
          oxdscli::PoxResponse response;
          response.error.emplace();
          response.error->code = 500;
          response.error->message =
              "gone \xc2\x9b"
              "31m";
          return settings(std::move(response));
        }));
  const Report report = run();
  EXPECT_THAT(as_tree(report, false), AllOf(HasSubstr("gone ?31m"), Not(HasSubstr("\xc2\x9b"))));
}

TEST_F(ProbeDiscovery, ThePasswordIsInNoReport) {
  resolver_.add_address("example.test", "127.0.0.2");
  serve(2, {"example.test"}, fakes::web::autodiscover_401());
  const Report report = run();
  EXPECT_THAT(as_tree(report, true) + as_json(report), Not(HasSubstr(password)));
}

TEST_F(ProbeDiscovery, NothingAnywhereSaysWhatWasTried) {
  const Report report = run();
  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_THAT(as_tree(report, false),
              AllOf(HasSubstr("root of the domain"), HasSubstr("https://autodiscover.example.test"),
                    HasSubstr("redirect at http://autodiscover.example.test"),
                    HasSubstr("SRV _autodiscover._tcp.example.test"), HasSubstr("NXDOMAIN")));
}

}  // namespace
}  // namespace mapigate::probe
