#pragma once

#include <chrono>

#include "gateway/mapi/mailbox_session.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

namespace mapigate::mapi {

// The Execute request type ([MS-OXCMAPIHTTP] section 2.2.4.2, [MS-OXCRPC] section 3.1.4.2): from the extended
// buffer of the request to those of the response. May block.
oxcmapihttp::ExecuteResponse execute(const RopDispatcher& dispatcher, MailboxSession& session,
                                     const oxcmapihttp::ExecuteRequest& request);
// The answer of a server that has too much to do: a RopBackoff response, that the client sends nothing for
// this logon for `delay` ([MS-OXCROPS] sections 2.2.15.2 and 3.2.4.2). Nothing is carried out.
oxcmapihttp::ExecuteResponse back_off(const oxcmapihttp::ExecuteRequest& request,
                                      std::chrono::milliseconds delay);

}  // namespace mapigate::mapi
