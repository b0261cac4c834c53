#include "gateway/mapi/request_head.hpp"

#include <algorithm>

#include "gateway/auth/basic_credentials.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::mapi {

using oxcmapihttp::ResponseCode;
namespace header = oxcmapihttp::header;

namespace {

// These values go back to the client, so their length is bounded and nothing in them can end a line.
constexpr std::size_t max_echo = 1024;

bool can_be_echoed(std::string_view value) {
  return value.size() <= max_echo && std::ranges::none_of(value, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

std::string_view field(const http::Request& request, std::string_view name) {
  return trim(request.headers.get(name));
}

std::string_view up_to(std::string_view text, char end) { return text.substr(0, text.find(end)); }

// Outlook 2013 named the content application/octet-stream before the name of [MS-OXCMAPIHTTP]
// section 2.2.3.2.2 was settled.
bool is_mapi_content(std::string_view content_type) {
  const std::string_view media_type = trim(up_to(content_type, ';'));
  return equal_ignoring_case(media_type, oxcmapihttp::content_type) ||
         equal_ignoring_case(media_type, "application/octet-stream");
}

// RFC 6265 section 5.4: "name=value; name=value". Of several with one name the first counts, since clients
// put the one with the longest path first.
Cookies parse_cookies(const http::HeaderViews& headers) {
  Cookies cookies;
  for (std::string_view line : headers.all("Cookie")) {
    while (!line.empty()) {
      const std::string_view pair = up_to(line, ';');
      line.remove_prefix(std::min(line.size(), pair.size() + 1));
      const std::string_view name = trim(up_to(pair, '='));
      if (name.size() >= pair.size()) continue;
      std::string_view value = trim(pair.substr(pair.find('=') + 1));
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        value = value.substr(1, value.size() - 2);
      }
      if (equal_ignoring_case(name, "MapiContext") && cookies.context.empty()) cookies.context = value;
      if (equal_ignoring_case(name, "MapiSequence") && cookies.sequence.empty()) cookies.sequence = value;
    }
  }
  return cookies;
}

// The request's path without its final slash, when it is the endpoint's but for the case of its letters.
std::string cookie_path(const http::Request& request) {
  std::string_view path = up_to(request.target, '?');
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return equal_ignoring_case(path, request.path) ? std::string(path) : request.path;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      if (const auto byte = from_hex(text.substr(i + 1, 2))) {
        decoded += static_cast<char>(byte->front());
        i += 2;
        continue;
      }
    }
    decoded += text[i];
  }
  return decoded;
}

}  // namespace

ParsedHead parse_head(const http::Request& request, oxcmapihttp::Endpoint endpoint) {
  ParsedHead parsed;
  RequestHead& head = parsed.head;
  const auto refuse = [&](ResponseCode code) {
    if (parsed.code == ResponseCode::success) parsed.code = code;
  };
  head.cookie_path = cookie_path(request);

  const auto take = [&](std::string_view name, std::string& into) {
    const std::string_view value = field(request, name);
    if (can_be_echoed(value)) {
      into = value;
    } else {
      refuse(ResponseCode::invalid_header);
    }
  };
  take(header::request_id, head.request_id);
  take(header::client_info, head.client_info);
  take(header::client_application, head.client_application);

  const std::string_view type = field(request, header::request_type);
  head.type = oxcmapihttp::request_type_from(type);
  const std::string_view content_type = field(request, "Content-Type");
  if (type.empty() || field(request, header::request_id).empty() || content_type.empty()) {
    refuse(ResponseCode::missing_header);
  }
  if (!head.type || !oxcmapihttp::belongs_to(*head.type, endpoint))
    refuse(ResponseCode::invalid_request_type);
  if (!is_mapi_content(content_type)) refuse(ResponseCode::invalid_header);
  head.cookies = parse_cookies(request.headers);
  return parsed;
}

ParsedMailboxId parse_mailbox_id(std::string_view query) {
  ParsedMailboxId parsed;
  while (!query.empty()) {
    const std::string_view parameter = up_to(query, '&');
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
    if (!equal_ignoring_case(percent_decoded(up_to(parameter, '=')), "MailboxId")) continue;
    const std::size_t equals = parameter.find('=');
    const std::string value = equals == parameter.npos ? "" : percent_decoded(parameter.substr(equals + 1));
    const std::size_t at = value.find('@');
    const auto guid = wire::Guid::from_text(value.substr(0, at));
    if (!guid) {
      parsed.problem = MailboxIdProblem::malformed;
      return parsed;
    }
    parsed.id = MailboxId{guid->text(), at == value.npos ? "" : value.substr(at + 1)};
    return parsed;
  }
  return parsed;
}

std::string claimed_domain(const http::Request& request, const ParsedMailboxId& mailbox) {
  if (const auto credentials = auth::decode_basic(auth::basic_token(request.headers))) {
    const auto domain = domain_of_address(auth::address_of_login(credentials->login));
    if (domain) return *domain;
  }
  if (mailbox.id && !mailbox.id->domain.empty()) {
    const auto domain = canonical_host_name(mailbox.id->domain);
    if (domain) return *domain;
  }
  return {};
}

}  // namespace mapigate::mapi
