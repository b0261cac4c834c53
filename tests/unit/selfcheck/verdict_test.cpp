#include "gateway/selfcheck/verdict.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace mapigate::selfcheck {
namespace {

// R reached, C elsewhere and captures, E elsewhere, B broken, A absent, U untested
MethodOutcome outcome_of(char letter) {
  switch (letter) {
    case 'R':
      return {Outcome::reached, false};
    case 'C':
      return {Outcome::elsewhere, true};
    case 'E':
      return {Outcome::elsewhere, false};
    case 'B':
      return {Outcome::broken, false};
    case 'A':
      return {Outcome::absent, false};
    default:
      return {Outcome::untested, false};
  }
}

MethodOutcomes outcomes_of(const std::string& letters) {
  return {outcome_of(letters[0]), outcome_of(letters[1]), outcome_of(letters[2]), outcome_of(letters[3])};
}

std::optional<Method> position(const std::string& letters, char letter) {
  const std::size_t at = letters.find(letter);
  return at == letters.npos ? std::nullopt : std::optional(static_cast<Method>(at));
}

TEST(Verdict, FollowsFromAllOutcomes) {
  const std::string all = "RCEBAU";
  int seen = 0;
  for (char a : all) {
    for (char b : all) {
      for (char c : all) {
        for (char d : all) {
          const std::string letters{a, b, c, d};
          const Route route = route_of(outcomes_of(letters));
          Verdict expected = Verdict::fail;
          Route expected_route;
          if (std::regex_search(letters, std::regex("^[EBAU]*R"))) {
            expected = Verdict::pass;
            expected_route.via = position(letters, 'R');
          } else if (std::regex_search(letters, std::regex("^[EBAU]*C"))) {
            expected_route.captured_by = position(letters, 'C');
          } else if (std::regex_search(letters, std::regex("^.(U..|.U.|..U)|^UAAA$"))) {
            expected = Verdict::unknown;
            expected_route.untested = true;
          }
          EXPECT_EQ(route, expected_route) << letters;
          EXPECT_EQ(verdict_of(route, {}), expected) << letters;
          ++seen;
        }
      }
    }
  }
  EXPECT_EQ(seen, 6 * 6 * 6 * 6);
}

Finding finding(FindingId id, std::optional<Method> method) {
  return {id, Severity::none, method, "", {}, ""};
}

Verdict settled(const std::string& letters, std::vector<Finding> findings,
                std::vector<Finding>* out = nullptr) {
  const Route route = route_of(outcomes_of(letters));
  settle(findings, route);
  if (out) *out = findings;
  return verdict_of(route, findings);
}

TEST(Verdict, WarnsOfWhatPromptsOrSlowsOnTheWay) {
  using enum FindingId;
  using enum Method;
  // A certificate that does not match at the root, before autodiscover. reaches us.
  EXPECT_EQ(settled("BRAA", {finding(cert_name_mismatch, https_root)}), Verdict::warn);
  // A web site at the root, which answers "not found", is as it should be.
  EXPECT_EQ(settled("ERAA", {finding(http_elsewhere, https_root)}), Verdict::pass);
  EXPECT_EQ(settled("BRAA", {finding(connect_refused, https_root)}), Verdict::pass);
  EXPECT_EQ(settled("URAA", {finding(connect_timeout, https_root)}), Verdict::warn);
  EXPECT_EQ(settled("AARA", {finding(redirect_prompt, http_redirect)}), Verdict::warn);
  EXPECT_EQ(settled("AAAR", {finding(srv_prompt, srv)}), Verdict::warn);
  EXPECT_EQ(settled("ARAA", {finding(txt_ms, std::nullopt)}), Verdict::warn);
  EXPECT_EQ(settled("ARAA", {finding(cert_expires_soon, https_autodiscover)}), Verdict::warn);
  EXPECT_EQ(settled("ARAA", {finding(tls_proxy, https_autodiscover)}), Verdict::pass);
}

TEST(Verdict, DoesNotCareForMethodsOutlookDoesNotComeTo) {
  using enum FindingId;
  using enum Method;
  std::vector<Finding> out;
  EXPECT_EQ(settled("RBBC",
                    {finding(cert_expired, https_autodiscover), finding(autodiscover_elsewhere, srv),
                     finding(redirect_prompt, http_redirect), finding(srv_missing, srv)},
                    &out),
            Verdict::pass);
  ASSERT_EQ(out.size(), 2u);  // the prompt does not happen, and the record is not missed
  EXPECT_EQ(out[0].severity, Severity::notice);
  EXPECT_EQ(out[1].severity, Severity::notice);
}

TEST(Verdict, SaysWhatANameFailsFor) {
  using enum FindingId;
  using enum Method;
  std::vector<Finding> out;
  EXPECT_EQ(settled("EBBA",
                    {finding(http_elsewhere, https_root), finding(redirect_missing, http_redirect),
                     finding(cert_expired, https_autodiscover), finding(srv_missing, srv)},
                    &out),
            Verdict::fail);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0].id, cert_expired);
  EXPECT_EQ(out[0].severity, Severity::error);
  EXPECT_EQ(out[1].id, srv_missing);
  EXPECT_EQ(out[1].severity, Severity::warning);
  EXPECT_EQ(out[2].severity, Severity::notice);  // the company's web site
  EXPECT_EQ(out[3].severity, Severity::notice);
}

TEST(Verdict, ACapturedNameIsNotBlamedOnWhatComesLater) {
  using enum FindingId;
  using enum Method;
  std::vector<Finding> out;
  EXPECT_EQ(
      settled("CBAA",
              {finding(cert_expired, https_autodiscover), finding(autodiscover_elsewhere, https_root)}, &out),
      Verdict::fail);
  EXPECT_EQ(out[0].id, autodiscover_elsewhere);
  EXPECT_EQ(out[0].severity, Severity::error);
  EXPECT_EQ(out[1].severity, Severity::warning);
}

TEST(Method, AddressesCombine) {
  const auto combined = [](char a, char b) { return combine(outcome_of(a), outcome_of(b)); };
  const std::string order = "CREBUA";  // one that stands earlier wins
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i; j < order.size(); ++j) {
      EXPECT_EQ(combined(order[i], order[j]), outcome_of(order[i])) << order[i] << order[j];
      EXPECT_EQ(combined(order[j], order[i]), outcome_of(order[i])) << order[i] << order[j];
    }
  }
}

TEST(Names, ReadBack) {
  for (const Method method : all_methods) EXPECT_EQ(method_from_string(to_string(method)), method);
  for (const char letter : std::string("REBAU")) {
    EXPECT_EQ(outcome_from_string(to_string(outcome_of(letter).outcome)), outcome_of(letter).outcome);
  }
  for (const auto verdict : {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::unknown}) {
    EXPECT_EQ(verdict_from_string(to_string(verdict)), verdict);
  }
  for (const FindingRule& rule : finding_rules) EXPECT_EQ(finding_from_string(to_string(rule.id)), rule.id);
  EXPECT_EQ(method_from_string("smtp"), std::nullopt);
  EXPECT_EQ(outcome_from_string(""), std::nullopt);
  EXPECT_EQ(verdict_from_string("PASS"), std::nullopt);
  EXPECT_EQ(finding_from_string("CERT"), std::nullopt);
}

}  // namespace
}  // namespace mapigate::selfcheck
