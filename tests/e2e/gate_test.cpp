// Which names are served, from the first start on: require, rechecks, drop_after, restarts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "tests/e2e/street.hpp"

namespace mapigate::e2e {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const std::string password = "correct horse";

class Gate : public testing::Test {
 protected:
  Gate() {
    for (const char* key : {"connect_timeout", "tls_timeout", "http_timeout"})
      installation.set("selfcheck", key, "\"500ms\"");
    // Only the rounds that the test asks for, unless it says otherwise.
    installation.set("selfcheck", "recheck_interval", "\"7d\"");
  }

  // A name that is nowhere in DNS until mend().
  void add_broken_domain(const std::string& name) {
    installation.add_domain(name);
    installation.add_certificate({.names = {"autodiscover." + name}});
  }
  void mend(const std::string& name) {
    installation.add_dns("cname=autodiscover." + name + ",mail.gateway.test");
    installation.reload_dns();
  }
  std::map<std::string, NameResult> recheck() {
    return parse_report(installation.admin("POST", "/selfcheck/recheck").body);
  }
  // Autodiscover for somebody there, without credentials: 401 where the domain is served, 503 where it is
  // not.
  unsigned autodiscover(const std::string& domain) {
    return installation.send(pox_request("anna@" + domain)).status;
  }
  unsigned mapi(const std::string& domain) {
    http::ClientRequest request;
    request.target = "/mapi/emsmdb";
    request.headers.add("Authorization", basic("anna@" + domain, password));
    return installation.send(std::move(request)).status;
  }
  // Ends by itself with status 3, and says why.
  void expect_no_start() {
    auto& gateway = installation.launch();
    EXPECT_EQ(gateway.wait(), 3) << installation.log();
  }

  Installation installation;
};

TEST_F(Gate, ServesTheNamesThatPassAndNoOther) {
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  installation.add_user("anna@good.test", password);
  installation.add_user("anna@broken.test", password);
  installation.start();

  EXPECT_EQ(autodiscover("good.test"), 401);
  EXPECT_EQ(installation.send(pox_request("anna@good.test", basic("anna@good.test", password))).status, 200);
  EXPECT_EQ(mapi("good.test"), 200);

  for (const auto& domain : {"broken.test", "never-heard-of.test"}) {
    const auto refused = installation.send(pox_request(std::string("anna@") + domain));
    EXPECT_EQ(refused.status, 503);
    EXPECT_FALSE(refused.headers.has("WWW-Authenticate")) << "must not lead to a prompt for a password";
    EXPECT_TRUE(refused.headers.has("Retry-After"));
    EXPECT_EQ(mapi(domain), 503);
  }
  EXPECT_THAT(installation.log(), HasSubstr("AUTODISCOVER_NOT_SERVED"));
  EXPECT_THAT(installation.log(), HasSubstr("MAPI_NOT_SERVED"));
  EXPECT_EQ(installation.metric("mapigate_autodiscover_requests_total{kind=\"pox\",outcome=\"not_served\"}"),
            2);
  EXPECT_EQ(installation.metric("mapigate_mapi_rejected_total{endpoint=\"emsmdb\",reason=\"not_served\"}"),
            2);
}

TEST_F(Gate, DoesNotStartWhenNoNamePasses) {
  add_broken_domain("broken.test");
  expect_no_start();
  EXPECT_THAT(installation.log(), HasSubstr("broken.test"));
  EXPECT_THAT(installation.log(), HasSubstr("DOMAIN_MISSING"));
  EXPECT_THROW(installation.client(), std::runtime_error) << "nothing listens any more";
}

TEST_F(Gate, RequireAllDoesNotStartWhenOneNameFails) {
  installation.set("selfcheck", "require", "\"all\"");
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  expect_no_start();
  mend("broken.test");
  installation.start();
  EXPECT_EQ(autodiscover("good.test"), 401);
  EXPECT_EQ(autodiscover("broken.test"), 401);
}

TEST_F(Gate, RequireNoneServesWhatFails) {
  installation.set("selfcheck", "require", "\"none\"");
  add_broken_domain("broken.test");
  installation.start();
  EXPECT_EQ(autodiscover("broken.test"), 401);
  EXPECT_EQ(autodiscover("never-heard-of.test"), 503);
}

TEST_F(Gate, ServesANewPassAtOnce) {
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  installation.start();
  EXPECT_EQ(autodiscover("broken.test"), 503);
  mend("broken.test");
  EXPECT_EQ(recheck()["broken.test"].verdict, "pass");
  EXPECT_EQ(autodiscover("broken.test"), 401);
}

TEST_F(Gate, RechecksByItself) {
  installation.set("selfcheck", "recheck_interval", "\"1s\"");
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  installation.start();
  mend("broken.test");
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (autodiscover("broken.test") != 401 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(50ms);
  EXPECT_EQ(autodiscover("broken.test"), 401);
}

TEST_F(Gate, DropsAServedNameAfterSeveralFailedRounds) {
  installation.set("selfcheck", "drop_after", "3");
  installation.add_good_domain("good.test");
  add_broken_domain("flapping.test");
  mend("flapping.test");
  installation.start();
  ASSERT_EQ(autodiscover("flapping.test"), 401);

  auto broken_dns = std::vector<std::string>{"local=/#/", "host-record=mail.gateway.test,127.0.0.1",
                                             "cname=autodiscover.good.test,mail.gateway.test"};
  installation.dns().restart(broken_dns);
  for (int round = 1; round <= 2; ++round) {
    EXPECT_EQ(recheck()["flapping.test"].verdict, "fail");
    EXPECT_EQ(autodiscover("flapping.test"), 401) << "still served after failed round " << round;
  }
  installation.reload_dns();
  EXPECT_EQ(recheck()["flapping.test"].verdict, "pass");

  installation.dns().restart(broken_dns);
  for (int round = 1; round <= 3; ++round) {
    EXPECT_EQ(autodiscover("flapping.test"), 401) << "a good round in between starts the count anew";
    recheck();
  }
  EXPECT_EQ(autodiscover("flapping.test"), 503);
  EXPECT_EQ(autodiscover("good.test"), 401);

  installation.reload_dns();
  recheck();
  EXPECT_EQ(autodiscover("flapping.test"), 401) << "served again at once";
}

TEST_F(Gate, KeepsTheLastVerdictWhileNothingIsKnown) {
  installation.set("selfcheck", "drop_after", "1");
  installation.add_good_domain("good.test");
  installation.start();
  installation.dns().stop();
  EXPECT_EQ(recheck()["good.test"].verdict, "unknown");
  EXPECT_EQ(autodiscover("good.test"), 401);

  EXPECT_EQ(installation.stop(), 0);
  installation.start();  // the resolver is still down
  EXPECT_EQ(autodiscover("good.test"), 401) << "over a restart too";
}

TEST_F(Gate, ForgetsTheLastVerdictAfterTheGracePeriod) {
  installation.set("selfcheck", "unknown_grace", "\"0s\"");
  installation.add_good_domain("good.test");
  installation.start();
  EXPECT_EQ(installation.stop(), 0);
  installation.dns().stop();
  expect_no_start();
}

TEST_F(Gate, ANameThatFailsAtTheStartIsNotServedWhateverWasBefore) {
  installation.add_good_domain("good.test");
  add_broken_domain("flapping.test");
  mend("flapping.test");
  installation.start();
  ASSERT_EQ(autodiscover("flapping.test"), 401);
  EXPECT_EQ(installation.stop(), 0);
  installation.dns().restart({"local=/#/", "host-record=mail.gateway.test,127.0.0.1",
                              "cname=autodiscover.good.test,mail.gateway.test"});
  installation.start();
  EXPECT_EQ(autodiscover("good.test"), 401);
  EXPECT_EQ(autodiscover("flapping.test"), 503);
}

TEST_F(Gate, LogsEveryChangeOfAVerdict) {
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  installation.start();
  const auto before = installation.log().size();
  recheck();
  EXPECT_THAT(installation.log().substr(before), Not(HasSubstr("broken.test"))) << "nothing changed";
  mend("broken.test");
  recheck();
  EXPECT_THAT(installation.log().substr(before), HasSubstr("broken.test"));
}

TEST_F(Gate, ChecksNowWhenAsked) {
  installation.add_good_domain("good.test");
  add_broken_domain("broken.test");
  installation.start();
  EXPECT_EQ(installation.run({"check", "--now", "--json"}).status, 2);
  mend("broken.test");
  const auto checked = installation.run({"check", "--now", "--json"});
  EXPECT_EQ(checked.status, 0) << checked.err;
  EXPECT_EQ(parse_report(checked.out)["broken.test"].verdict, "pass");
  EXPECT_EQ(autodiscover("broken.test"), 401);
}

}  // namespace
}  // namespace mapigate::e2e
