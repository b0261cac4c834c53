#include "gateway/mapi/connect.hpp"

#include "gateway/base/encoding.hpp"
#include "gateway/mapi/auxiliary.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mapi {

using oxcdata::ErrorCode;

namespace {

constexpr wire::u32 flag_administrator = 0x1;  // [MS-OXCRPC] section 3.1.4.1, ulFlags

// What a client does when the server is busy or gone: how often it polls for notifications, how many times
// and after how long it tries again ([MS-OXCRPC] section 3.1.4.1: pcmsPollsMax, pcRetry, pcmsRetryDelay).
constexpr wire::u32 polls_max_ms = 60'000;
constexpr wire::u32 retry_count = 6;
constexpr wire::u32 retry_delay_ms = 10'000;

// The errors of [MS-OXCRPC] section 3.1.4.1.
ErrorCode refusal(const oxcmapihttp::ConnectRequest& request, const directory::User& user,
                  bool unknown_mailbox, const directory::Directory& directory) {
  if (request.user_dn.empty()) return ErrorCode::access_denied;
  if (const auto error = check_auxiliary(request.auxiliary_buffer)) return *error;
  // Nobody is an administrator of mailboxes over this protocol.
  if ((request.flags & flag_administrator) != 0) return ErrorCode::login_permission;
  if (!equal_ignoring_case(request.user_dn, user.legacy_dn)) {
    return directory.find_by_legacy_dn(request.user_dn) ? ErrorCode::access_denied : ErrorCode::unknown_user;
  }
  // A mailbox that lives elsewhere is none of this server's; its client finds the way through Autodiscover.
  if (unknown_mailbox || user.redirect) return ErrorCode::unknown_user;
  return ErrorCode::success;
}

}  // namespace

std::string dn_prefix(const std::string& legacy_dn) {
  const std::size_t last = to_lower(legacy_dn).rfind("/cn=");
  return last == std::string::npos ? "" : legacy_dn.substr(0, last + 4);
}

ConnectOutcome connect(const oxcmapihttp::ConnectRequest& request, const directory::UserPtr& user,
                       bool unknown_mailbox, const directory::Directory& directory) {
  ConnectOutcome outcome;
  oxcmapihttp::ConnectResponse& response = outcome.response;
  if (request.auxiliary_buffer.size() > oxcrpc::max_auxiliary) {
    response.status_code = bad_stub_data;
    return outcome;
  }
  response.error_code = refusal(request, *user, unknown_mailbox, directory);
  if (response.error_code != ErrorCode::success) return outcome;
  response.polls_max = polls_max_ms;
  response.retry_count = retry_count;
  response.retry_delay = retry_delay_ms;
  response.dn_prefix = dn_prefix(user->legacy_dn);
  response.display_name = wire::to_utf16(user->display_name);
  response.auxiliary_buffer = connect_auxiliary();

  outcome.session = std::make_unique<MailboxSession>();
  outcome.session->user = user;
  outcome.session->default_code_page = request.default_code_page;
  outcome.session->lcid_sort = request.lcid_sort;
  outcome.session->lcid_string = request.lcid_string;
  return outcome;
}

}  // namespace mapigate::mapi
