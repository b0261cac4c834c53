#include "gateway/selfcheck/report_tree.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "gateway/base/host_name.hpp"

namespace mapigate::selfcheck {

namespace {

constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::string_view cyan = "36";
constexpr std::string_view bold = "1";
constexpr std::string_view dim = "2";

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return green;
    case Verdict::warn:
      return yellow;
    case Verdict::fail:
      return red;
    case Verdict::unknown:
      return cyan;
  }
  return cyan;
}

std::string_view colour_of(Severity severity) {
  return severity == Severity::error ? red : severity == Severity::warning ? yellow : dim;
}

std::string_view colour_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::reached:
      return green;
    case Outcome::elsewhere:
    case Outcome::broken:
      return yellow;
    case Outcome::absent:
      return dim;
    case Outcome::untested:
      return cyan;
  }
  return dim;
}

std::string_view mark(StepStatus status) {
  switch (status) {
    case StepStatus::ok:
      return "+";
    case StepStatus::warning:
      return "!";
    case StepStatus::failed:
      return "x";
    case StepStatus::skipped:
      return "?";
    case StepStatus::info:
      return "-";
  }
  return "-";
}

std::string_view colour_of(StepStatus status) {
  switch (status) {
    case StepStatus::ok:
      return green;
    case StepStatus::warning:
      return yellow;
    case StepStatus::failed:
      return red;
    case StepStatus::skipped:
      return cyan;
    case StepStatus::info:
      return dim;
  }
  return dim;
}

std::string milliseconds(std::uint64_t microseconds) {
  const double value = static_cast<double>(microseconds) / 1000.0;
  return value < 10 ? fmt::format("{:.1f} ms", value) : fmt::format("{:.0f} ms", value);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string title(const Name& name) {
  std::string text = name.name;
  if (const std::string display = display_host_name(name.name); display != name.name) {
    text = fmt::format("{} ({})", display, name.name);
  }
  if (!name.alias_of.empty()) text += fmt::format(", alias of {}", name.alias_of);
  return text;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

std::string TreeWriter::paint(std::string_view text, std::string_view colour) const {
  if (!options_.colour) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", colour, text);
}

std::string TreeWriter::paint(Verdict verdict, std::string_view text) const {
  return paint(text, colour_of(verdict));
}

std::string TreeWriter::time(std::uint32_t microseconds) const {
  return microseconds == 0 ? std::string() : " " + paint(milliseconds(microseconds), dim);
}

void TreeWriter::steps(const std::vector<Step>& steps, int indent) {
  for (const Step& step : steps) {
    out_ << fmt::format("{:{}}{} {}{}\n", "", indent + step.depth * 2,
                        paint(mark(step.status), colour_of(step.status)), step.text, time(step.elapsed));
  }
}

void TreeWriter::name(const NameReport& name) {
  out_ << fmt::format("{}  {}\n", paint(name.verdict, fmt::format("{:<7}", upper(to_string(name.verdict)))),
                      paint(title(name.name), bold));
  out_ << fmt::format("         {}{}\n", name.headline(),
                      name.served ? (*name.served ? "; served" : "; not served") : "");
  if (!options_.brief || name.verdict != Verdict::pass) {
    for (const Method method : all_methods) {
      const MethodReport& report = name.methods[static_cast<std::size_t>(method)];
      const Outcome outcome = report.outcome.outcome;
      out_ << fmt::format("         {} {} {}{}\n", static_cast<int>(method) + 1,
                          report.outcome.captures
                              ? paint(fmt::format("{:<9}", "captured"), red)
                              : paint(fmt::format("{:<9}", to_string(outcome)), colour_of(outcome)),
                          report.where, time(report.elapsed));
      steps(report.steps, 11);
    }
    steps(name.other_steps, 9);
  }
  findings(name.findings);
}

void TreeWriter::findings(const std::vector<Finding>& findings) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    // Two methods that ask the same host find the same; people need not read it twice.
    const auto same = [&](const Finding& other) {
      return other.id == finding.id && other.text == finding.text;
    };
    if (std::any_of(findings.begin(), findings.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
    out_ << fmt::format("         {} {}: {}{}\n",
                        paint(upper(to_string(finding.severity)), colour_of(finding.severity)),
                        to_string(finding.id), finding.text,
                        finding.addresses.empty() ? "" : " [" + join(finding.addresses) + "]");
    std::string_view lines = finding.repair;
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      out_ << fmt::format("           > {}\n", lines.substr(0, end));
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
  }
}

void TreeWriter::end(const RunReport& run) {
  const Summary& summary = run.summary;
  findings(run.findings);
  out_ << fmt::format("\n{} checked in {:.1f} s for {}: {}, {}, {}, {}\n",
                      summary.total() == 1 ? "1 name" : fmt::format("{} names", summary.total()),
                      std::chrono::duration<double>(run.elapsed).count(), run.gateway_host,
                      paint(Verdict::pass, fmt::format("{} pass", summary.pass)),
                      paint(Verdict::warn, fmt::format("{} warn", summary.warn)),
                      paint(Verdict::fail, fmt::format("{} fail", summary.fail)),
                      paint(Verdict::unknown, fmt::format("{} unknown", summary.unknown)));
}

void TreeWriter::changes(const std::vector<Change>& changes) {
  out_ << (changes.empty() ? "\nnothing has changed since the last check\n" : "\nsince the last check:\n");
  for (const Change& change : changes) out_ << fmt::format("  {}\n", describe(change));
}

}  // namespace mapigate::selfcheck
