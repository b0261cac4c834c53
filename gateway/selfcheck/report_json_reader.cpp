#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include "gateway/selfcheck/json_text.hpp"
#include "gateway/selfcheck/report_json.hpp"

namespace mapigate::selfcheck {

namespace {

namespace json = boost::json;

// Thrown within this file where a member is not as it should be; becomes an Error at its edge.
struct Unreadable {
  std::string what;
};

template <class Enum>
Enum word(const json::value& value, std::optional<Enum> (*from_string)(std::string_view)) {
  const auto text = std::string_view(value.as_string());
  const std::optional<Enum> found = from_string(text);
  if (!found) throw Unreadable{fmt::format("\"{}\" is not known", text.substr(0, 40))};
  return *found;
}

template <class Enum>
std::optional<Enum> word_or_null(const json::value& value,
                                 std::optional<Enum> (*from_string)(std::string_view)) {
  if (value.is_null()) return std::nullopt;
  return word(value, from_string);
}

std::string text(const json::value& value) { return std::string(std::string_view(value.as_string())); }

std::vector<Step> steps_of(const json::value& value) {
  std::vector<Step> out;
  for (const json::value& step : value.as_array()) {
    out.push_back({step.at("depth").to_number<std::uint8_t>(),
                   word(step.at("status"), step_status_from_string),
                   step.at("elapsed_us").to_number<std::uint32_t>(), text(step.at("text"))});
  }
  return out;
}

std::vector<Finding> findings_of(const json::value& value) {
  std::vector<Finding> out;
  for (const json::value& item : value.as_array()) {
    Finding finding{word(item.at("id"), finding_from_string),
                    word(item.at("severity"), severity_from_string),
                    word_or_null(item.at("method"), method_from_string),
                    text(item.at("text")),
                    {},
                    {}};
    for (const json::value& address : item.at("addresses").as_array())
      finding.addresses.push_back(text(address));
    for (const json::value& line : item.at("repair").as_array()) {
      finding.repair += (finding.repair.empty() ? "" : "\n") + text(line);
    }
    out.push_back(std::move(finding));
  }
  return out;
}

std::vector<FindingId> ids(const json::value& value) {
  std::vector<FindingId> out;
  for (const json::value& id : value.as_array()) out.push_back(word(id, finding_from_string));
  return out;
}

std::vector<Change> changes_of(const json::value& value) {
  std::vector<Change> out;
  for (const json::value& item : value.as_array()) {
    out.push_back({text(item.at("name")), word_or_null(item.at("before"), verdict_from_string),
                   word_or_null(item.at("after"), verdict_from_string), ids(item.at("appeared")),
                   ids(item.at("gone"))});
  }
  return out;
}

NameReport name_of(const json::value& value) {
  NameReport name;
  name.name.name = text(value.at("name"));
  if (const json::value* alias_of = value.as_object().if_contains("alias_of"))
    name.name.alias_of = text(*alias_of);
  name.verdict = word(value.at("verdict"), verdict_from_string);
  name.route.via = word_or_null(value.at("via"), method_from_string);
  name.route.captured_by = word_or_null(value.at("captured_by"), method_from_string);
  name.route.untested = value.at("untested").as_bool();
  if (const json::value* served = value.as_object().if_contains("served")) name.served = served->as_bool();
  name.elapsed = value.at("elapsed_us").to_number<std::uint32_t>();
  for (const json::value& item : value.at("methods").as_array()) {
    MethodReport& method =
        name.methods[static_cast<std::size_t>(word(item.at("method"), method_from_string))];
    method.where = text(item.at("where"));
    method.outcome = {word(item.at("outcome"), outcome_from_string), item.at("captures").as_bool()};
    method.elapsed = item.at("elapsed_us").to_number<std::uint32_t>();
    method.steps = steps_of(item.at("steps"));
  }
  name.other_steps = steps_of(value.at("steps"));
  name.findings = findings_of(value.at("findings"));
  return name;
}

Report report_of(const json::value& value) {
  if (value.at("version").to_number<int>() != report_version) throw Unreadable{"it has another version"};
  Report report;
  for (const json::value& item : value.at("names").as_array()) {
    report.names.push_back(name_of(item));
    report.run.summary.count(report.names.back().verdict);
  }
  if (const json::value* list = value.as_object().if_contains("changes")) report.changes = changes_of(*list);
  report.run.findings = findings_of(value.at("findings"));
  report.run.gateway_host = text(value.at("gateway"));
  const auto started = time_of(text(value.at("started")));
  if (!started) throw Unreadable{"its time is no time"};
  report.run.started = *started;
  report.run.elapsed = std::chrono::microseconds(value.at("elapsed_us").to_number<std::int64_t>());
  return report;
}

}  // namespace

Result<Report> read_report(std::string_view text) {
  boost::system::error_code malformed;
  const json::value value = json::parse(text, malformed);
  if (malformed) return Error{fmt::format("the report is not JSON: {}", malformed.message())};
  try {
    return report_of(value);
  } catch (const Unreadable& problem) {
    return Error{fmt::format("the report cannot be read: {}", problem.what)};
  } catch (const std::exception&) {  // a member that is missing or of another type
    return Error{"the report cannot be read: it is not complete"};
  }
}

}  // namespace mapigate::selfcheck
