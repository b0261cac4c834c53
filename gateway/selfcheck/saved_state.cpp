#include "gateway/selfcheck/saved_state.hpp"

#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "gateway/selfcheck/atomic_file.hpp"
#include "gateway/selfcheck/json_text.hpp"

namespace mapigate::selfcheck {

namespace {

namespace json = boost::json;

constexpr int state_version = 1;

std::optional<Verdict> verdict_of(const json::value& value) {
  return value.is_string() ? verdict_from_string(value.get_string()) : std::nullopt;
}

// Nothing for a member that is not as save_state() writes it.
std::optional<SavedName> saved_name(const json::object& object) {
  const json::value* verdict = object.if_contains("verdict");
  const json::value* findings = object.if_contains("findings");
  if (!verdict || !findings || !findings->is_array()) return std::nullopt;
  SavedName out;
  const auto result = verdict_of(*verdict);
  if (!result) return std::nullopt;
  out.result.verdict = *result;
  for (const json::value& id : findings->get_array()) {
    if (!id.is_string()) return std::nullopt;
    if (const auto known = finding_from_string(id.get_string())) out.result.findings.push_back(*known);
  }
  if (const json::value* known = object.if_contains("known")) {
    const json::value* at = object.if_contains("known_at");
    out.known = verdict_of(*known);
    const auto time = at && at->is_string() ? time_of(at->get_string()) : std::nullopt;
    if (!out.known || !time) return std::nullopt;
    out.known_at = *time;
  }
  return out;
}

std::optional<SavedState> state_of(const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* version = object ? object->if_contains("version") : nullptr;
  const json::value* names = object ? object->if_contains("names") : nullptr;
  if (!version || *version != json::value(state_version) || !names || !names->is_object())
    return std::nullopt;
  SavedState state;
  for (const auto& [name, saved] : names->get_object()) {
    if (!saved.is_object()) return std::nullopt;
    auto read = saved_name(saved.get_object());
    if (!read) return std::nullopt;
    state.emplace(std::string(std::string_view(name)), *std::move(read));
  }
  return state;
}

}  // namespace

Result<SavedState> load_state(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    if (errno == ENOENT) return SavedState{};
    return Error{fmt::format("{} cannot be read: {}", file.string(), std::strerror(errno))};
  }
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code malformed;
  const json::value value = json::parse(text.str(), malformed);
  std::optional<SavedState> state;
  if (!malformed) state = state_of(value);
  if (!state) return Error{fmt::format("{} is not a saved state of the self-check", file.string())};
  return *std::move(state);
}

Result<void> save_state(const std::filesystem::path& file, const SavedState& state) {
  json::object names;
  names.reserve(state.size());
  for (const auto& [name, saved] : state) {
    json::array findings;
    for (const FindingId id : saved.result.findings) findings.emplace_back(to_string(id));
    json::object object{{"verdict", to_string(saved.result.verdict)}, {"findings", std::move(findings)}};
    if (saved.known) {
      object["known"] = to_string(*saved.known);
      object["known_at"] = utc_text(saved.known_at);
    }
    names.emplace(name, std::move(object));
  }
  const json::object document{{"version", state_version}, {"names", std::move(names)}};
  return write_atomically(file, json::serialize(document) + "\n");
}

Results results_of(const SavedState& state) {
  Results results;
  for (const auto& [name, saved] : state) results.emplace(name, saved.result);
  return results;
}

}  // namespace mapigate::selfcheck
