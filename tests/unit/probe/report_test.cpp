#include "gateway/probe/report.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

namespace mapigate::probe {
namespace {

Report sample() {
  Report report;
  report.address = "anna@example.test";
  report.ending = Ending::warned;
  report.elapsed = std::chrono::milliseconds(12);
  report.steps = {{0, selfcheck::StepStatus::ok, 1500, "Autodiscover"},
                  {1, selfcheck::StepStatus::failed, 0, "A example.test: NXDOMAIN"}};
  report.remarks = {{Ending::warned, "slow", "make it fast"}};
  return report;
}

TEST(ProbeReport, TreeShowsStepsInTheirDepthThenRemarks) {
  EXPECT_EQ(as_tree(sample(), false),
            "anna@example.test: PASSED with warnings in 12 ms\n"
            "  ok   Autodiscover (1.5 ms)\n"
            "    FAIL A example.test: NXDOMAIN\n"
            "  warning: slow\n"
            "    repair: make it fast\n");
}

TEST(ProbeReport, ColourOnlyWhenAskedFor) {
  EXPECT_EQ(as_tree(sample(), false).find('\x1b'), std::string::npos);
  EXPECT_NE(as_tree(sample(), true).find("\x1b[31mFAIL\x1b[0m"), std::string::npos);
}

TEST(ProbeReport, JsonCarriesTheSame) {
  const auto json = boost::json::parse(as_json(sample()));
  EXPECT_EQ(json.at("format"), 1);
  EXPECT_EQ(json.at("ending"), "warned");
  EXPECT_EQ(json.at("steps").as_array().size(), 2);
  EXPECT_EQ(json.at("steps").at(0).at("elapsed_ms"), 1.5);
  EXPECT_EQ(json.at("steps").at(1).at("depth"), 1);
  EXPECT_EQ(json.at("remarks").at(0).at("weight"), "warning");
}

}  // namespace
}  // namespace mapigate::probe
