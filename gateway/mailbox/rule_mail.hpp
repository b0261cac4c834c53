#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/directory/user.hpp"
#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

// What messages that rules send are made of.

namespace mapigate::mailbox {

// [MS-OXORULE] section 2.2.5.1.2.2: the class of a reply template, with something of the client behind it.
inline constexpr std::u16string_view reply_class = u"IPM.Note.rules.ReplyTemplate.Microsoft";

// The text of a reply without a template (ST, section 2.2.5.1.1).
std::u16string stock_reply(const directory::User& owner);

// ST_KEEP_OOF_HIST of a rule's state.
bool is_kept_in_history(std::uint32_t rule_state);

// Whether a message says of itself that nobody has written it for this recipient: Auto-Submitted, a list,
// bulk mail, a message that a rule has made (RFC 3834 section 2).
bool is_made_by_program(const store::Properties& message);

// Nothing where the message is no reply template: an FAI message of that class with this
// PidTagReplyTemplateId (any, where it is nil).
Outcome<std::optional<store::Content>> load_reply_template(Mailbox& mailbox, MessageNumber number,
                                                           const wire::Guid& guid);

// Makes it a message that `owner` sends now.
void begin_mail(Mailbox& mailbox, store::Properties& mail, const directory::User& owner);
// Makes it an answer to `message`.
void set_reply_to(Mailbox& mailbox, const store::Properties& message, store::Properties& mail);
// Takes out what its delivery has made of a message, and what is of its place in a mailbox.
void erase_delivery(store::Properties& message);
// A message without people that has this one attached to it.
store::Content as_attachment(Mailbox& mailbox, const store::Content& message);

// A new PidTagInternetMessageId.
std::u16string new_message_id(Mailbox& mailbox, std::string_view domain);

}  // namespace mapigate::mailbox
