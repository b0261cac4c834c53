#pragma once

#include <optional>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

// Properties of attachments that follow from what they are ([MS-OXCMSG] section 2.2.2): the same for a row of
// an attachments table and for an attachment that is open.

namespace mapigate::mailbox {

// Of a property with this id, computed or kept; nothing where there is none. `modifiable`: PidTagAccessLevel.
// PidTagAttachDataObject of an embedded message is there with no value: it is opened, not read.
std::optional<store::Property> attachment_property(const Mailbox& mailbox,
                                                   const store::Attachment& attachment, bool modifiable,
                                                   std::uint16_t id);
// Of all that attachment_property() has.
std::vector<oxcdata::PropertyTag> attachment_tags(const store::Attachment& attachment);
// Whether a client cannot set it.
bool is_computed_of_attachment(std::uint16_t id);

// What a new attachment has, [MS-OXCMSG] section 3.2.5.13.
store::Attachment new_attachment(std::uint32_t number, store::Time now);

}  // namespace mapigate::mailbox
