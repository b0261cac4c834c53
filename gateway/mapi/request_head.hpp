#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/mapi/session.hpp"
#include "protocol/oxcmapihttp/headers.hpp"

namespace mapigate::mapi {

// The header fields of [MS-OXCMAPIHTTP] section 2.2.3 as a request brought them. Names in any case; values
// without spaces around them.
struct RequestHead {
  std::optional<oxcmapihttp::RequestType> type;
  std::string request_id;          // X-RequestId
  std::string client_info;         // X-ClientInfo
  std::string client_application;  // X-ClientApplication
  Cookies cookies;                 // MapiContext and MapiSequence, empty where missing
  std::string cookie_path;         // the path of the URL in the client's own spelling, for Set-Cookie
};

struct ParsedHead {
  // Success, missing_header, invalid_header or invalid_request_type. The head holds what could be read, so
  // that a refusal too can be told apart by its X-RequestId.
  oxcmapihttp::ResponseCode code = oxcmapihttp::ResponseCode::success;
  RequestHead head;
};

// Required: X-RequestType and Content-Type. Also X-RequestId ([MS-OXCMAPIHTTP] section 2.2.2.1). X-ClientInfo
// is only returned, so a client that sends none is served too.
ParsedHead parse_head(const http::Request& request, oxcmapihttp::Endpoint endpoint);

// What the query of a MAPI URL names: "MailboxId=GUID@domain".
struct MailboxId {
  std::string guid;    // "8-4-4-4-12" lower-case hexadecimal digits
  std::string domain;  // as sent, perhaps empty
};
enum class MailboxIdProblem { none, malformed };
struct ParsedMailboxId {
  MailboxIdProblem problem = MailboxIdProblem::none;
  std::optional<MailboxId> id;  // none also where the query has no MailboxId
};
// The parameter may stand anywhere, its name be in any case, its value be percent-encoded (RFC 3986
// section 2.1).
ParsedMailboxId parse_mailbox_id(std::string_view query);

// The domain a request says it is for, canonical, before it is known whether that is true: that of the user
// name in the Authorization header (RFC 7617), else that of MailboxId. Empty where neither says one.
std::string claimed_domain(const http::Request& request, const ParsedMailboxId& mailbox);

}  // namespace mapigate::mapi
