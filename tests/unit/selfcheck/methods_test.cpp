// How the methods are walked: addresses, redirects, SRV priorities, what is asked, what is shown.
#include "gateway/selfcheck/methods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <set>

#include "gateway/selfcheck/checks/address.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using enum Method;

const std::string n = "n.test";

const MethodOutcome reached{Outcome::reached, false};
const MethodOutcome elsewhere{Outcome::elsewhere, false};
const MethodOutcome captured{Outcome::elsewhere, true};
const MethodOutcome broken{Outcome::broken, false};
const MethodOutcome absent{Outcome::absent, false};
const MethodOutcome untested{Outcome::untested, false};

TEST(Methods, EachReachesTheGatewayByItsOwnWay) {
  World world;
  world.resolver->address(n, "192.0.2.1");
  world.usual(n);
  world.usual_srv(n);
  world.serve(
      "192.0.2.1",
      [](const auto&) { return redirect("https://mail.gateway.test/autodiscover/autodiscover.xml"); }, 80);
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, Verdict::pass);
  for (const Method method : all_methods) EXPECT_EQ(outcome(report, method), reached) << to_string(method);
  EXPECT_EQ(report.route.via, https_root);
  EXPECT_EQ(report.methods[0].where, "https://n.test/autodiscover/autodiscover.xml");
  EXPECT_EQ(report.methods[2].where, "http://autodiscover.n.test/autodiscover/autodiscover.xml");
  EXPECT_EQ(report.methods[3].where, "SRV _autodiscover._tcp.n.test");
}

TEST(Methods, AskAsOutlookDoes) {
  World world;
  world.config.https_port = 8443;
  world.config.http_port = 8080;
  world.serve_gateway("192.0.2.1", 8443);
  world.usual(n);
  world.serve(
      "192.0.2.1", [](const auto&) { return answer(404); }, 8080);
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
  ASSERT_EQ(world.prober.requests.size(), 2u);
  std::ranges::sort(world.prober.requests, {}, &http::ClientRequest::method);

  const http::ClientRequest& get = world.prober.requests[0];
  EXPECT_EQ(get.method, "GET");
  EXPECT_EQ(get.host, "autodiscover.n.test:8080");
  EXPECT_EQ(get.target, "/autodiscover/autodiscover.xml");
  EXPECT_FALSE(get.headers.has("Authorization"));

  const http::ClientRequest& post = world.prober.requests[1];
  EXPECT_EQ(post.method, "POST");
  EXPECT_EQ(post.host, "autodiscover.n.test:8443");
  EXPECT_EQ(post.target, "/autodiscover/autodiscover.xml");
  EXPECT_EQ(post.headers.get("X-MapiHttpCapability"), "1");
  EXPECT_FALSE(post.headers.has("Authorization"));
  const auto body = oxdscli::parse_pox_request(post.body);
  ASSERT_TRUE(body);
  EXPECT_TRUE(body->email_address.ends_with("@n.test"));
  EXPECT_EQ(body->challenge->text, post.headers.get("X-Mapigate-Challenge"));
  EXPECT_EQ(Challenge::parse(body->challenge->text)->label, "https-autodiscover/n.test");
}

TEST(Methods, SendEachNonceOnce) {
  World world;
  world.resolver->address(n, "192.0.2.1");
  world.usual(n);
  world.usual_srv(n);
  world.check(n);
  world.check(n);
  std::set<std::string> nonces;
  for (const auto& request : world.prober.requests) {
    nonces.insert(Challenge::parse(request.headers.get("X-Mapigate-Challenge"))->nonce);
  }
  EXPECT_EQ(nonces.size(), 6u);
}

TEST(Methods, AcceptAProofInTheHeaderOrInTheBody) {
  for (const bool header : {true, false}) {
    World world;
    world.resolver->address("autodiscover." + n, "192.0.2.9");
    world.serve("192.0.2.9", [&](const http::ClientRequest& request) {
      Answer full = world.gateway_answer(request);
      if (!header) full.response.headers.clear();
      if (header) full.response.body.clear();
      return full;
    });
    EXPECT_EQ(world.check(n).verdict, Verdict::pass);
  }
}

TEST(Methods, AcceptAGoodProofInTheBodyBesideABadOneInTheHeader) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve("192.0.2.9", [&](const http::ClientRequest& request) {
    Answer full = world.gateway_answer(request);
    full.response.headers.set("X-Mapigate-Proof", "1 rubbish");
    return full;
  });
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
}

// Another node of the cluster has another instance, and the check has not seen the nonce arrive.
TEST(Methods, AcceptAnotherNodeWithTheSameKey) {
  World world;
  Nonces its_nonces(world.random);
  const ProofResponder node(world.identity.key, std::string(32, 'e'), its_nonces);
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve("192.0.2.9", [&](const http::ClientRequest& request) {
    http::Request seen;
    const std::string challenge(request.headers.get("X-Mapigate-Challenge"));
    const std::string sha256(64, 'c');
    seen.headers.add("X-Mapigate-Challenge", challenge);
    seen.headers.add("Host", request.host);
    seen.certificate_sha256 = sha256;
    http::Headers headers;
    headers.add("X-Mapigate-Proof", *node.answer(seen, ""));
    return answer(401, {}, headers);
  });
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
}

TEST(Addresses, AreAllTestedByThemselves) {
  World world;
  for (const char* address : {"192.0.2.1", "192.0.2.2", "2001:db8::1"}) {
    world.resolver->address("autodiscover." + n, address);
    world.serve_gateway(address);
  }
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_EQ(world.prober.requests.size(), 3u);
  std::vector<std::string> lines;
  for (const Step& step : report.methods[1].steps)
    lines.push_back(std::string(step.depth * 2, ' ') + step.text);
  EXPECT_THAT(
      lines,
      ElementsAre("A autodiscover.n.test: 192.0.2.1, 192.0.2.2", "AAAA autodiscover.n.test: 2001:db8::1",
                  "connect 192.0.2.1 port 443: connected", HasSubstr("  TLSv1.3, certificate for *.test"),
                  "  POST: 200, received by this gateway", "connect 192.0.2.2 port 443: connected",
                  HasSubstr("TLSv1.3"), HasSubstr("received"), "connect 2001:db8::1 port 443: connected",
                  HasSubstr("TLSv1.3"), HasSubstr("received")));
}

TEST(Addresses, BeyondALimitAreOnlyCounted) {
  World world;
  for (int i = 1; i <= 12; ++i) {
    const std::string address = "192.0.2." + std::to_string(i);
    world.resolver->address("autodiscover." + n, address);
    world.serve_gateway(address);
  }
  const NameReport report = world.check(n);
  EXPECT_EQ(world.prober.requests.size(), 8u);
  EXPECT_THAT(report.methods[1].steps[0].text, HasSubstr("only the first 8 are tested"));
}

TEST(Addresses, OfOneFamilyAreEnoughWhereTheOtherLookupFails) {
  World world;
  world.usual(n);
  world.resolver->fail("mail.gateway.test", dns::DnsStatus::timeout, dns::RecordType::aaaa);
  const NameReport report = world.check(n);
  EXPECT_EQ(outcome(report, https_autodiscover), reached);
  EXPECT_EQ(report.verdict, Verdict::warn);
  EXPECT_THAT(ids(report), ElementsAre("DNS_TIMEOUT"));
}

TEST(Addresses, ThatNobodyElseReachesAreKnown) {
  for (const char* text :
       {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.1.1", "100.64.0.1",
        "0.0.0.0", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::"}) {
    EXPECT_FALSE(is_public(boost::asio::ip::make_address(text))) << text;
  }
  for (const char* text :
       {"192.0.2.1", "172.32.0.1", "100.128.0.1", "9.9.9.9", "2001:db8::1", "::ffff:9.9.9.9"}) {
    EXPECT_TRUE(is_public(boost::asio::ip::make_address(text))) << text;
  }
}

TEST(Redirects, AreFollowedToTheGateway) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.resolver->address("second.test", "192.0.2.10");
  world.serve("192.0.2.9", [](const auto&) { return redirect("//second.test/here"); });
  world.serve("192.0.2.10", [](const auto&) {
    return redirect("https://mail.gateway.test/autodiscover/autodiscover.xml");
  });
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, Verdict::pass);
  const auto& steps = report.methods[1].steps;
  EXPECT_EQ(steps.back().text, "POST: 200, received by this gateway");
  EXPECT_EQ(std::ranges::count_if(
                steps, [](const Step& step) { return step.text.starts_with("follow the redirect to "); }),
            2);
}

// Five are followed, the sixth is not.
TEST(Redirects, AreCounted) {
  for (const int count : {5, 6}) {
    World world;
    world.resolver->address("autodiscover." + n, "192.0.2.9");
    int seen = 0;
    world.serve("192.0.2.9", [&](const http::ClientRequest& request) {
      if (seen == count) return world.gateway_answer(request);
      return redirect("/" + std::to_string(++seen));
    });
    const NameReport report = world.check(n);
    EXPECT_EQ(outcome(report, https_autodiscover), count == 5 ? reached : broken);
  }
}

TEST(Redirects, OfEveryAddressAreFollowedOnce) {
  World world;
  for (const char* address : {"192.0.2.9", "192.0.2.10"}) {
    world.resolver->address("autodiscover." + n, address);
    world.serve(address, [](const auto&) { return redirect("https://mail.gateway.test/x"); });
  }
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
  EXPECT_EQ(world.prober.requests.size(), 3u);
}

TEST(Redirects, ThatDifferAreAllFollowed) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.resolver->address("autodiscover." + n, "192.0.2.10");
  world.resolver->address("foreign.test", "192.0.2.11");
  world.serve("192.0.2.9", [](const auto&) { return redirect("https://mail.gateway.test/x"); });
  world.serve("192.0.2.10", [](const auto&) { return redirect("https://foreign.test/x"); });
  world.serve("192.0.2.11", [](const auto&) { return answer(401); });
  EXPECT_EQ(outcome(world.check(n), https_autodiscover), captured);
}

// Two addresses, each redirecting to two new hosts of two addresses, and so on.
TEST(Redirects, ThatMultiplyComeToAnEnd) {
  World world;
  std::map<std::string, int> count;
  for (const char* address : {"192.0.2.9", "192.0.2.10"}) {
    world.resolver->address("autodiscover." + n, address);
    world.serve(address, [&count, address](const http::ClientRequest& request) {
      return redirect(request.target + "/" + std::to_string(++count[address]) +
                      (address[9] == '9' ? "a" : "b"));
    });
  }
  const NameReport report = world.check(n);
  EXPECT_EQ(outcome(report, https_autodiscover), broken);
  EXPECT_TRUE(find(report, FindingId::redirect_too_many));
  EXPECT_LE(world.prober.requests.size(), 100u);
}

TEST(Redirects, InTheDocumentCountToo) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve("192.0.2.9", [](const auto&) {
    oxdscli::PoxResponse response;
    response.account.emplace();
    response.account->account_type = "email";
    response.account->action = "redirectUrl";
    response.account->redirect_url = "https://mail.gateway.test/autodiscover/autodiscover.xml";
    return answer(200, oxdscli::write_pox_response(response));
  });
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
}

TEST(Redirects, ToAnAddressNeedNoLookup) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve("192.0.2.9", [](const auto&) { return redirect("https://[2001:db8::1]/x"); });
  world.serve_gateway("2001:db8::1");
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_FALSE(find(report, FindingId::proxy_rewrites_host)) << "the same address, in brackets";
}

TEST(PortEighty, AsksForNoPasswordThatCaptures) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve(
      "192.0.2.9", [](const auto&) { return answer(401); }, 80);
  EXPECT_EQ(outcome(world.check(n), http_redirect), broken);
}

TEST(PortEighty, ThatIsSilentSaysNothingWherePort443Speaks) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve("192.0.2.9", {}, 80).connect = boost::asio::error::timed_out;
  EXPECT_EQ(world.check(n).verdict, Verdict::fail);
  world.serve("192.0.2.9", {}).connect = boost::asio::error::timed_out;
  EXPECT_EQ(world.check(n).verdict, Verdict::unknown);
}

// The redirect itself works, but what is behind it cannot be tested: that may well be the gateway.
TEST(PortEighty, RedirectToASilentHostIsUnknown) {
  World world;
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  world.serve(
      "192.0.2.9", [](const auto&) { return redirect("https://mail.gateway.test/x"); }, 80);
  world.serve("192.0.2.1", {}).connect = boost::asio::error::timed_out;
  EXPECT_EQ(world.check(n).verdict, Verdict::unknown);
}

TEST(Srv, TargetsOfTheBestPriorityDecide) {
  const auto verdict = [](std::vector<dns::SrvRecord> records) {
    World world;
    world.resolver->address("foreign.test", "192.0.2.9");
    world.serve("192.0.2.9", [](const auto&) { return answer(401); });
    for (auto& record : records) world.resolver->srv(n, record);
    return outcome(world.check(n), srv);
  };
  const dns::SrvRecord us{5, 0, 443, "mail.gateway.test"};
  EXPECT_EQ(verdict({us}), reached);
  EXPECT_EQ(verdict({us, {0, 0, 443, "foreign.test"}}), captured);
  EXPECT_EQ(verdict({{0, 0, 443, "foreign.test"}, us}), captured);
  EXPECT_EQ(verdict({us, {9, 0, 443, "foreign.test"}}), reached);
  EXPECT_EQ(verdict({us, {5, 100, 443, "foreign.test"}}), captured);
  EXPECT_EQ(verdict({us, {5, 100, 443, "missing.test"}}), reached);
  EXPECT_EQ(verdict({{1, 0, 443, "missing.test"}, us}), broken);
}

TEST(Srv, TargetsBeyondALimitAreOnlyCounted) {
  World world;
  for (std::uint16_t port = 1; port <= 20; ++port)
    world.resolver->srv(n, {port, 0, port, "mail.gateway.test"});
  const NameReport report = world.check(n);
  EXPECT_EQ(std::ranges::count_if(report.methods[3].steps,
                                  [](const Step& step) { return step.text.starts_with("connect "); }),
            8);
}

TEST(Srv, ShowsItsRecordsAndTargetsAsATree) {
  World world;
  world.resolver->srv(n, {10, 20, 443, "mail.gateway.test"});
  const NameReport report = world.check(n);
  std::vector<std::string> lines;
  for (const Step& step : report.methods[3].steps)
    lines.push_back(std::string(step.depth * 2, ' ') + step.text);
  EXPECT_THAT(
      lines,
      ElementsAre("SRV _autodiscover._tcp.n.test: 10 20 443 mail.gateway.test",
                  "  target mail.gateway.test port 443: reached", "    A mail.gateway.test: 192.0.2.1",
                  "    AAAA mail.gateway.test: no such record", "    connect 192.0.2.1 port 443: connected",
                  HasSubstr("      TLSv1.3"), "      POST: 200, received by this gateway"));
}

TEST(Txt, OthersAreNoMatter) {
  World world;
  world.usual(n);
  world.resolver->txt(n, "v=spf1 include:ms=x");
  EXPECT_EQ(world.check(n).verdict, Verdict::pass);
  world.resolver->txt(n, "ms=MS12345678");
  EXPECT_EQ(world.check(n).verdict, Verdict::warn);
}

TEST(Txt, ThatCannotBeLookedUpIsNoFinding) {
  World world;
  world.usual(n);
  world.resolver->fail(n, dns::DnsStatus::servfail, dns::RecordType::txt);
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, Verdict::pass);
  ASSERT_EQ(report.other_steps.size(), 1u);
  EXPECT_EQ(report.other_steps[0].status, StepStatus::skipped);
}

// Text from outside never carries control characters into a report, nor commands into a repair.
TEST(Text, FromOutsideIsHarmless) {
  World world;
  const std::string evil = "x\x1b[31m\r\n$(reboot)";
  world.resolver->address("autodiscover." + n, "192.0.2.9");
  http::TlsOutcome tls = tls_failure(http::TlsFailure::name_mismatch, {certificate({evil, "good.test"})});
  tls.detail = evil;
  tls.chain[0].issuer = evil;
  world.serve("192.0.2.9", {}).tls = tls;
  world.resolver->address(n, "192.0.2.10");
  http::Headers headers;
  headers.add("Server", evil);
  world.serve("192.0.2.10", [&](const auto&) { return answer(404, evil, headers); });
  world.resolver->txt(n, "MS=" + evil);
  const NameReport report = world.check(n);
  const auto harmless = [](const std::string& text) {
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; });
  };
  for (const Finding& finding : report.findings) {
    EXPECT_TRUE(harmless(finding.text)) << finding.text;
    EXPECT_TRUE(harmless(finding.repair)) << finding.repair;
    EXPECT_EQ(finding.text.find('\n'), std::string::npos);
    EXPECT_EQ(finding.repair.find("$("), std::string::npos) << finding.repair;
  }
  for (const MethodReport& method : report.methods) {
    for (const Step& step : method.steps) EXPECT_TRUE(harmless(step.text)) << step.text;
  }
  EXPECT_EQ(find(report, FindingId::cert_name_mismatch)->repair,
            "certbot certonly -d good.test -d autodiscover.n.test\n"
            "autodiscover.n.test. 3600 IN CNAME mail.gateway.test.");
}

}  // namespace
}  // namespace mapigate::selfcheck
