#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/probe/mapi_client.hpp"

namespace mapigate::probe {

// What an Outlook in online mode does first, in a session that is connected: it logs on to the mailbox, opens
// the inbox and lists its newest ten messages. Unless `read_only` it also makes a draft, reads it back and
// deletes it. True where all of it went well; else steps and a remark say what did not.
boost::asio::awaitable<bool> use_mailbox(MapiClient& client, Trail& trail, const std::string& legacy_dn,
                                         bool read_only);

}  // namespace mapigate::probe
