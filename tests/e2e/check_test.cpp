// `mapigate check` and `mapigate probe` as other processes than the gateway: resolvers that misbehave, views
// from outside, the forms of the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <thread>

#include "tests/e2e/street.hpp"

namespace mapigate::e2e {
namespace {

using namespace std::chrono_literals;
using fakes::DnsQuestion;
using fakes::DnsReply;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
namespace web = fakes::web;

const std::string password = "correct horse";
const std::string anna = "anna@good.test";

constexpr std::uint16_t type_a = 1;
constexpr std::uint16_t name_error = 3;

fakes::DnsMessage honest(const DnsQuestion& question) {
  auto reply = question.reply();
  if (question.name == "autodiscover.good.test") {
    reply.cname(question.name, "mail.gateway.test");
  } else if (question.name != "mail.gateway.test") {
    return reply.rcode(name_error);
  }
  return question.type == type_a ? reply.a("mail.gateway.test", "127.0.0.1") : reply;
}

// A gateway that serves good.test, in the eyes of its own resolver.
class Check : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    installation = std::make_unique<Installation>();
    for (const char* key : {"connect_timeout", "tls_timeout", "http_timeout"})
      installation->set("selfcheck", key, "\"700ms\"");
    installation->set("auth", "memory_kib", "1024");
    installation->add_good_domain("good.test");
    installation->add_user(anna, password);
    installation->start();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(installation->stop(), 0);
    installation.reset();
  }

  // The check through another resolver.
  static NameResult check_through(const std::string& resolver) {
    return parse_report(installation->run({"check", "--json", "--resolver", resolver}).out)["good.test"];
  }
  static NameResult check_through(const fakes::LyingDns::Script& script) {
    const fakes::LyingDns dns(script);
    return check_through(dns.address());
  }

  static std::unique_ptr<Installation> installation;
};

std::unique_ptr<Installation> Check::installation;

TEST_F(Check, AnHonestResolver) {
  EXPECT_EQ(check_through([](const DnsQuestion& question) {
              return std::vector<DnsReply>{honest(question)};
            }).verdict,
            "pass");
}

TEST_F(Check, ASlowResolver) {
  const auto result = check_through([](const DnsQuestion& question) {
    DnsReply reply(honest(question));
    reply.after = 100ms;
    return std::vector<DnsReply>{reply};
  });
  EXPECT_EQ(result.verdict, "pass");
}

TEST_F(Check, AResolverWhoseAnswersAreTooLongForUdp) {
  const auto result = check_through([](const DnsQuestion& question) {
    return std::vector<DnsReply>{question.tcp ? DnsReply(honest(question))
                                              : DnsReply(question.reply().truncated())};
  });
  EXPECT_EQ(result.verdict, "pass");
}

TEST_F(Check, AForgerWhoIsFasterButDoesNotKnowTheId) {
  const auto result = check_through([](const DnsQuestion& question) {
    auto guess = question;
    guess.id = static_cast<std::uint16_t>(~question.id);
    auto forged = guess.reply();
    if (question.type == type_a) forged.a(question.name, "127.0.0.66");
    DnsReply genuine(honest(question));
    genuine.after = 20ms;
    return std::vector<DnsReply>{DnsReply(forged), genuine};
  });
  EXPECT_EQ(result.verdict, "pass");
}

TEST_F(Check, AResolverThatAnswersNonsense) {
  const auto result = check_through([](const DnsQuestion& question) {
    return std::vector<DnsReply>{question.reply().count(0, 7).raw({1, 2, 3})};
  });
  EXPECT_EQ(result.verdict, "unknown");
  EXPECT_TRUE(result.findings.contains("DNS_BAD_ANSWER")) << testing::PrintToString(result.findings);
}

TEST_F(Check, AResolverThatIsDown) {
  const auto result = check_through("127.0.0.1:" + std::to_string(fakes::free_port()));
  EXPECT_EQ(result.verdict, "unknown");
  EXPECT_TRUE(result.findings.contains("DNS_UNREACHABLE")) << testing::PrintToString(result.findings);
}

TEST_F(Check, TheSecondResolverIsTriedBeforeANameIsGivenUp) {
  const fakes::LyingDns silent([](const DnsQuestion&) { return std::vector<DnsReply>{}; });
  const fakes::LyingDns refusing(
      [](const DnsQuestion& question) { return std::vector<DnsReply>{question.reply().rcode(5)}; });
  for (const auto* first : {&silent, &refusing}) {
    const auto report = installation->run(
        {"check", "--json", "--resolver", first->address(), "--resolver", installation->dns().address()});
    EXPECT_EQ(parse_report(report.out)["good.test"].verdict, "pass");
    EXPECT_FALSE(first->seen().empty());
  }
}

TEST_F(Check, ExitStatusWhenNothingCouldBeFoundOut) {
  const auto report = installation->run(
      {"check", "--nagios", "--resolver", "127.0.0.1:" + std::to_string(fakes::free_port())});
  EXPECT_EQ(report.status, 3);
  EXPECT_THAT(report.out, HasSubstr("UNKNOWN"));
}

TEST_F(Check, OneLineForMonitoring) {
  const auto report = installation->run({"check", "--nagios"});
  EXPECT_EQ(report.status, 0);
  EXPECT_THAT(report.out, AllOf(HasSubstr("OK"), HasSubstr("|")));
  EXPECT_EQ(std::count(report.out.begin(), report.out.end(), '\n'), 1);
}

TEST_F(Check, ATreeForPeopleWithoutColoursInAPipe) {
  const auto report = installation->run({"check", "--domain", "good.test"});
  EXPECT_EQ(report.status, 0);
  EXPECT_THAT(report.out, AllOf(HasSubstr("PASS"), HasSubstr("good.test"), Not(HasSubstr("\x1b"))));
  EXPECT_EQ(installation->run({"check", "--domain", "not-configured.test"}).status, 3);
}

TEST_F(Check, WithoutTheProofKeyItCannotRun) {
  installation->set("selfcheck", "proof_key_file", "\"" + (installation->folder / "no-such.key") + "\"");
  installation->write_config();
  EXPECT_EQ(installation->run({"check"}).status, 3);
  // Another installation's key: the answers are not those of this one.
  fakes::write_file(installation->folder / "other.key", std::string(64, 'a'));
  std::filesystem::permissions(installation->folder / "other.key", std::filesystem::perms::owner_read);
  installation->set("selfcheck", "proof_key_file", "\"" + (installation->folder / "other.key") + "\"");
  installation->write_config();
  const auto report = parse_report(installation->run({"check", "--json"}).out)["good.test"];
  EXPECT_EQ(report.verdict, "fail");
  EXPECT_TRUE(report.findings.contains("PROOF_INVALID"));
  installation->set("selfcheck", "proof_key_file", "\"" + (installation->folder / "store/proof.key") + "\"");
  installation->write_config();
  EXPECT_EQ(installation->run({"check"}).status, 0);
}

TEST_F(Check, TheProbeConnectsAsOutlookDoes) {
  const auto probed = installation->run({"probe", anna, "--password-file", "-"}, password + "\n");
  EXPECT_EQ(probed.status, 0) << probed.out << probed.err;
  EXPECT_THAT(probed.out,
              AllOf(HasSubstr("PASSED"), HasSubstr("Bind"), HasSubstr("Connect"), Not(HasSubstr(password))));
  EXPECT_EQ(installation->run({"probe", anna, "--password-file", "-"}, "wrong password\n").status, 2);
  EXPECT_EQ(installation->run({"probe", "anna@nowhere.test", "--password-file", "-"}, password + "\n").status,
            2);
}

// The gateway's own messages of the same things, in installations set up for them.
class CheckApart : public testing::Test {
 protected:
  CheckApart() {
    for (const char* key : {"connect_timeout", "tls_timeout", "http_timeout"})
      installation.set("selfcheck", key, "\"700ms\"");
  }
  NameResult recheck(const std::string& name) {
    return parse_report(installation.admin("POST", "/selfcheck/recheck").body)[name];
  }
  Installation installation;
};

TEST_F(CheckApart, AGatewayThatIsNotRunning) {
  installation.add_good_domain("good.test");
  installation.start();
  EXPECT_EQ(installation.stop(), 0);
  const auto report = installation.run({"check", "--json"});
  EXPECT_EQ(report.status, 2);
  EXPECT_EQ(parse_report(report.out)["good.test"].verdict, "fail");
  EXPECT_TRUE(parse_general_findings(report.out).contains("GATEWAY_NOT_RUNNING"));
  EXPECT_EQ(installation.run({"check", "--now"}).status, 3);
}

TEST_F(CheckApart, AnAddressThatDoesNotLeadBackInside) {
  installation.set("selfcheck", "require", "\"none\"");
  const fakes::FullListener router("127.0.9.9", installation.https_port);
  installation.add_domain("hairpin.test");
  installation.add_dns("host-record=mail.hairpin.test,127.0.9.9");
  installation.add_dns("cname=autodiscover.hairpin.test,mail.hairpin.test");
  installation.set("server", "hostname", "\"mail.hairpin.test\"");
  installation.start();
  const auto result = recheck("hairpin.test");
  EXPECT_EQ(result.verdict, "unknown");
  EXPECT_TRUE(result.findings.contains("HAIRPIN_NAT")) << testing::PrintToString(result.findings);
}

TEST_F(CheckApart, AProxyWhereNoneIsAllowed) {
  installation.set("selfcheck", "tls_proxy", "false");
  installation.add_good_domain("good.test");
  const Street street(installation,
                      {{.name = "proxied",
                        .verdict = "fail",
                        .dns = {"host-record=autodiscover.NAME,ADDRESS"},
                        .https =
                            [](const Installation& behind) {
                              return web::proxy({"127.0.0.1", behind.https_port, "mail.gateway.test"});
                            },
                        .certificate = {.names = {"autodiscover.NAME"}}}});
  installation.start();
  const auto result = recheck("proxied.test");
  EXPECT_EQ(result.verdict, "fail");
  EXPECT_TRUE(result.findings.contains("TLS_PROXY_REFUSED")) << testing::PrintToString(result.findings);
}

TEST_F(CheckApart, AnotherNodeWithTheSameKeyIsThisGateway) {
  Installation other;
  for (auto* node : {&installation, &other}) {
    node->set("selfcheck", "proof_key_file", "\"" + (installation.folder / "shared.key") + "\"");
    node->add_domain("cluster.test");
  }
  // Each node finds the other one behind the name, and each is content with that.
  const auto leads_to = [](Installation& here, const Installation& there) {
    here.add_dns("srv-host=_autodiscover._tcp.cluster.test,mail.gateway.test," +
                 std::to_string(there.https_port) + ",0,0");
    here.set("selfcheck", "ca_file", "\"" + there.ca_file + "\"");
  };
  leads_to(installation, other);
  leads_to(other, installation);
  other.set("selfcheck", "require", "\"none\"");
  installation.set("selfcheck", "require", "\"none\"");
  other.start();
  installation.start();
  EXPECT_EQ(recheck("cluster.test").verdict, "warn") << "by SRV only";
  EXPECT_EQ(other.stop(), 0);
  other.set("selfcheck", "proof_key_file", "\"" + (other.folder / "own.key") + "\"");
  other.start();
  const auto result = recheck("cluster.test");
  EXPECT_EQ(result.verdict, "fail");
  EXPECT_TRUE(result.findings.contains("PROOF_INVALID")) << testing::PrintToString(result.findings);
}

TEST_F(CheckApart, TellsWhatHasChanged) {
  installation.add_good_domain("good.test");
  installation.start();
  EXPECT_EQ(installation.run({"check"}).status, 0);
  EXPECT_THAT(installation.run({"check", "--changes"}).out, Not(HasSubstr("->")));
  installation.add_dns("txt-record=good.test,MS=ms1");
  installation.reload_dns();
  const auto changed = installation.run({"check", "--changes"});
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.out, HasSubstr("good.test: pass -> warn (new: TXT_MS)"));
}

TEST_F(CheckApart, TheProbeGivesThePasswordToNobodyWhoseCertificateIsNotGood) {
  installation.add_good_domain("good.test");
  const auto site = [&](const std::string& address, const fakes::CertificateOptions& certificate) {
    return installation.site(address, web::autodiscover_401(), certificate);
  };
  const fakes::WebServer thieves(
      {site("127.0.9.1", {.names = {"www.hoster.test"}}),
       site("127.0.9.2", {.names = {"autodiscover.victim.test"}, .self_signed = true}),
       site("127.0.9.3", {.names = {"autodiscover.victim.test"}, .ends_in = -1h}), site("127.0.9.4", {})});
  for (const auto& address : {"127.0.9.1", "127.0.9.2", "127.0.9.3", "127.0.9.4"}) {
    installation.add_dns("host-record=victim.test,autodiscover.victim.test," + std::string(address));
    installation.add_dns("srv-host=_autodiscover._tcp.victim.test,autodiscover.victim.test," +
                         std::to_string(installation.https_port) + ",0,0");
  }
  installation.start();
  const auto probed =
      installation.run({"probe", "anna@victim.test", "--password-file", "-"}, password + "\n");
  EXPECT_EQ(probed.status, 2);
  for (const auto& address : {"127.0.9.1", "127.0.9.2", "127.0.9.3", "127.0.9.4"})
    EXPECT_THAT(probed.out, HasSubstr(address));
  for (const auto& request : thieves.requests())
    EXPECT_EQ(request.header("Authorization"), "") << request.site;
}

TEST_F(CheckApart, TheProbeDoesNotFollowAGoodServerToABadOne) {
  installation.add_good_domain("good.test");
  const Street street(installation,
                      {{.name = "lured",
                        .verdict = "fail",
                        .dns = {"host-record=autodiscover.NAME,ADDRESS"},
                        .https =
                            [](const Installation& behind) {
                              return web::redirect("https://thief.test:" + std::to_string(behind.https_port) +
                                                   "/autodiscover");
                            },
                        .certificate = {.names = {"autodiscover.NAME"}}}});
  const fakes::WebServer thief(
      {installation.site("127.0.9.5", web::autodiscover_401(), {.names = {"somebody-else.test"}})});
  installation.add_dns("host-record=thief.test,127.0.9.5");
  installation.start();
  EXPECT_EQ(installation.run({"probe", "anna@lured.test", "--password-file", "-"}, password + "\n").status,
            2);
  for (const auto& request : thief.requests()) EXPECT_EQ(request.header("Authorization"), "");
}

TEST(Users, AreManagedWhileTheGatewayRuns) {
  Installation installation;
  installation.set("auth", "memory_kib", "1024");
  installation.add_good_domain("good.test");
  installation.start();
  const auto status = [&](const std::string& with) {
    return installation.send(pox_request(anna, basic(anna, with))).status;
  };
  // A running gateway notices changes of other processes within seconds.
  const auto becomes = [&](const std::string& with, unsigned wanted) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (status(with) != wanted && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(200ms);
    return status(with) == wanted;
  };
  EXPECT_EQ(
      installation
          .run({"user", "add", anna, "--name", "Anna Weber", "--password-file", "-"}, "first password\n")
          .status,
      0);
  EXPECT_TRUE(becomes("first password", 200));
  EXPECT_EQ(installation.run({"user", "add", anna, "--password-file", "-"}, "first password\n").status, 1)
      << "exists";
  EXPECT_THAT(installation.run({"user", "list"}).out, AllOf(HasSubstr(anna), HasSubstr("Anna Weber")));
  EXPECT_EQ(installation.run({"user", "passwd", anna, "--password-file", "-"}, "second password\n").status,
            0);
  EXPECT_TRUE(becomes("second password", 200));
  EXPECT_EQ(status("first password"), 401u);
  EXPECT_EQ(installation.run({"user", "remove", anna}).status, 0);
  EXPECT_TRUE(becomes("second password", 401));
  EXPECT_THAT(installation.run({"user", "list"}).out, Not(HasSubstr(anna)));
}

}  // namespace
}  // namespace mapigate::e2e
