#include "gateway/mailbox/sender.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/vouching.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

constexpr std::size_t max_class = 256;
// Of the folder where the information on delegates is: a few messages, [MS-OXODLGT] section 2.2.2.2.
constexpr std::uint64_t max_messages = 20;

bool is_about_meeting(const Properties& message) {
  constexpr std::string_view meeting = "IPM.Schedule.Meeting.";
  const std::string message_class =
      wire::to_utf8(text_of(message, oxprops::pid_tag_message_class, max_class));
  return equal_ignoring_case(std::string_view(message_class).substr(0, meeting.size()), meeting);
}

bool is_shared_with(const directory::User& user, const directory::User& owner) {
  return std::ranges::find(user.shared_mailboxes, owner.mailbox_guid,
                           &directory::SharedMailbox::mailbox_guid) != user.shared_mailboxes.end();
}

bool names(const wire::Bytes& entry_id, const directory::User& user, const directory::Directory& directory) {
  const auto parsed = wire::parse<oxcdata::AddressBookEntryId>(entry_id);
  if (!parsed) return false;
  const auto named = directory.find_by_legacy_dn(parsed->x500_dn);
  return named && named->mailbox_guid == user.mailbox_guid;
}

}  // namespace

Outcome<bool> is_delegate(Mailbox& mailbox, const directory::User& delegate,
                          const directory::Directory& directory) {
  bool found = false;
  for (const auto contents : {store::Contents::normal, store::Contents::associated}) {
    store::MessageQuery query;
    query.folder = mailbox.special(SpecialFolder::freebusy_data);
    query.contents = contents;
    query.limit = max_messages;
    const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
      if (!is_vouched(mailbox, query.folder, row.properties)) return store::Scan::go_on;
      const auto kept = row.properties.value(id_of(oxprops::pid_tag_schedule_info_delegate_entry_ids));
      const auto* entry_ids = kept ? std::get_if<std::vector<wire::Bytes>>(&kept->value) : nullptr;
      found = found || (entry_ids && std::ranges::any_of(*entry_ids, [&](const wire::Bytes& one) {
                          return names(one, delegate, directory);
                        }));
      return found ? store::Scan::stop : store::Scan::go_on;
    });
    if (!listed && listed.error().fault != store::StoreFault::not_found)
      return mailbox.failed(listed.error());
  }
  return found;
}

Outcome<Senders> senders_of(OpenMessage& message, const directory::Directory& directory,
                            Mailboxes& mailboxes) {
  const auto kept = message.kept_properties();
  if (!kept) return kept.error();
  const Properties& properties = **kept;
  const auto owner = directory.find_by_mailbox_guid(message.mailbox().identity().mailbox_guid.text());
  const auto actor = directory.find_by_mailbox_guid(message.logon().actor().mailbox_guid);
  if (!owner || !actor) return ErrorCode::send_as_denied;

  const bool named = has_person(properties, represented_tags);
  directory::UserPtr represented = owner;
  if (named) {
    const auto address = address_in(properties, represented_tags, directory);
    represented = address ? address->user : nullptr;
  }
  const Person actor_person = person_of(*actor);
  if (represented && represented->mailbox_guid == actor->mailbox_guid)
    return Senders{actor_person, actor_person};
  if (represented && is_shared_with(*actor, *represented)) {
    const Person person = person_of(*represented);
    return Senders{person, person};
  }
  if (represented) {
    const auto mailbox = represented->mailbox_guid == owner->mailbox_guid
                             ? Outcome<MailboxPtr>(message.logon().pointer())
                             : mailboxes.open(*represented, 0);
    if (!mailbox) return mailbox.error();
    const auto delegate = is_delegate(**mailbox, *actor, directory);
    if (!delegate) return delegate.error();
    if (*delegate) return Senders{actor_person, person_of(*represented)};
  }
  if (named && is_about_meeting(properties)) {
    const auto organizer = person_in(properties, represented_tags, directory);
    if (organizer) return Senders{actor_person, *organizer};
  }
  return ErrorCode::send_as_denied;
}

}  // namespace mapigate::mailbox
