#include "protocol/oxdscli/json.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "protocol/xml/text.hpp"

namespace mapigate::oxdscli {

namespace {

constexpr std::size_t max_value = 1024;
constexpr std::string_view versioned_path = "/autodiscover.json/v1.0/";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string> percent_decoded(std::string_view text) {
  if (text.size() > 3 * max_value) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text.size() - i < 3 || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
      return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  if (out.size() > max_value) return std::nullopt;
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  if (xml::valid_prefix(out) != out.size() || std::ranges::any_of(out, is_control)) return std::nullopt;
  return out;
}

// The address in a path of the versioned form, still encoded; empty for another path.
std::string_view address_in_path(std::string_view path) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  const auto found =
      std::search(path.begin(), path.end(), versioned_path.begin(), versioned_path.end(), same);
  return found == path.end() ? std::string_view()
                             : std::string_view(found + versioned_path.size(), path.end());
}

}  // namespace

std::optional<JsonRequest> parse_json_request(std::string_view path, std::string_view query) {
  JsonRequest request;
  std::optional<std::string> address = percent_decoded(address_in_path(path));
  if (!address) return std::nullopt;
  request.email = *std::move(address);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = pair.substr(0, equals);
    std::optional<std::string> value = percent_decoded(pair.substr(equals + 1));
    if (!value) return std::nullopt;
    if (equal_ignoring_case(name, "Email") && request.email.empty()) {
      request.email = *std::move(value);
    } else if (equal_ignoring_case(name, "Protocol") && request.protocol.empty()) {
      request.protocol = *std::move(value);
    } else if (equal_ignoring_case(name, "RedirectCount") && !request.redirect_count) {
      int count = 0;
      const char* const end = value->data() + value->size();
      const auto parsed = std::from_chars(value->data(), end, count);
      if (parsed.ec == std::errc() && parsed.ptr == end && count >= 0 && count <= 99) {
        request.redirect_count = count;
      }
    }
  }
  return request;
}

std::string write_json_response(std::string_view protocol, std::string_view url) {
  boost::json::object body;
  body["Protocol"] = protocol;
  body["Url"] = url;
  return boost::json::serialize(body);
}

std::string write_json_error(std::string_view code, std::string_view message) {
  boost::json::object body;
  body["ErrorCode"] = code;
  body["ErrorMessage"] = message;
  return boost::json::serialize(body);
}

}  // namespace mapigate::oxdscli
