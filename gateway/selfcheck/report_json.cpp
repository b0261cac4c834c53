#include "gateway/selfcheck/report_json.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/selfcheck/json_text.hpp"

namespace mapigate::selfcheck {

namespace {

namespace json = boost::json;

json::array json_of(const std::vector<Step>& steps) {
  json::array out;
  for (const Step& step : steps) {
    out.push_back({{"depth", step.depth},
                   {"status", to_string(step.status)},
                   {"elapsed_us", step.elapsed},
                   {"text", step.text}});
  }
  return out;
}

json::array json_of(const std::vector<Finding>& findings) {
  json::array out;
  for (const Finding& finding : findings) {
    json::array addresses;
    for (const std::string& address : finding.addresses) addresses.emplace_back(address);
    json::array repair;
    for (std::string_view lines = finding.repair; !lines.empty();) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      repair.emplace_back(lines.substr(0, end));
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    out.push_back({{"id", to_string(finding.id)},
                   {"severity", to_string(finding.severity)},
                   {"method", method_or_null(finding.method)},
                   {"text", finding.text},
                   {"addresses", std::move(addresses)},
                   {"repair", std::move(repair)}});
  }
  return out;
}

json::array ids(const std::vector<FindingId>& findings) {
  json::array out;
  for (const FindingId id : findings) out.emplace_back(to_string(id));
  return out;
}

json::value verdict_or_null(const std::optional<Verdict>& verdict) {
  return verdict ? json::value(to_string(*verdict)) : json::value(nullptr);
}

json::object json_of(const NameReport& name) {
  json::object out{{"name", name.name.name}};
  if (!name.name.alias_of.empty()) out["alias_of"] = name.name.alias_of;
  out["verdict"] = to_string(name.verdict);
  out["headline"] = name.headline();
  out["via"] = method_or_null(name.route.via);
  out["captured_by"] = method_or_null(name.route.captured_by);
  out["untested"] = name.route.untested;
  if (name.served) out["served"] = *name.served;
  out["elapsed_us"] = name.elapsed;
  json::array methods;
  for (const Method method : all_methods) {
    const MethodReport& report = name.methods[static_cast<std::size_t>(method)];
    methods.push_back({{"method", to_string(method)},
                       {"where", report.where},
                       {"outcome", to_string(report.outcome.outcome)},
                       {"captures", report.outcome.captures},
                       {"elapsed_us", report.elapsed},
                       {"steps", json_of(report.steps)}});
  }
  out["methods"] = std::move(methods);
  out["steps"] = json_of(name.other_steps);
  out["findings"] = json_of(name.findings);
  return out;
}

}  // namespace

JsonWriter::JsonWriter(std::ostream& out) : out_(out) {
  out_ << fmt::format("{{\"version\":{},\"names\":[", report_version);
}

void JsonWriter::name(const NameReport& name) {
  out_ << (first_ ? "\n" : ",\n") << json::serialize(json_of(name));
  first_ = false;
}

void JsonWriter::end(const RunReport& run, const std::optional<std::vector<Change>>& changes) {
  const Summary& summary = run.summary;
  json::object out{{"findings", json_of(run.findings)},
                   {"gateway", run.gateway_host},
                   {"started", utc_text(run.started)},
                   {"elapsed_us", run.elapsed.count()},
                   {"summary",
                    {{"pass", summary.pass},
                     {"warn", summary.warn},
                     {"fail", summary.fail},
                     {"unknown", summary.unknown}}},
                   {"exit_status", summary.exit_status()}};
  if (changes) {
    json::array list;
    for (const Change& change : *changes) {
      list.push_back({{"name", change.name},
                      {"before", verdict_or_null(change.before)},
                      {"after", verdict_or_null(change.after)},
                      {"appeared", ids(change.appeared)},
                      {"gone", ids(change.gone)}});
    }
    out["changes"] = std::move(list);
  }
  // The object goes on where the constructor began it.
  out_ << "\n]," << json::serialize(out).substr(1) << "\n";
}

}  // namespace mapigate::selfcheck
