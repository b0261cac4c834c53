#pragma once

#include <memory>

#include "gateway/mapi/objects/message_object.hpp"
#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"
#include "protocol/oxcmsg/messages.hpp"

// The parts of oxcmsg.hpp.

namespace mapigate::mapi::handlers {

void register_oxcmsg_messages(RopRegistry& registry);
void register_oxcmsg_recipients(RopRegistry& registry);
void register_oxcmsg_attachments(RopRegistry& registry);
void register_oxcmsg_status(RopRegistry& registry, const RopServices& services);

// CodePageId of a request as PropertyObject::code_page has it: 0 for that of the logon. InvalidCodepage.
mailbox::Outcome<wire::u32> code_page_of_request(wire::u16 code_page_id);

// What a client is told of a message that it opens ([MS-OXCMSG] section 2.2.3.1.2), with as many recipients
// as fit into the response behind `head` bytes of it. Decides the columns of recipients for the object.
// BufferTooSmall where not even the rest fits.
mailbox::Outcome<oxcmsg::OpenedMessage> opened_message(const RopCall& call, MessageObject& object,
                                                       std::size_t head);

// SaveFlags of messages and attachments: whether the object can be changed afterwards; nothing: as before
// ([MS-OXCMSG] section 2.2.3.3.1).
std::optional<bool> writable_after_save(wire::u8 save_flags);

}  // namespace mapigate::mapi::handlers
