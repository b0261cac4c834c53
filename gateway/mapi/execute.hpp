#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/mapi/mailbox_session.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

namespace mapigate::mapi {

// The Execute request type ([MS-OXCMAPIHTTP] section 2.2.4.2, [MS-OXCRPC] section 3.1.4.2): from the extended
// buffer of the request to those of the response. `request` and `session` outlive the call.
boost::asio::awaitable<oxcmapihttp::ExecuteResponse> execute(const RopDispatcher& dispatcher,
                                                             MailboxSession& session,
                                                             const oxcmapihttp::ExecuteRequest& request);

}  // namespace mapigate::mapi
