#include "protocol/oxcmapihttp/headers.hpp"

#include <charconv>
#include <cstdio>
#include <iterator>

#include "protocol/oxcmapihttp/ascii.hpp"

namespace mapigate::oxcmapihttp {

namespace {

enum class Served : std::uint8_t { mailbox, address_book, both };

struct TypeRow {
  RequestType type;
  Served served;
  std::string_view name;
  std::string_view other_name;  // the request type's own name, where the header's value shortens it
};

constexpr TypeRow types[] = {
    {RequestType::connect, Served::mailbox, "Connect", {}},
    {RequestType::execute, Served::mailbox, "Execute", {}},
    {RequestType::disconnect, Served::mailbox, "Disconnect", {}},
    {RequestType::notification_wait, Served::mailbox, "NotificationWait", {}},
    {RequestType::ping, Served::both, "PING", {}},
    {RequestType::bind, Served::address_book, "Bind", {}},
    {RequestType::unbind, Served::address_book, "Unbind", {}},
    {RequestType::compare_mids, Served::address_book, "CompareMIds", "CompareMinIds"},
    {RequestType::dn_to_mid, Served::address_book, "DNToMId", "DnToMinId"},
    {RequestType::get_matches, Served::address_book, "GetMatches", {}},
    {RequestType::get_prop_list, Served::address_book, "GetPropList", {}},
    {RequestType::get_props, Served::address_book, "GetProps", {}},
    {RequestType::get_special_table, Served::address_book, "GetSpecialTable", {}},
    {RequestType::get_template_info, Served::address_book, "GetTemplateInfo", {}},
    {RequestType::mod_link_att, Served::address_book, "ModLinkAtt", {}},
    {RequestType::mod_props, Served::address_book, "ModProps", {}},
    {RequestType::query_columns, Served::address_book, "QueryColumns", {}},
    {RequestType::query_rows, Served::address_book, "QueryRows", {}},
    {RequestType::resolve_names, Served::address_book, "ResolveNames", {}},
    {RequestType::resort_restriction, Served::address_book, "ResortRestriction", {}},
    {RequestType::seek_entries, Served::address_book, "SeekEntries", {}},
    {RequestType::update_stat, Served::address_book, "UpdateStat", {}},
    {RequestType::get_mailbox_url, Served::address_book, "GetMailboxUrl", {}},
    {RequestType::get_address_book_url, Served::address_book, "GetAddressBookUrl", {}},
};

struct CodeRow {
  std::string_view name;
  std::string_view description;
};

// By code.
constexpr CodeRow codes[] = {
    {"Success", "the request was well formed and accepted"},
    {"Unknown Failure", "the server met an unknown failure"},
    {"Invalid Verb", "the HTTP method is not one the server accepts"},
    {"Invalid Path", "the path of the request is not valid"},
    {"Invalid Header", "a header of the request is not valid"},
    {"Invalid Request Type", "the X-RequestType header is not valid"},
    {"Invalid Context Cookie", "the session context cookie is not valid"},
    {"Missing Header", "a header that is required is missing"},
    {"Anonymous Not Allowed", "the server does not accept requests without authentication"},
    {"Too Large", "the request is too large"},
    {"Context Not Found", "the session context does not exist, or no longer"},
    {"No Privilege", "the session context belongs to somebody else"},
    {"Invalid Request Body", "the body of the request is not valid"},
    {"Missing Cookie", "a cookie that is required is missing"},
    {"Reserved", "a value that a client ignores"},
    {"Invalid Sequence", "more than one request at a time was made in the session context"},
    {"Endpoint Disabled", "the endpoint is switched off"},
    {"Invalid Response", "the response is not valid"},
    {"Endpoint Shutting Down", "the endpoint is being shut down"},
};
static_assert(std::size(codes) == static_cast<std::size_t>(ResponseCode::endpoint_shutting_down) + 1);

const CodeRow* row_of(ResponseCode code) {
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(codes) ? &codes[index] : nullptr;
}

// The decimal number that `text` begins with, which is taken off it. No sign.
template <class N>
bool take_number(std::string_view& text, N& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_char(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string_view name(RequestType type) {
  for (const auto& row : types) {
    if (row.type == type) return row.name;
  }
  return {};
}

std::optional<RequestType> request_type_from(std::string_view header_value) {
  header_value = ascii::trim(header_value);
  if (header_value.empty()) return std::nullopt;
  for (const auto& row : types) {
    if (ascii::equal_ignoring_case(header_value, row.name) ||
        ascii::equal_ignoring_case(header_value, row.other_name)) {
      return row.type;
    }
  }
  return std::nullopt;
}

bool belongs_to(RequestType type, Endpoint endpoint) {
  for (const auto& row : types) {
    if (row.type != type) continue;
    if (row.served == Served::both) return true;
    return (row.served == Served::mailbox) == (endpoint == Endpoint::mailbox);
  }
  return false;
}

std::string_view name(ResponseCode code) {
  const auto* row = row_of(code);
  return row == nullptr ? std::string_view() : row->name;
}

std::string_view description(ResponseCode code) {
  const auto* row = row_of(code);
  return row == nullptr ? std::string_view() : row->description;
}

std::string RequestId::text() const { return guid.braced() + ":" + std::to_string(counter); }

std::optional<RequestId> RequestId::from_text(std::string_view text) {
  text = ascii::trim(text);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto guid = wire::Guid::from_text(text.substr(0, colon));
  text.remove_prefix(colon + 1);
  RequestId id;
  if (!guid || !take_number(text, id.counter) || !text.empty()) return std::nullopt;
  id.guid = *guid;
  return id;
}

std::string ApplicationVersion::text() const {
  char number[64];
  std::snprintf(number, sizeof number, "/%u.%02u.%04u.%03u", major, minor, build, revision);
  return name + number;
}

std::optional<ApplicationVersion> ApplicationVersion::from_text(std::string_view text) {
  text = ascii::trim(text);
  const auto slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos) return std::nullopt;
  ApplicationVersion version;
  version.name = text.substr(0, slash);
  text.remove_prefix(slash + 1);
  if (!take_number(text, version.major) || !take_char(text, '.') || !take_number(text, version.minor) ||
      !take_char(text, '.') || !take_number(text, version.build) || !take_char(text, '.') ||
      !take_number(text, version.revision) || !text.empty()) {
    return std::nullopt;
  }
  return version;
}

}  // namespace mapigate::oxcmapihttp
