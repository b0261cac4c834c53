#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/wire/guid.hpp"

// Header fields of MS-OXCMAPIHTTP section 2.2.3.

namespace mapigate::oxcmapihttp {

inline constexpr std::string_view content_type = "application/mapi-http";

namespace header {
inline constexpr std::string_view request_type = "X-RequestType";
inline constexpr std::string_view request_id = "X-RequestId";
inline constexpr std::string_view response_code = "X-ResponseCode";
inline constexpr std::string_view client_info = "X-ClientInfo";
inline constexpr std::string_view client_application = "X-ClientApplication";
inline constexpr std::string_view server_application = "X-ServerApplication";
inline constexpr std::string_view expiration_info = "X-ExpirationInfo";
inline constexpr std::string_view pending_period = "X-PendingPeriod";
inline constexpr std::string_view elapsed_time = "X-ElapsedTime";
inline constexpr std::string_view start_time = "X-StartTime";
}  // namespace header

enum class Endpoint : std::uint8_t { mailbox, address_book };  // /mapi/emsmdb, /mapi/nspi

// MS-OXCMAPIHTTP section 2.2.3.3.1
enum class RequestType : std::uint8_t {
  connect,
  execute,
  disconnect,
  notification_wait,
  ping,
  bind,
  unbind,
  compare_mids,
  dn_to_mid,
  get_matches,
  get_prop_list,
  get_props,
  get_special_table,
  get_template_info,
  mod_link_att,
  mod_props,
  get_mailbox_url,
  get_address_book_url,
  query_columns,
  query_rows,
  resolve_names,
  resort_restriction,
  seek_entries,
  update_stat,
};

// As the table spells it: "NotificationWait".
std::string_view name(RequestType type);
// Letters in either case, spaces around it ignored.
std::optional<RequestType> request_type_from(std::string_view header_value);
// PING belongs to both.
bool belongs_to(RequestType type, Endpoint endpoint);

// MS-OXCMAPIHTTP section 2.2.3.3.3. Above success, the request was not carried out.
enum class ResponseCode : std::uint8_t {
  success = 0,
  unknown_failure = 1,
  invalid_verb = 2,
  invalid_path = 3,
  invalid_header = 4,
  invalid_request_type = 5,
  invalid_context_cookie = 6,
  missing_header = 7,
  anonymous_not_allowed = 8,
  too_large = 9,
  context_not_found = 10,
  no_privilege = 11,
  invalid_request_body = 12,
  missing_cookie = 13,
  reserved = 14,
  invalid_sequence = 15,
  endpoint_disabled = 16,
  invalid_response = 17,
  endpoint_shutting_down = 18,
};

// "Context Not Found"; empty for a value outside the table.
std::string_view name(ResponseCode code);
// One sentence, without a trailing full stop; empty for a value outside the table.
std::string_view description(ResponseCode code);

// "{GUID}:counter": X-RequestId (section 2.2.3.3.2) and, from clients, X-ClientInfo (section 2.2.3.3.4), of
// which a server assumes nothing.
struct RequestId {
  wire::Guid guid;
  std::uint64_t counter = 0;

  std::string text() const;
  static std::optional<RequestId> from_text(std::string_view text);
};

// "Outlook/15.0.4615.1000", "Exchange/15.01.2507.006": X-ClientApplication and X-ServerApplication.
struct ApplicationVersion {
  std::string name;
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t build = 0;
  std::uint32_t revision = 0;

  std::string text() const;
  static std::optional<ApplicationVersion> from_text(std::string_view text);
};

}  // namespace mapigate::oxcmapihttp
