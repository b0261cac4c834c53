#pragma once

#include "gateway/mailbox/actor.hpp"
#include "gateway/mailbox/rights.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mailbox {

// Whether the actor has made the message, as its PidTagCreatorEntryId says ([MS-OXCPERM] section 1.1: the
// owner of a message).
bool has_created(const Actor& actor, wire::ByteView creator_entry_id);

// PidTagAccess of a message ([MS-OXCPRPT] section 2.2.1.1) for the actor, who has these rights in its folder.
std::uint32_t message_access(const Actor& actor, Rights rights, wire::ByteView creator_entry_id);

}  // namespace mapigate::mailbox
