#include "gateway/selfcheck/changes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mapigate::selfcheck {
namespace {

using enum FindingId;
using enum Verdict;

TEST(Changes, AreWhatDiffers) {
  const Results before{{"a.test", {pass, {}}},
                       {"b.test", {warn, {txt_ms, srv_prompt}}},
                       {"c.test", {fail, {cert_expired}}},
                       {"gone.test", {pass, {}}}};
  const Results after{{"a.test", {pass, {}}},
                      {"b.test", {warn, {txt_ms}}},
                      {"c.test", {pass, {}}},
                      {"new.test", {fail, {dns_timeout}}}};
  const std::vector<Change> expected{{"b.test", warn, warn, {}, {srv_prompt}},
                                     {"c.test", fail, pass, {}, {cert_expired}},
                                     {"gone.test", pass, std::nullopt, {}, {}},
                                     {"new.test", std::nullopt, fail, {dns_timeout}, {}}};
  Results sorted = before;
  std::ranges::sort(sorted["b.test"].findings);
  EXPECT_EQ(changes(sorted, after), expected);
  EXPECT_TRUE(changes(after, after).empty());

  EXPECT_EQ(describe(expected[0]), "b.test: still warn (gone: SRV_PROMPT)");
  EXPECT_EQ(describe(expected[1]), "c.test: fail -> pass (gone: CERT_EXPIRED)");
  EXPECT_EQ(describe(expected[2]), "gone.test: no longer configured, was pass");
  EXPECT_EQ(describe(expected[3]), "new.test: new, fail (new: DNS_TIMEOUT)");
}

TEST(Changes, RememberWarningsAndErrorsOnce) {
  NameReport report;
  report.verdict = fail;
  const auto add = [&](FindingId id, Severity severity) {
    report.findings.push_back({id, severity, Method::srv, "", {}, ""});
  };
  add(cert_expired, Severity::error);
  add(connect_refused, Severity::warning);
  add(cert_expired, Severity::warning);
  add(tls_proxy, Severity::notice);
  EXPECT_EQ(result_of(report), (NameResult{fail, {connect_refused, cert_expired}}));
}

TEST(Summary, GivesTheExitStatus) {
  const auto status = [](std::size_t passes, std::size_t warns, std::size_t fails, std::size_t unknowns) {
    return Summary{passes, warns, fails, unknowns}.exit_status();
  };
  EXPECT_EQ(status(3, 0, 0, 0), 0);
  EXPECT_EQ(status(3, 1, 0, 0), 1);
  EXPECT_EQ(status(0, 1, 0, 0), 1);
  EXPECT_EQ(status(3, 0, 0, 1), 1);
  EXPECT_EQ(status(3, 1, 1, 1), 2);
  EXPECT_EQ(status(0, 0, 1, 0), 2);
  EXPECT_EQ(status(0, 0, 0, 2), 3);
  EXPECT_EQ(status(0, 0, 0, 0), 3);
}

}  // namespace
}  // namespace mapigate::selfcheck
