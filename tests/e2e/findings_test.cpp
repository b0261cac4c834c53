// Every finding of the self-check, each produced by a real DNS server and real listeners, and the verdict
// that follows. All names are checked by one gateway in one round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/encoding.hpp"
#include "gateway/selfcheck/finding_ids.hpp"
#include "gateway/selfcheck/proof.hpp"
#include "tests/e2e/street.hpp"

namespace mapigate::e2e {
namespace {

using namespace std::chrono_literals;
using fakes::DnsQuestion;
using fakes::DnsReply;
using fakes::WebReply;
using fakes::WebRequest;
namespace web = fakes::web;

const std::string usual = "cname=autodiscover.NAME,mail.gateway.test";
const std::string at_address = "host-record=autodiscover.NAME,ADDRESS";
const std::string root_at_address = "host-record=NAME,ADDRESS";
const std::string srv = "srv-host=_autodiscover._tcp.NAME,";
const fakes::CertificateOptions for_host{.names = {"autodiscover.NAME"}};

constexpr std::uint16_t type_a = 1;

web::Upstream upstream(const Installation& installation) {
  return {"127.0.0.1", installation.https_port, "mail.gateway.test"};
}

House::Handlers always(fakes::WebHandler handler) {
  return [handler](const Installation&) { return handler; };
}

House::Handlers redirect_to(const std::string& scheme, const std::string& rest, unsigned status = 302) {
  return [=](const Installation& installation) {
    const auto port = scheme == "https" ? installation.https_port : installation.http_port;
    auto url = scheme + "://" + rest;
    url.replace(url.find("PORT"), 4, std::to_string(port));
    return web::redirect(url, status);
  };
}

const std::string gateway_url = "mail.gateway.test:PORT/autodiscover/autodiscover.xml";

House::Handlers proxied(std::function<void(WebRequest&)> change) {
  return [change](const Installation& installation) {
    return [change, to = upstream(installation)](WebRequest request) {
      change(request);
      return WebReply{.raw = fakes::forward(request, to)};
    };
  };
}

// Passes the request on, and answers with a page of its own.
House::Handlers altering() {
  return [](const Installation& installation) {
    return [to = upstream(installation)](const WebRequest& request) {
      fakes::forward(request, to);
      return web::page(200)(request);
    };
  };
}

// Has got hold of the proof key, and answers by itself in the name of the gateway's process.
House::Handlers key_thief() {
  return [](const Installation& installation) {
    return [&installation, genuine = web::replay(upstream(installation))](const WebRequest& request) {
      const auto recorded = genuine(request).raw;
      const std::string header = "X-Mapigate-Proof: 1 ";
      const auto instance = recorded.substr(recorded.find(header) + header.size(), 32);
      const auto challenge = selfcheck::Challenge::parse(request.header("X-Mapigate-Challenge"));
      selfcheck::ProofKey key;
      const auto bytes = from_hex(trim(fakes::read_file(installation.folder / "store/proof.key")));
      std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
      const auto proof =
          selfcheck::prove(key, *challenge, {instance, "autodiscover.proof-not-seen.test", ""});
      return WebReply{.status = 401, .headers = {{"X-Mapigate-Proof", *proof}}};
    };
  };
}

fakes::LyingDns::Script rcode(std::uint16_t code) {
  return [code](const DnsQuestion& question) { return std::vector<DnsReply>{question.reply().rcode(code)}; };
}

// Two names that are each other's CNAME.
std::vector<DnsReply> cname_circle(const DnsQuestion& question) {
  if (!question.name.starts_with("autodiscover.")) return {question.reply().rcode(3)};
  const std::string other = "b." + question.name;
  return {question.reply().cname(question.name, other).cname(other, question.name)};
}

std::vector<DnsReply> cname_to_nowhere(const DnsQuestion& question) {
  if (!question.name.starts_with("autodiscover.")) return {question.reply().rcode(3)};
  return {question.reply().cname(question.name, "host.deleted.example").rcode(3)};
}

std::vector<DnsReply> private_address(const DnsQuestion& question) {
  if (question.name != "autodiscover.address-private.test") return {question.reply().rcode(3)};
  auto reply = question.reply();
  if (question.type == type_a) reply.a(question.name, "127.0.0.1");
  return {reply};
}

std::vector<House> houses() {
  static const fakes::TestCa somebody_else("Nobody trusts this");
  const auto elsewhere = [](std::string name, std::string verdict, std::set<std::string> findings,
                            House::Handlers https) {
    return House{.name = name,
                 .verdict = verdict,
                 .findings = findings,
                 .dns = {at_address},
                 .https = https,
                 .certificate = for_host};
  };
  const auto bad_certificate = [](std::string name, std::string finding,
                                  fakes::CertificateOptions certificate) {
    return House{.name = name,
                 .verdict = "fail",
                 .findings = {finding},
                 .dns = {at_address},
                 .https = always(web::autodiscover_401()),
                 .certificate = certificate};
  };
  return {
      // As it should be, in all the ways that end at the gateway
      {.name = "at-root", .verdict = "pass", .dns = {"host-record=NAME,127.0.0.1"}, .gateway = {"NAME"}},
      {.name = "at-autodiscover", .verdict = "pass", .dns = {usual}, .gateway = {"autodiscover.NAME"}},
      {.name = "address-private",
       .verdict = "pass",
       .findings = {"ADDRESS_PRIVATE"},
       .gateway = {"autodiscover.address-private.test"},
       .script = private_address},
      {.name = "company-site",
       .verdict = "pass",
       .findings = {"HTTP_ELSEWHERE"},
       .dns = {usual, root_at_address},
       .gateway = {"autodiscover.NAME"},
       .https = always(web::page(404)),
       .certificate = {.names = {"NAME"}}},
      {.name = "https-redirect",
       .verdict = "pass",
       .dns = {at_address},
       .https = redirect_to("https", gateway_url),
       .certificate = for_host},
      elsewhere("tls-proxy", "pass", {"TLS_PROXY"}, proxied([](WebRequest&) {})),
      elsewhere(
          "stripping-proxy", "pass", {"TLS_PROXY"},
          [](const Installation& installation) { return web::proxy(upstream(installation), "X-Mapigate"); }),
      elsewhere("proxy-rewrites-host", "pass", {"PROXY_REWRITES_HOST"}, proxied([](WebRequest& request) {
                  for (auto& [name, value] : request.headers)
                    if (name == "Host") value = "inner.test";
                })),

      // With something that prompts or slows users
      {.name = "redirect-prompt",
       .verdict = "warn",
       .findings = {"REDIRECT_PROMPT"},
       .dns = {at_address},
       .http = redirect_to("https", gateway_url)},
      {.name = "srv-prompt",
       .verdict = "warn",
       .findings = {"SRV_PROMPT", "AUTODISCOVER_HOST_MISSING"},
       .dns = {srv + "mail.gateway.test,HTTPS,0,0"}},
      {.name = "txt-ms",
       .verdict = "warn",
       .findings = {"TXT_MS"},
       .dns = {usual, "txt-record=NAME,MS=ms12345678"},
       .gateway = {"autodiscover.NAME"}},
      {.name = "cert-expires-soon",
       .verdict = "warn",
       .findings = {"CERT_EXPIRES_SOON"},
       .dns = {usual},
       .gateway = {"autodiscover.NAME"},
       .gateway_ends_in = 10 * 24h},
      {.name = "root-mismatch",
       .verdict = "warn",
       .findings = {"CERT_NAME_MISMATCH"},
       .dns = {usual, root_at_address},
       .gateway = {"autodiscover.NAME"},
       .https = always(web::page(200)),
       .certificate = {.names = {"www.hoster.test"}}},
      {.name = "one-address-refuses",
       .verdict = "warn",
       .findings = {"CONNECT_REFUSED"},
       .dns = {"host-record=autodiscover.NAME,127.0.0.1", "host-record=autodiscover.NAME,ADDRESS"},
       .gateway = {"autodiscover.NAME"}},
      {.name = "srv-backup",
       .verdict = "warn",
       .findings = {"SRV_BACKUP"},
       .dns = {srv + "mail.gateway.test,HTTPS,0,0", srv + "gone.NAME,HTTPS,5,0"}},
      {.name = "srv-target-cname",
       .verdict = "warn",
       .findings = {"SRV_TARGET_CNAME"},
       .dns = {srv + "alias.NAME,HTTPS,0,0", "cname=alias.NAME,mail.gateway.test"},
       .gateway = {"alias.NAME"}},
      {.name = "redirect-status",
       .verdict = "warn",
       .findings = {"REDIRECT_STATUS"},
       .dns = {at_address},
       .https = redirect_to("https", gateway_url, 308),
       .certificate = for_host},

      // The gateway has no certificate for that name, but redirects from port 80.
      {.name = "no-certificate",
       .verdict = "warn",
       .findings = {"CERT_NAME_MISMATCH", "REDIRECT_PROMPT"},
       .dns = {usual}},

      // Outlook ends at somebody else
      elsewhere("elsewhere-401", "fail", {"AUTODISCOVER_ELSEWHERE"}, always(web::autodiscover_401())),
      elsewhere("elsewhere-pox", "fail", {"AUTODISCOVER_ELSEWHERE"}, always(web::autodiscover_pox())),
      {.name = "captured-at-root",
       .verdict = "fail",
       .findings = {"AUTODISCOVER_ELSEWHERE"},
       .dns = {usual, root_at_address},
       .gateway = {"autodiscover.NAME"},
       .https = always(web::autodiscover_401()),
       .certificate = {.names = {"NAME"}}},
      {.name = "srv-elsewhere",
       .verdict = "fail",
       .findings = {"AUTODISCOVER_ELSEWHERE"},
       .dns = {srv + "host.NAME,HTTPS,0,0", "host-record=host.NAME,ADDRESS"},
       .https = always(web::autodiscover_pox()),
       .certificate = {.names = {"host.NAME"}}},
      elsewhere("proof-invalid", "fail", {"PROOF_INVALID"},
                [](const Installation& installation) { return web::replay(upstream(installation)); }),
      elsewhere("proof-not-seen", "fail", {"PROOF_NOT_SEEN"}, key_thief()),
      elsewhere("answer-altered", "fail", {"ANSWER_ALTERED"}, altering()),
      elsewhere("http-elsewhere", "fail", {"HTTP_ELSEWHERE"}, always(web::page(404))),
      elsewhere("proxy-error", "fail", {"PROXY_ERROR"}, always(web::page(502))),

      // It leads nowhere
      {.name = "domain-missing",
       .verdict = "fail",
       .findings = {"DOMAIN_MISSING", "AUTODISCOVER_HOST_MISSING", "SRV_MISSING"}},
      {.name = "cname-loop", .verdict = "fail", .findings = {"CNAME_LOOP"}, .script = cname_circle},
      {.name = "cname-dangling",
       .verdict = "fail",
       .findings = {"CNAME_DANGLING"},
       .script = cname_to_nowhere},
      {.name = "connect-refused", .verdict = "fail", .findings = {"CONNECT_REFUSED"}, .dns = {at_address}},
      // TCP to a link-local address without a zone is an error of its own.
      {.name = "connect-failed",
       .verdict = "fail",
       .findings = {"CONNECT_FAILED"},
       .dns = {"host-record=autodiscover.NAME,fe80::1"}},
      {.name = "tls-failed",
       .verdict = "fail",
       .findings = {"TLS_FAILED"},
       .dns = {at_address},
       .https = always(web::page(200))},
      {.name = "tls-reset",
       .verdict = "fail",
       .findings = {"TLS_FAILED"},
       .dns = {at_address},
       .door = House::Door::reset},
      bad_certificate("cert-self-signed", "CERT_SELF_SIGNED",
                      {.names = {"autodiscover.NAME"}, .self_signed = true}),
      bad_certificate("cert-chain-incomplete", "CERT_CHAIN_INCOMPLETE",
                      {.names = {"autodiscover.NAME"}, .send_intermediate = false}),
      bad_certificate("cert-expired", "CERT_EXPIRED", {.names = {"autodiscover.NAME"}, .ends_in = -1h}),
      bad_certificate("cert-not-yet-valid", "CERT_NOT_YET_VALID",
                      {.names = {"autodiscover.NAME"}, .starts_in = 24h}),
      bad_certificate("cert-invalid", "CERT_INVALID",
                      {.names = {"autodiscover.NAME"}, .purpose = "clientAuth"}),
      {.name = "cert-untrusted",
       .verdict = "fail",
       .findings = {"CERT_UNTRUSTED"},
       .dns = {at_address},
       .https = always(web::autodiscover_401()),
       .certificate = for_host,
       .authority = &somebody_else},
      bad_certificate("cert-name-mismatch", "CERT_NAME_MISMATCH", {.names = {"www.hoster.test"}}),
      elsewhere("http-reset", "fail", {"HTTP_FAILED"}, always(web::reset())),
      elsewhere("http-endless", "fail", {"HTTP_FAILED"}, always(web::endless())),
      {.name = "http-xml-ignored",
       .verdict = "fail",
       .findings = {"HTTP_XML_IGNORED"},
       .dns = {at_address},
       .http = always(web::autodiscover_pox())},
      {.name = "redirect-missing",
       .verdict = "fail",
       .findings = {"REDIRECT_MISSING"},
       .dns = {at_address},
       .http = always(web::page(200))},
      {.name = "redirect-to-http",
       .verdict = "fail",
       .findings = {"REDIRECT_TO_HTTP"},
       .dns = {at_address},
       .http = redirect_to("http", "autodiscover.redirect-to-http.test:PORT/autodiscover/other.xml")},
      {.name = "redirect-loop",
       .verdict = "fail",
       .findings = {"REDIRECT_LOOP"},
       .dns = {at_address},
       .https = redirect_to("https", "autodiscover.redirect-loop.test:PORT/autodiscover/autodiscover.xml"),
       .certificate = for_host},
      {.name = "redirect-too-many",
       .verdict = "fail",
       .findings = {"REDIRECT_TOO_MANY"},
       .dns = {at_address},
       .https =
           [](const Installation& installation) {
             return [port = installation.https_port,
                     count = std::make_shared<std::atomic<int>>()](const WebRequest&) {
               return WebReply{
                   .status = 302,
                   .headers = {{"Location", "https://autodiscover.redirect-too-many.test:" +
                                                std::to_string(port) + "/" + std::to_string(++*count)}}};
             };
           },
       .certificate = for_host},
      {.name = "redirect-invalid",
       .verdict = "fail",
       .findings = {"REDIRECT_INVALID"},
       .dns = {at_address},
       .https = always(web::redirect("https://")),
       .certificate = for_host},
      {.name = "srv-disabled",
       .verdict = "fail",
       .findings = {"SRV_DISABLED"},
       .dns = {"srv-host=_autodiscover._tcp.NAME"}},
      {.name = "srv-target-itself",
       .verdict = "fail",
       .findings = {"SRV_TARGET_ITSELF"},
       .dns = {srv + "_autodiscover._tcp.NAME,HTTPS,0,0"}},
      {.name = "srv-target-invalid",
       .verdict = "fail",
       .findings = {"SRV_TARGET_INVALID"},
       .dns = {srv + "mail.gateway.test,0,0,0"}},
      {.name = "srv-target-missing",
       .verdict = "fail",
       .findings = {"SRV_TARGET_MISSING"},
       .dns = {srv + "host.NAME,HTTPS,0,0"}},
      {.name = "srv-port",
       .verdict = "fail",
       .findings = {"SRV_PORT"},
       .dns = {srv + "mail.gateway.test,9,0,0"}},

      // Nothing can be said
      {.name = "dns-timeout",
       .verdict = "unknown",
       .findings = {"DNS_TIMEOUT"},
       .script = [](const DnsQuestion&) { return std::vector<DnsReply>{}; }},
      {.name = "dns-servfail", .verdict = "unknown", .findings = {"DNS_SERVFAIL"}, .script = rcode(2)},
      {.name = "dns-refused", .verdict = "unknown", .findings = {"DNS_REFUSED"}, .script = rcode(5)},
      {.name = "connect-timeout",
       .verdict = "unknown",
       .findings = {"CONNECT_TIMEOUT"},
       .dns = {at_address},
       .door = House::Door::full},
      // Multicast: no route for TCP, on any machine.
      {.name = "connect-no-route",
       .verdict = "unknown",
       .findings = {"CONNECT_NO_ROUTE"},
       .dns = {"host-record=autodiscover.NAME,224.0.0.1"}},
      {.name = "tls-timeout",
       .verdict = "unknown",
       .findings = {"TLS_TIMEOUT"},
       .dns = {at_address},
       .door = House::Door::silent},
      elsewhere("http-timeout", "unknown", {"HTTP_TIMEOUT"}, always(web::never())),
  };
}

// Found by tests of their own below.
const std::set<std::string> elsewhere_tested{"DNS_BAD_ANSWER", "DNS_UNREACHABLE", "HAIRPIN_NAT",
                                             "TLS_PROXY_REFUSED", "GATEWAY_NOT_RUNNING"};

void shorten_limits(Installation& installation) {
  for (const char* key : {"connect_timeout", "tls_timeout", "http_timeout"})
    installation.set("selfcheck", key, "\"700ms\"");
}

class Findings : public testing::TestWithParam<House> {
 protected:
  static void SetUpTestSuite() {
    installation = std::make_unique<Installation>();
    shorten_limits(*installation);
    street = std::make_unique<Street>(*installation, houses());
    installation->start();
    by_gateway = parse_report(installation->admin("POST", "/selfcheck/recheck").body);
    outside = parse_report(installation->run({"check", "--json"}).out);
  }
  static void TearDownTestSuite() {
    installation->stop();
    street.reset();
    installation.reset();
  }

  static std::unique_ptr<Installation> installation;
  static std::unique_ptr<Street> street;
  static std::map<std::string, NameResult> by_gateway, outside;
};

std::unique_ptr<Installation> Findings::installation;
std::unique_ptr<Street> Findings::street;
std::map<std::string, NameResult> Findings::by_gateway, Findings::outside;

void expect(const House& house, const std::map<std::string, NameResult>& report) {
  const auto found = report.find(house.name + ".test");
  ASSERT_NE(found, report.end());
  EXPECT_EQ(found->second.verdict, house.verdict);
  for (const auto& id : house.findings)
    EXPECT_TRUE(found->second.findings.contains(id))
        << id << " is not among " << testing::PrintToString(found->second.findings);
}

TEST_P(Findings, AsTheGatewaySeesIt) { expect(GetParam(), by_gateway); }

TEST_P(Findings, AsAnotherProcessSeesIt) {
  // Only the gateway's process itself knows which requests it has got.
  if (GetParam().name == "proof-not-seen" || GetParam().name == "answer-altered") GTEST_SKIP();
  expect(GetParam(), outside);
}

INSTANTIATE_TEST_SUITE_P(Street, Findings, testing::ValuesIn(houses()), [](const auto& test) {
  std::string name = test.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(AllFindings, AreTested) {
  std::set<std::string> tested = elsewhere_tested;
  for (const auto& house : houses()) tested.insert(house.findings.begin(), house.findings.end());
  for (const auto& rule : selfcheck::finding_rules)
    EXPECT_TRUE(tested.contains(std::string(rule.name))) << rule.name;
}

}  // namespace
}  // namespace mapigate::e2e
