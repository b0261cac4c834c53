#include "gateway/probe/report.hpp"

#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

namespace mapigate::probe {

namespace {

using selfcheck::Step;
using selfcheck::StepStatus;

struct Mark {
  std::string_view text;
  std::string_view colour;  // SGR parameter
};

Mark mark_of(StepStatus status) {
  switch (status) {
    case StepStatus::ok:
      return {"ok  ", "32"};
    case StepStatus::warning:
      return {"warn", "33"};
    case StepStatus::failed:
      return {"FAIL", "31"};
    case StepStatus::skipped:
      return {"skip", "33"};
    case StepStatus::info:
      return {"    ", ""};
  }
  return {};
}

Mark mark_of(Ending ending) {
  switch (ending) {
    case Ending::passed:
      return {"PASSED", "32"};
    case Ending::warned:
      return {"PASSED with warnings", "33"};
    case Ending::failed:
      return {"FAILED", "31"};
  }
  return {};
}

std::string paint(const Mark& mark, bool colour) {
  if (!colour || mark.colour.empty()) return std::string(mark.text);
  return fmt::format("\x1b[{}m{}\x1b[0m", mark.colour, mark.text);
}

std::string_view name_of(StepStatus status) {
  switch (status) {
    case StepStatus::ok:
      return "ok";
    case StepStatus::warning:
      return "warning";
    case StepStatus::failed:
      return "failed";
    case StepStatus::skipped:
      return "skipped";
    case StepStatus::info:
      return "info";
  }
  return "";
}

std::string_view name_of(Ending ending) {
  return ending == Ending::passed ? "passed" : ending == Ending::warned ? "warned" : "failed";
}

}  // namespace

std::string as_tree(const Report& report, bool colour) {
  std::string out = fmt::format("{}: {} in {} ms\n", report.address, paint(mark_of(report.ending), colour),
                                report.elapsed.count());
  for (const Step& step : report.steps) {
    fmt::format_to(std::back_inserter(out), "  {:{}}{} {}", "", step.depth * 2,
                   paint(mark_of(step.status), colour), step.text);
    if (step.elapsed > 0) fmt::format_to(std::back_inserter(out), " ({:.1f} ms)", step.elapsed / 1000.0);
    out += '\n';
  }
  for (const Remark& remark : report.remarks) {
    const Mark mark = remark.weight == Ending::failed ? Mark{"error:", "31"} : Mark{"warning:", "33"};
    fmt::format_to(std::back_inserter(out), "  {} {}\n", paint(mark, colour), remark.text);
    if (!remark.repair.empty()) fmt::format_to(std::back_inserter(out), "    repair: {}\n", remark.repair);
  }
  return out;
}

std::string as_json(const Report& report) {
  boost::json::array steps;
  for (const Step& step : report.steps) {
    steps.push_back({{"depth", step.depth},
                     {"status", name_of(step.status)},
                     {"elapsed_ms", step.elapsed / 1000.0},
                     {"text", step.text}});
  }
  boost::json::array remarks;
  for (const Remark& remark : report.remarks) {
    remarks.push_back({{"weight", remark.weight == Ending::failed ? "error" : "warning"},
                       {"text", remark.text},
                       {"repair", remark.repair}});
  }
  return boost::json::serialize(boost::json::object{{"format", 1},
                                                    {"address", report.address},
                                                    {"ending", name_of(report.ending)},
                                                    {"elapsed_ms", report.elapsed.count()},
                                                    {"steps", std::move(steps)},
                                                    {"remarks", std::move(remarks)}});
}

}  // namespace mapigate::probe
