#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>

#include "gateway/selfcheck/report_json.hpp"
#include "gateway/selfcheck/report_nagios.hpp"
#include "gateway/selfcheck/report_tree.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

Report sample() {
  Report report;
  NameReport good;
  good.name = {"example.com", ""};
  good.verdict = Verdict::pass;
  good.route.via = Method::https_autodiscover;
  good.elapsed = 25'000;
  good.methods[0] = {{Outcome::absent, false},
                     "https://example.com/x",
                     900,
                     {{0, StepStatus::info, 900, "A example.com: no such record"}}};
  good.methods[1] = {{Outcome::reached, false},
                     "https://autodiscover.example.com/x",
                     24'600,
                     {{0, StepStatus::ok, 1'000, "A autodiscover.example.com: 192.0.2.1"},
                      {0, StepStatus::ok, 2'340, "connect 192.0.2.1 port 443: connected"},
                      {1, StepStatus::ok, 12'000, "TLSv1.3"},
                      {1, StepStatus::ok, 0, "POST: 200, received by this gateway"}}};
  good.methods[2] = {{Outcome::broken, false},
                     "http://autodiscover.example.com/x",
                     100,
                     {{0, StepStatus::failed, 0, "refused"}}};
  good.methods[3] = {{Outcome::untested, false},
                     "SRV _autodiscover._tcp.example.com",
                     0,
                     {{0, StepStatus::skipped, 0, "timeout"}}};
  good.other_steps = {{0, StepStatus::warning, 0, "TXT example.com"}};
  good.findings = {
      {FindingId::tls_proxy, Severity::notice, Method::https_autodiscover, "a proxy", {"192.0.2.1"}, ""}};
  good.served = true;
  report.names.push_back(good);

  NameReport bad;
  bad.name = {"xn--bcher-kva.example", "example.com"};
  bad.verdict = Verdict::fail;
  bad.route.captured_by = Method::https_root;
  bad.methods[0] = {{Outcome::elsewhere, true}, "https://xn--bcher-kva.example/x", 0, {}};
  for (std::size_t i = 1; i < 4; ++i)
    bad.methods[i] = {{Outcome::absent, false}, "w" + std::to_string(i), 0, {}};
  bad.findings = {{FindingId::autodiscover_elsewhere,
                   Severity::error,
                   Method::https_root,
                   "somebody",
                   {"192.0.2.9", "2001:db8::9"},
                   "line 1\nline 2"},
                  {FindingId::txt_ms, Severity::warning, std::nullopt, "a record", {}, ""}};
  bad.served = false;
  report.names.push_back(bad);

  for (const auto& name : report.names) report.run.summary.count(name.verdict);
  report.run.started = ManualClock().now;
  report.run.elapsed = std::chrono::milliseconds(1234);
  report.run.gateway_host = "mail.gateway.test";
  report.run.findings = {
      {FindingId::gateway_not_running, Severity::error, std::nullopt, "nobody home", {}, "start it"}};
  report.changes = {{"example.com", Verdict::fail, Verdict::pass, {}, {FindingId::cert_expired}}};
  return report;
}

std::string tree(const Report& report, TreeOptions options) {
  std::ostringstream out;
  TreeWriter writer(out, options);
  for (const NameReport& name : report.names) writer.name(name);
  writer.end(report.run);
  if (report.changes) writer.changes(*report.changes);
  return out.str();
}

std::string json(const Report& report) {
  std::ostringstream out;
  JsonWriter writer(out);
  for (const NameReport& name : report.names) writer.name(name);
  writer.end(report.run, report.changes);
  return out.str();
}

TEST(Tree, IsForPeople) {
  EXPECT_EQ(tree(sample(), {}), R"(PASS     example.com
         Outlook finds this gateway: https://autodiscover.example.com/x; served
         1 absent    https://example.com/x 0.9 ms
           - A example.com: no such record 0.9 ms
         2 reached   https://autodiscover.example.com/x 25 ms
           + A autodiscover.example.com: 192.0.2.1 1.0 ms
           + connect 192.0.2.1 port 443: connected 2.3 ms
             + TLSv1.3 12 ms
             + POST: 200, received by this gateway
         3 broken    http://autodiscover.example.com/x 0.1 ms
           x refused
         4 untested  SRV _autodiscover._tcp.example.com
           ? timeout
         ! TXT example.com
         NOTICE TLS_PROXY: a proxy [192.0.2.1]
FAIL     bücher.example (xn--bcher-kva.example), alias of example.com
         Outlook ends at somebody else: https://xn--bcher-kva.example/x; not served
         1 captured  https://xn--bcher-kva.example/x
         2 absent    w1
         3 absent    w2
         4 absent    w3
         ERROR AUTODISCOVER_ELSEWHERE: somebody [192.0.2.9, 2001:db8::9]
           > line 1
           > line 2
         WARNING TXT_MS: a record
         ERROR GATEWAY_NOT_RUNNING: nobody home
           > start it

2 names checked in 1.2 s for mail.gateway.test: 1 pass, 0 warn, 1 fail, 0 unknown

since the last check:
  example.com: fail -> pass (gone: CERT_EXPIRED)
)");
}

TEST(Tree, LeavesOutStepsOfNamesThatPass) {
  Report report = sample();
  report.changes.emplace();
  const std::string text = tree(report, {.brief = true});
  EXPECT_TRUE(text.starts_with(R"(PASS     example.com
         Outlook finds this gateway: https://autodiscover.example.com/x; served
         NOTICE TLS_PROXY: a proxy [192.0.2.1]
FAIL     )"));
  EXPECT_NE(text.find("2 absent    w1"), text.npos);
  EXPECT_TRUE(text.ends_with("nothing has changed since the last check\n"));
}

TEST(Tree, SaysTheSameOnce) {
  Report report = sample();
  Finding repeated = report.names[1].findings[0];
  repeated.method = Method::srv;
  repeated.severity = Severity::notice;
  report.names[1].findings.push_back(repeated);
  EXPECT_EQ(tree(report, {}), tree(sample(), {}));
  repeated.text = "somebody else";
  report.names[1].findings.push_back(repeated);
  EXPECT_NE(tree(report, {}), tree(sample(), {}));
}

TEST(Tree, IsColouredOnlyWhenAsked) {
  EXPECT_EQ(tree(sample(), {}).find('\x1b'), std::string::npos);
  const std::string coloured = tree(sample(), {.colour = true});
  EXPECT_NE(coloured.find("\x1b[32mPASS   \x1b[0m"), std::string::npos);
  EXPECT_NE(coloured.find("\x1b[31mERROR\x1b[0m"), std::string::npos);
  std::string plain;
  for (std::size_t i = 0; i < coloured.size();) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i) + 1;
    } else {
      plain += coloured[i++];
    }
  }
  EXPECT_EQ(plain, tree(sample(), {}));
}

TEST(Json, IsAsDocumented) {
  const Report report = sample();
  const std::string expected =
      R"({"version":1,"names":[)"
      "\n"
      R"({"name":"example.com","verdict":"pass","headline":"Outlook finds this gateway: https://autodiscover.example.com/x",)"
      R"("via":"https-autodiscover","captured_by":null,"untested":false,"served":true,"elapsed_us":25000,"methods":[)"
      R"({"method":"https-root","where":"https://example.com/x","outcome":"absent","captures":false,"elapsed_us":900,)"
      R"("steps":[{"depth":0,"status":"info","elapsed_us":900,"text":"A example.com: no such record"}]},)"
      R"({"method":"https-autodiscover","where":"https://autodiscover.example.com/x","outcome":"reached","captures":false,"elapsed_us":24600,)"
      R"("steps":[{"depth":0,"status":"ok","elapsed_us":1000,"text":"A autodiscover.example.com: 192.0.2.1"},)"
      R"({"depth":0,"status":"ok","elapsed_us":2340,"text":"connect 192.0.2.1 port 443: connected"},)"
      R"({"depth":1,"status":"ok","elapsed_us":12000,"text":"TLSv1.3"},)"
      R"({"depth":1,"status":"ok","elapsed_us":0,"text":"POST: 200, received by this gateway"}]},)"
      R"({"method":"http-redirect","where":"http://autodiscover.example.com/x","outcome":"broken","captures":false,"elapsed_us":100,)"
      R"("steps":[{"depth":0,"status":"failed","elapsed_us":0,"text":"refused"}]},)"
      R"({"method":"srv","where":"SRV _autodiscover._tcp.example.com","outcome":"untested","captures":false,"elapsed_us":0,)"
      R"("steps":[{"depth":0,"status":"skipped","elapsed_us":0,"text":"timeout"}]}],)"
      R"("steps":[{"depth":0,"status":"warning","elapsed_us":0,"text":"TXT example.com"}],)"
      R"("findings":[{"id":"TLS_PROXY","severity":"notice","method":"https-autodiscover","text":"a proxy","addresses":["192.0.2.1"],"repair":[]}]},)"
      "\n"
      R"({"name":"xn--bcher-kva.example","alias_of":"example.com","verdict":"fail","headline":"Outlook ends at somebody else: https://xn--bcher-kva.example/x",)"
      R"("via":null,"captured_by":"https-root","untested":false,"served":false,"elapsed_us":0,"methods":[)"
      R"({"method":"https-root","where":"https://xn--bcher-kva.example/x","outcome":"elsewhere","captures":true,"elapsed_us":0,"steps":[]},)"
      R"({"method":"https-autodiscover","where":"w1","outcome":"absent","captures":false,"elapsed_us":0,"steps":[]},)"
      R"({"method":"http-redirect","where":"w2","outcome":"absent","captures":false,"elapsed_us":0,"steps":[]},)"
      R"({"method":"srv","where":"w3","outcome":"absent","captures":false,"elapsed_us":0,"steps":[]}],"steps":[],)"
      R"("findings":[{"id":"AUTODISCOVER_ELSEWHERE","severity":"error","method":"https-root","text":"somebody","addresses":["192.0.2.9","2001:db8::9"],"repair":["line 1","line 2"]},)"
      R"({"id":"TXT_MS","severity":"warning","method":null,"text":"a record","addresses":[],"repair":[]}]})"
      "\n"
      R"(],"findings":[{"id":"GATEWAY_NOT_RUNNING","severity":"error","method":null,"text":"nobody home","addresses":[],"repair":["start it"]}],)"
      R"("gateway":"mail.gateway.test","started":"2025-03-01T12:00:00Z","elapsed_us":1234000,)"
      R"("summary":{"pass":1,"warn":0,"fail":1,"unknown":0},"exit_status":2,)"
      R"("changes":[{"name":"example.com","before":"fail","after":"pass","appeared":[],"gone":["CERT_EXPIRED"]}]})"
      "\n";
  EXPECT_EQ(json(report), expected);
}

TEST(Json, ReadsBack) {
  const Report report = sample();
  const auto read = read_report(json(report));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->run, report.run);
  EXPECT_EQ(read->changes, report.changes);
  EXPECT_EQ(json(*read), json(report));
  EXPECT_EQ(tree(*read, {}), tree(report, {}));
}

TEST(Json, OfNoNamesIsWhole) {
  Report empty;
  empty.run.gateway_host = "mail.gateway.test";
  const auto read = read_report(json(empty));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->names.empty());
  EXPECT_EQ(read->changes, std::nullopt);
}

TEST(Json, ThatIsNoReportIsRefused) {
  const std::string whole = json(sample());
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), std::string("{\"version\":1}")}) {
    EXPECT_FALSE(read_report(text)) << text;
  }
  const auto with = [&](std::string_view what, std::string_view instead) {
    std::string changed = whole;
    changed.replace(changed.find(what), what.size(), instead);
    return read_report(changed);
  };
  EXPECT_TRUE(with("\"a proxy\"", "\"another\""));
  EXPECT_FALSE(with("\"version\":1", "\"version\":2"));
  EXPECT_FALSE(with("\"TLS_PROXY\"", "\"FROM_THE_FUTURE\""));
  EXPECT_FALSE(with("\"pass\"", "\"great\""));
  EXPECT_FALSE(with("\"method\":\"https-root\"", "\"method\":7"));
  EXPECT_FALSE(with("\"depth\":0", "\"depth\":-1"));
  EXPECT_FALSE(with("\"depth\":0", "\"depth\":1000"));
  EXPECT_FALSE(with("2025-03-01T12:00:00Z", "yesterday"));
  EXPECT_FALSE(with("\"steps\"", "\"stops\""));
  for (std::size_t length = 0; length < whole.size() - 1; length += 7)
    EXPECT_FALSE(read_report(whole.substr(0, length)));
}

TEST(Nagios, IsOneLine) {
  const Report report = sample();
  NagiosWriter writer;
  for (const NameReport& name : report.names) writer.name(name);
  EXPECT_EQ(
      writer.end(report.run),
      "MAPIGATE CRITICAL - 1 of 2 names pass; 1 fail: xn--bcher-kva.example (AUTODISCOVER_ELSEWHERE); "
      "GATEWAY_NOT_RUNNING | pass=1;;;0;2 warn=0;0;;0;2 fail=1;;0;0;2 unknown=0;0;;0;2 time=1.234s;;;0");
}

TEST(Nagios, NamesTheStateAndNotTooManyNames) {
  const auto line = [](std::vector<Verdict> verdicts) {
    NagiosWriter writer;
    RunReport run;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      NameReport name;
      name.name.name = "n" + std::to_string(i);
      name.verdict = verdicts[i];
      writer.name(name);
      run.summary.count(verdicts[i]);
    }
    const std::string all = writer.end(run);
    return all.substr(0, all.find(" | "));
  };
  using enum Verdict;
  EXPECT_EQ(line({pass, pass}), "MAPIGATE OK - 2 of 2 names pass");
  EXPECT_EQ(line({pass, warn}), "MAPIGATE WARNING - 1 of 2 names pass; 1 warn: n1");
  EXPECT_EQ(line({pass, unknown}), "MAPIGATE WARNING - 1 of 2 names pass; 1 unknown: n1");
  EXPECT_EQ(line({unknown}), "MAPIGATE UNKNOWN - 0 of 1 names pass; 1 unknown: n0");
  EXPECT_EQ(line({fail, warn, unknown}),
            "MAPIGATE CRITICAL - 0 of 3 names pass; 1 fail: n0; 1 unknown: n2; 1 warn: n1");
  EXPECT_EQ(
      line(std::vector<Verdict>(12, fail)),
      "MAPIGATE CRITICAL - 0 of 12 names pass; 12 fail: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 2 more");
}

}  // namespace
}  // namespace mapigate::selfcheck
