// Each finding, produced by a scripted world, with the verdict that follows from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <set>

#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

using boost::asio::error::make_error_code;
using dns::DnsStatus;
using dns::RecordType;
using http::TlsFailure;

struct Case {
  std::string what;
  std::function<void(World&)> set_up;
  Verdict verdict;
  FindingId id;
  Severity severity;
  Method method = Method::https_autodiscover;
  std::string text;    // a part of the sentence
  std::string repair;  // a part of the repair
  bool of_name = false;
};

const std::string n = "n.test";
const std::string host = "autodiscover.n.test";
constexpr const char* web = "192.0.2.80";

void autodiscover_at(World& world, const std::string& address = web) {
  world.resolver->address(host, address);
}

// autodiscover.n.test is at an address of its own, where a server answers like this.
std::function<void(World&)> answered(std::function<Answer(World&, const http::ClientRequest&)> answering) {
  return [answering](World& world) {
    autodiscover_at(world);
    world.serve(
        web, [&world, answering](const http::ClientRequest& request) { return answering(world, request); });
  };
}
std::function<void(World&)> answered(Answer always) {
  return answered([always](World&, const http::ClientRequest&) { return always; });
}
// ... shows this certificate.
std::function<void(World&)> shows(http::TlsOutcome tls) {
  return [tls](World& world) {
    autodiscover_at(world);
    world.serve(web, [](const http::ClientRequest&) { return answer(401); }).tls = tls;
  };
}
std::function<void(World&)> connects(boost::system::error_code code, std::string address = web) {
  return [code, address](World& world) {
    autodiscover_at(world, address);
    world.serve(address, {}).connect = code;
  };
}
std::function<void(World&)> dns_fails(DnsStatus status) {
  return [status](World& world) { world.resolver->fail(host, status); };
}
std::function<void(World&)> plain(Answer always) {
  return [always](World& world) {
    autodiscover_at(world);
    world.serve(
        web, [always](const http::ClientRequest&) { return always; }, 80);
  };
}
std::function<void(World&)> srv(std::vector<dns::SrvRecord> records) {
  return [records](World& world) {
    for (const auto& record : records) world.resolver->srv(n, record);
  };
}

Server& https_server(World& world, Answer always) {
  autodiscover_at(world);
  return world.serve(web, [always](const http::ClientRequest&) { return always; });
}

std::vector<Case> cases() {
  using enum Severity;
  using enum FindingId;
  using enum Verdict;
  const std::string cname_line = "autodiscover.n.test. 3600 IN CNAME mail.gateway.test.";
  const std::string srv_line = "_autodiscover._tcp.n.test. 3600 IN SRV 0 0 443 mail.gateway.test.";
  return {
      {"DnsTimeout", dns_fails(DnsStatus::timeout), unknown, dns_timeout, error, Method::https_autodiscover,
       "no resolver answered for autodiscover.n.test in time", "selfcheck.resolvers"},
      {"DnsServfail", dns_fails(DnsStatus::servfail), unknown, dns_servfail, error,
       Method::https_autodiscover, "192.0.2.53:53 cannot resolve autodiscover.n.test",
       "dig +trace autodiscover.n.test"},
      {"DnsRefused", dns_fails(DnsStatus::refused), unknown, dns_refused, error, Method::https_autodiscover,
       "REFUSED", "selfcheck.resolvers"},
      {"DnsMalformed", dns_fails(DnsStatus::malformed), unknown, dns_bad_answer, error,
       Method::https_autodiscover, "no usable answer", "dig autodiscover.n.test"},
      {"DnsUnreachable", dns_fails(DnsStatus::unreachable), unknown, dns_unreachable, error,
       Method::https_autodiscover, "no resolver could be reached", "selfcheck.resolvers"},
      {"DnsTimeoutOnTheWay",
       [](World& world) {
         world.usual(n);
         world.resolver->fail(n, DnsStatus::timeout);
       },
       warn, dns_timeout, warning, Method::https_root, "for n.test", ""},
      {"SrvLookupFails",
       [](World& world) { world.resolver->fail("_autodiscover._tcp." + n, DnsStatus::servfail); }, unknown,
       dns_servfail, error, Method::srv, "_autodiscover._tcp.n.test", ""},
      {"CnameLoop", dns_fails(DnsStatus::cname_loop), fail, cname_loop, error, Method::https_autodiscover,
       "CNAME chain of autodiscover.n.test has no end", ""},
      {"CnameDangling", [](World& world) { world.resolver->cname(host, "gone.example"); }, fail,
       cname_dangling, error, Method::https_autodiscover, "gone.example, which does not exist", cname_line},
      {"CnameWithoutAddress",
       [](World& world) {
         world.resolver->cname(host, "other.example");
         world.resolver->txt("other.example", "x");
       },
       fail, cname_dangling, error, Method::https_autodiscover, "other.example, which has no address",
       cname_line},
      {"CnameDanglingBehindUs",
       [](World& world) {
         world.resolver->address(n, "192.0.2.1");
         world.resolver->cname(host, "gone.example");
       },
       pass, cname_dangling, notice, Method::https_autodiscover, "gone.example", ""},
      {"DomainMissing", [](World&) {}, fail, domain_missing, error, Method::srv, "n.test does not exist", "",
       true},
      {"AutodiscoverHostMissing", [](World& world) { world.resolver->txt(n, "x"); }, fail,
       autodiscover_host_missing, error, Method::https_autodiscover, "autodiscover.n.test has no address",
       cname_line},
      {"AutodiscoverHostMissingButSrv", [](World& world) { world.usual_srv(n); }, warn,
       autodiscover_host_missing, notice, Method::https_autodiscover, "", cname_line},
      {"AddressPrivate",
       [](World& world) {
         autodiscover_at(world, "10.1.2.3");
         world.serve_gateway("10.1.2.3");
       },
       pass, address_private, notice, Method::https_autodiscover, "only this network can reach", "outside"},
      {"SrvMissing", [](World& world) { world.resolver->txt(n, "x"); }, fail, srv_missing, warning,
       Method::srv, "no SRV record", srv_line},
      {"SrvDisabled", srv({{0, 0, 0, "."}}), fail, srv_disabled, warning, Method::srv, "no such service",
       srv_line},
      {"SrvTargetItself", srv({{0, 0, 443, "_autodiscover._tcp.n.test"}}), fail, srv_target_itself, error,
       Method::srv, "itself as target", srv_line},
      {"SrvTargetAddress", srv({{0, 0, 443, "192.0.2.1"}}), fail, srv_target_invalid, error, Method::srv,
       "\"192.0.2.1\" port 443", srv_line},
      {"SrvTargetPortZero", srv({{0, 0, 0, "mail.gateway.test"}}), fail, srv_target_invalid, error,
       Method::srv, "port 0", srv_line},
      {"SrvTargetMissing", srv({{0, 0, 443, "gone.test"}}), fail, srv_target_missing, error, Method::srv,
       "gone.test of the SRV record", srv_line},
      {"SrvTargetCname",
       [](World& world) {
         world.resolver->cname("alias.test", "mail.gateway.test");
         world.resolver->srv(n, {0, 0, 443, "alias.test"});
       },
       warn, srv_target_cname, warning, Method::srv, "RFC 2782", srv_line},
      {"SrvPort",
       [](World& world) {
         world.serve_gateway("192.0.2.1", 8443);
         world.resolver->srv(n, {0, 0, 8443, "mail.gateway.test"});
       },
       warn, srv_port, warning, Method::srv, "port 8443", srv_line},
      {"SrvBackup", srv({{0, 0, 443, "mail.gateway.test"}, {5, 0, 443, "gone.test"}}), warn, srv_backup,
       warning, Method::srv, "spare target gone.test", srv_line},
      {"SrvPrompt", [](World& world) { world.usual_srv(n); }, warn, srv_prompt, warning, Method::srv,
       "asks each user of n.test", cname_line},
      {"TxtMs",
       [](World& world) {
         world.usual(n);
         world.resolver->txt(n, "v=spf1 -all");
         world.resolver->txt(n, "MS=ms12345678");
       },
       warn, txt_ms, warning, Method::srv, "MS=ms12345678", "ExcludeExplicitO365Endpoint", true},

      {"ConnectRefused", [](World& world) { autodiscover_at(world); }, fail, connect_refused, error,
       Method::https_autodiscover, "nothing listens at port 443 of autodiscover.n.test", cname_line},
      {"ConnectRefusedByOneAddress",
       [](World& world) {
         autodiscover_at(world, "192.0.2.1");
         autodiscover_at(world, "2001:db8::9");
       },
       warn, connect_refused, warning, Method::https_autodiscover, "", ""},
      {"ConnectTimeout", connects(make_error_code(boost::asio::error::timed_out)), unknown, connect_timeout,
       error, Method::https_autodiscover, "does not answer", cname_line},
      {"ConnectFailed", connects(make_error_code(boost::asio::error::connection_reset)), fail, connect_failed,
       error, Method::https_autodiscover, "no connection to port 443", ""},
      {"ConnectHostUnreachable", connects(make_error_code(boost::asio::error::host_unreachable)), unknown,
       connect_failed, error, Method::https_autodiscover, "", ""},
      {"ConnectOutOfDescriptors", connects(make_error_code(boost::asio::error::no_descriptors)), unknown,
       connect_failed, error, Method::https_autodiscover, "", ""},
      {"ConnectNoRoute", connects(make_error_code(boost::asio::error::network_unreachable), "2001:db8::9"),
       unknown, connect_no_route, warning, Method::https_autodiscover, "no IPv6 route", ""},
      {"ConnectNoRouteBeside",
       [](World& world) {
         world.usual(n);
         world.resolver->address("mail.gateway.test", "2001:db8::1");
         world.serve("2001:db8::1", {}).connect = make_error_code(boost::asio::error::network_unreachable);
       },
       pass, connect_no_route, notice, Method::https_autodiscover, "", ""},
      {"HairpinNat",
       [](World& world) {
         world.usual(n);
         world.serve("192.0.2.1", {}).connect = make_error_code(boost::asio::error::timed_out);
       },
       unknown, hairpin_nat, error, Method::https_autodiscover, "hairpin NAT", "proof_key_file"},

      {"TlsFailed", shows(tls_failure(TlsFailure::handshake)), fail, tls_failed, error,
       Method::https_autodiscover, "does not complete a TLS handshake: OpenSSL says no", ""},
      {"TlsTimeout", shows(tls_failure(TlsFailure::timeout)), unknown, tls_timeout, error,
       Method::https_autodiscover, "in time", ""},
      {"CertSelfSigned", shows(tls_failure(TlsFailure::self_signed, {certificate({host})})), fail,
       cert_self_signed, error, Method::https_autodiscover, "signed by itself",
       "certbot certonly -d autodiscover.n.test"},
      {"CertUntrusted", shows(tls_failure(TlsFailure::untrusted_root, {certificate({host})})), fail,
       cert_untrusted, error, Method::https_autodiscover, "issued by CN=Test CA", "selfcheck.ca_file"},
      {"CertChainIncomplete", shows(tls_failure(TlsFailure::incomplete_chain, {certificate({host})})), fail,
       cert_chain_incomplete, error, Method::https_autodiscover,
       "does not send the certificate of CN=Test CA", "intermediate.pem"},
      {"CertExpired", shows(tls_failure(TlsFailure::expired, {certificate({host}, -3)})), fail, cert_expired,
       error, Method::https_autodiscover, "expired since 2025-02-26", "certbot renew"},
      {"CertNotYetValid", shows(tls_failure(TlsFailure::not_yet_valid, {certificate({host})})), fail,
       cert_not_yet_valid, error, Method::https_autodiscover, "from 2025-01-30", "timedatectl"},
      {"CertNameMismatch",
       shows(tls_failure(TlsFailure::name_mismatch, {certificate({"www.test", "*.w.test"})})), fail,
       cert_name_mismatch, error, Method::https_autodiscover,
       "is for www.test, *.w.test, not for autodiscover.n.test",
       "certbot certonly -d www.test -d autodiscover.n.test"},
      {"CertInvalid", shows(tls_failure(TlsFailure::invalid, {certificate({host})})), fail, cert_invalid,
       error, Method::https_autodiscover, "OpenSSL says no", ""},
      {"CertMismatchAtRoot",
       [](World& world) {
         world.usual(n);
         world.resolver->address(n, web);
         world.serve(web, {}).tls = tls_failure(TlsFailure::name_mismatch, {certificate({"www.test"})});
       },
       warn, cert_name_mismatch, warning, Method::https_root, "not for n.test", ""},
      {"CertExpiresSoon",
       [](World& world) {
         world.usual(n);
         world.prober.servers.at({"192.0.2.1", 443}).tls.chain.push_back(certificate({"Intermediate"}, 12));
       },
       warn, cert_expires_soon, warning, Method::https_autodiscover, "ends on 2025-03-13, in 12 days",
       "certbot renew"},

      {"HttpTimeout", answered(no_answer(Answer::Failure::timeout)), unknown, http_timeout, error,
       Method::https_autodiscover, "does not answer in time", ""},
      {"HttpFailed", answered(no_answer(Answer::Failure::failed, "it is not HTTP")), fail, http_failed, error,
       Method::https_autodiscover, "it is not HTTP", ""},
      {"HttpElsewhere", answered(answer(404)), fail, http_elsewhere, error, Method::https_autodiscover,
       "(404)", cname_line},
      {"HttpElsewherePage", answered(answer(200, "<html>hello</html>")), fail, http_elsewhere, error,
       Method::https_autodiscover, "(200)", cname_line},
      {"HttpElsewhereAtRoot",
       [](World& world) {
         world.usual(n);
         world.resolver->address(n, web);
         world.serve(web, [](const http::ClientRequest&) { return answer(404); });
       },
       pass, http_elsewhere, notice, Method::https_root, "", "proxy_pass https://mail.gateway.test;"},
      {"HttpElsewhereInFrontOfTheGateway",
       [](World& world) {
         world.usual(n);
         world.serve("192.0.2.1", [](const http::ClientRequest&) { return answer(404); });
       },
       fail, http_elsewhere, error, Method::https_autodiscover, "", "proxy_pass https://mail.gateway.test;"},
      {"Elsewhere401", answered(answer(401)), fail, autodiscover_elsewhere, error, Method::https_autodiscover,
       "https://autodiscover.n.test/autodiscover/autodiscover.xml is answered by somebody else's "
       "Autodiscover (401)",
       cname_line},
      {"ElsewhereDocument", answered(answer(200, foreign_autodiscover)), fail, autodiscover_elsewhere, error,
       Method::https_autodiscover, "(200)", cname_line},
      {"ElsewhereDocumentWeRefuse", answered(answer(200, "<!DOCTYPE a><Autodiscover>")), fail,
       autodiscover_elsewhere, error, Method::https_autodiscover, "", ""},
      {"SrvLeadsElsewhere",
       [](World& world) {
         world.resolver->address("old.test", web);
         world.resolver->srv(n, {0, 0, 443, "old.test"});
         world.serve(web, [](const http::ClientRequest&) { return answer(401); });
       },
       fail, autodiscover_elsewhere, error, Method::srv, "https://old.test/", srv_line},
      {"RedirectLeadsElsewhere",
       [](World& world) {
         https_server(world, redirect("https://old.test/x"));
         world.resolver->address("old.test", "192.0.2.81");
         world.serve("192.0.2.81", [](const http::ClientRequest&) { return answer(401); });
       },
       fail, autodiscover_elsewhere, error, Method::https_autodiscover, "https://old.test/x", cname_line},
      {"CapturedAtRoot",
       [](World& world) {
         world.usual(n);
         world.resolver->address(n, web);
         world.serve(web, [](const http::ClientRequest&) { return answer(401); });
       },
       fail, autodiscover_elsewhere, error, Method::https_root, "Outlook stays there", ""},
      {"CapturedByOneAddress",
       [](World& world) {
         autodiscover_at(world, "192.0.2.1");
         https_server(world, answer(401));
       },
       fail, autodiscover_elsewhere, error, Method::https_autodiscover, "", ""},
      {"ElsewhereAtOneAddress",
       [](World& world) {
         autodiscover_at(world, "192.0.2.1");
         https_server(world, answer(404));
       },
       warn, http_elsewhere, warning, Method::https_autodiscover, "", ""},
      {"ProxyError", answered(answer(502)), fail, proxy_error, error, Method::https_autodiscover, "(502)",
       "proxy_pass https://mail.gateway.test;"},
      {"AnswerAltered", answered([](World& world, const http::ClientRequest& request) {
         world.gateway_answer(request);
         return answer(200, "<html>blocked</html>");
       }),
       fail, answer_altered, error, Method::https_autodiscover, "arrived at the gateway", "proxy_pass"},
      {"ProofReplayed", answered([](World& world, const http::ClientRequest& request) {
         const Challenge recorded{std::string(32, '9'), "https-autodiscover/n.test"};
         const auto proof =
             prove(world.identity.key, recorded, {world.identity.instance, host, std::string(64, 'c')});
         http::Headers headers;
         headers.add("X-Mapigate-Proof", *proof);
         EXPECT_EQ(request.method, "POST");
         return answer(200, foreign_autodiscover, headers);
       }),
       fail, proof_invalid, error, Method::https_autodiscover, "a recorded one", "selfcheck.proof_key_file"},
      {"ProofOfAnotherInstallation", answered([](World&, const http::ClientRequest& request) {
         const auto challenge = Challenge::parse(request.headers.get("X-Mapigate-Challenge"));
         const auto proof =
             prove(ProofKey{{9}}, *challenge, {std::string(32, 'd'), host, std::string(64, 'c')});
         http::Headers headers;
         headers.add("X-Mapigate-Proof", *proof);
         return answer(401, {}, headers);
       }),
       fail, proof_invalid, error, Method::https_autodiscover, "another proof key", ""},
      {"ProofNotSeen", answered([](World& world, const http::ClientRequest& request) {
         const auto challenge = Challenge::parse(request.headers.get("X-Mapigate-Challenge"));
         const auto proof =
             prove(world.identity.key, *challenge, {world.identity.instance, host, std::string(64, 'c')});
         http::Headers headers;
         headers.add("X-Mapigate-Proof", *proof);
         return answer(401, {}, headers);
       }),
       fail, proof_not_seen, error, Method::https_autodiscover, "has not seen the request", "proof key"},
      {"TlsProxy",
       [](World& world) {
         autodiscover_at(world);
         world.serve_gateway(web).tls.chain.front().sha256 = std::string(64, 'd');
       },
       pass, tls_proxy, notice, Method::https_autodiscover, "ends the TLS connection",
       "selfcheck.tls_proxy = false"},
      {"TlsProxyRefused",
       [](World& world) {
         world.config.tls_proxy = false;
         autodiscover_at(world);
         world.serve_gateway(web).tls.chain.front().sha256 = std::string(64, 'd');
       },
       fail, tls_proxy_refused, error, Method::https_autodiscover, "selfcheck.tls_proxy forbids", cname_line},
      {"ProxyRewritesHost", answered([](World& world, http::ClientRequest request) {
         request.host = "127.0.0.1:8443";
         return world.gateway_answer(request);
       }),
       pass, proxy_rewrites_host, notice, Method::https_autodiscover,
       "replaces the host name autodiscover.n.test by 127.0.0.1", "proxy_set_header Host $host;"},

      {"RedirectToHttp", answered(redirect("http://elsewhere.test/")), fail, redirect_to_http, error,
       Method::https_autodiscover, "http://elsewhere.test/", "return 302 https://mail.gateway.test"},
      {"RedirectLoop", answered(redirect("https://autodiscover.n.test/autodiscover/autodiscover.xml")), fail,
       redirect_loop, error, Method::https_autodiscover, "in a circle", ""},
      {"RedirectTooMany",
       answered([](World&, const http::ClientRequest& request) { return redirect(request.target + "x"); }),
       fail, redirect_too_many, error, Method::https_autodiscover, "more than 5 times", ""},
      {"RedirectInvalid", answered(redirect("https://")), fail, redirect_invalid, error,
       Method::https_autodiscover, "redirected to nowhere", ""},
      {"RedirectWithoutLocation", answered(answer(302)), fail, redirect_invalid, error,
       Method::https_autodiscover, "it has no Location", ""},
      {"RedirectToHostWithoutAddress", answered(redirect("https://gone.test/")), fail, redirect_invalid,
       error, Method::https_autodiscover, "gone.test, which has no address", ""},
      {"RedirectStatus", answered(redirect("https://mail.gateway.test/autodiscover/autodiscover.xml", 308)),
       warn, redirect_status, warning, Method::https_autodiscover, "status 308", "return 302"},
      {"RedirectMissing", plain(answer(404)), fail, redirect_missing, notice, Method::http_redirect,
       "port 80 of autodiscover.n.test does not redirect", "return 302 https://mail.gateway.test"},
      {"RedirectPrompt", plain(redirect("https://mail.gateway.test/autodiscover/autodiscover.xml")), warn,
       redirect_prompt, warning, Method::http_redirect, "asks each user of n.test", cname_line},
      {"HttpXmlIgnored", plain(answer(200, foreign_autodiscover)), fail, http_xml_ignored, warning,
       Method::http_redirect, "over plain http, which Outlook ignores", "return 302"},
  };
}

class EachFinding : public testing::TestWithParam<Case> {};

TEST_P(EachFinding, IsFound) {
  const Case& expected = GetParam();
  World world;
  expected.set_up(world);
  const NameReport report = world.check(n);
  EXPECT_EQ(report.verdict, expected.verdict) << report.headline() << testing::PrintToString(ids(report));
  const Finding* found = nullptr;
  for (const Finding& finding : report.findings) {
    const bool same_method = expected.of_name ? !finding.method : finding.method == expected.method;
    if (finding.id == expected.id && same_method) found = &finding;
  }
  ASSERT_TRUE(found) << testing::PrintToString(ids(report));
  EXPECT_EQ(found->severity, expected.severity);
  EXPECT_THAT(found->text, testing::HasSubstr(expected.text));
  EXPECT_THAT(found->repair, testing::HasSubstr(expected.repair));
  EXPECT_FALSE(found->text.ends_with('.'));
}

INSTANTIATE_TEST_SUITE_P(World, EachFinding, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.what; });

TEST(FindingsTable, EveryIdIsProduced) {
  std::set<FindingId> produced{FindingId::gateway_not_running};  // of the report: checker_test.cpp
  for (const Case& one : cases()) produced.insert(one.id);
  for (const FindingRule& rule : finding_rules) EXPECT_TRUE(produced.contains(rule.id)) << rule.name;
}

TEST(FindingsTable, SentencesAreSaidOnceForAllAddresses) {
  const auto finding = [](std::string text, std::string address) {
    return Finding{FindingId::tls_proxy, Severity::none,       Method::srv,
                   std::move(text),      {std::move(address)}, ""};
  };
  Findings all;
  all.add(finding("a", "192.0.2.1"));
  all.add(finding("a", "2001:db8::1"));
  all.add(finding("a", "192.0.2.1"));
  all.add(finding("b", "192.0.2.1"));
  ASSERT_EQ(all.all().size(), 2u);
  EXPECT_EQ(all.all()[0].addresses, (std::vector<std::string>{"192.0.2.1", "2001:db8::1"}));
}

}  // namespace
}  // namespace mapigate::selfcheck
