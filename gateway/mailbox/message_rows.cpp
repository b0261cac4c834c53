#include "gateway/mailbox/message_rows.hpp"

#include <algorithm>

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_access.hpp"
#include "gateway/mailbox/message_source.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;

Outcome<void> MessageRows::prepare() {
  if (ready_) return boost::system::in_place_value;
  const auto rights = logon_->rights(scope_.folder);
  if (!rights) return rights.error();
  rights_ = *rights;
  access_.reset();
  // Then it does not matter who has made a message.
  constexpr Rights any = right_edit_any | right_delete_any | right_read_any;
  if ((rights_ & any) == any) access_ = message_access(logon_->actor(), rights_, {});
  if (shows_other_folders()) {
    if (auto loaded = load_readable(); !loaded) return loaded;
  }
  auto state = ReadState::load(mailbox(), logon_->actor(), scope_.folder);
  if (!state) return state.error();
  read_state_ = std::move(*state);
  ready_ = true;
  return boost::system::in_place_value;
}

// Of all folders: while messages are listed the store cannot be asked.
Outcome<void> MessageRows::load_readable() {
  readable_.clear();
  const FolderNumber root =
      mailbox().special(mailbox().is_public() ? SpecialFolder::public_root : SpecialFolder::root);
  const auto folders = mailbox().store().folders(root, true, false);
  if (!folders) return mailbox().failed(folders.error());
  for (const store::FolderRecord& folder : *folders) {
    const auto rights = logon_->rights(folder.number);
    if (rights && (*rights & (right_read_any | right_folder_owner)) != 0) readable_.insert(folder.number);
  }
  return boost::system::in_place_value;
}

std::uint32_t MessageRows::access_of(const KeptProperties& kept) const {
  if (access_) return *access_;
  const auto creator = kept.value(id_of(oxprops::pid_tag_creator_entry_id));
  const auto* entry_id = creator ? std::get_if<wire::Bytes>(&creator->value) : nullptr;
  return message_access(logon_->actor(), rights_, entry_id ? wire::ByteView(*entry_id) : wire::ByteView());
}

bool MessageRows::is_shown(FolderNumber folder, store::Contents contents) const {
  if (contents != scope_.contents || (is_by_number() && folder != scope_.folder)) return false;
  return !shows_other_folders() || readable_.contains(folder);
}

bool MessageRows::visit_row(const store::MessageRow& row, const Visitor& visit) const {
  if (!is_shown(row.folder, row.contents)) return true;
  MessageFacts facts = mailbox::facts_of(row, access_of(KeptInRow(row.properties)));
  facts.read = read_state_.is_read(row.read, row.change_number);
  return visit(row.number, ListedMessage(mailbox(), row, facts), facts.read);
}

Outcome<void> MessageRows::list(store::MessageQuery query, const Visitor& visit) {
  if (auto prepared = prepare(); !prepared) return prepared;
  query.folder = scope_.folder;
  query.contents = scope_.contents;
  const auto listed = mailbox().store().list_messages(query, [&](const store::MessageRow& row) {
    return visit_row(row, visit) ? store::Scan::go_on : store::Scan::stop;
  });
  if (!listed) return mailbox().failed(listed.error());
  return boost::system::in_place_value;
}

Outcome<std::uint64_t> MessageRows::count() {
  const auto folder = mailbox().store().folder(scope_.folder);
  if (!folder) return mailbox().failed(folder.error());
  if (scope_.contents == store::Contents::normal) return folder->counts.messages;
  if (scope_.contents == store::Contents::associated) return folder->counts.associated;
  store::MessageQuery query;
  query.folder = scope_.folder;
  query.contents = scope_.contents;
  query.properties = false;
  std::uint64_t count = 0;
  const auto listed = mailbox().store().list_messages(query, [&](const store::MessageRow&) {
    ++count;
    return store::Scan::go_on;
  });
  if (!listed) return mailbox().failed(listed.error());
  return count;
}

Outcome<std::optional<std::uint64_t>> MessageRows::position(store::MessageQuery query, RowNumber number) {
  query.folder = scope_.folder;
  query.contents = scope_.contents;
  auto position = mailbox().store().position(query, number);
  if (!position) return mailbox().failed(position.error());
  return *position;
}

Outcome<void> MessageRows::scan(const Visitor& visit) {
  if (!scope_.conversations) return list({}, visit);
  if (auto prepared = prepare(); !prepared) return prepared;
  const auto folders = mailbox().store().folders(scope_.folder, true, false);
  if (!folders) return mailbox().failed(folders.error());
  bool go_on = true;
  for (const store::FolderRecord& folder : *folders) {
    if (folder.kind == store::FolderKind::search || !go_on) continue;
    store::MessageQuery query;
    query.folder = folder.number;
    query.contents = scope_.contents;
    const auto listed = mailbox().store().list_messages(query, [&](const store::MessageRow& row) {
      go_on = visit_row(row, visit);
      return go_on ? store::Scan::go_on : store::Scan::stop;
    });
    if (!listed) return mailbox().failed(listed.error());
  }
  return boost::system::in_place_value;
}

Outcome<void> MessageRows::fetch(std::span<const RowNumber> numbers, const Visitor& visit) {
  if (auto prepared = prepare(); !prepared) return prepared;
  const auto listed = mailbox().store().list_messages(numbers, [&](const store::MessageRow& row) {
    return visit_row(row, visit) ? store::Scan::go_on : store::Scan::stop;
  });
  if (!listed) return mailbox().failed(listed.error());
  return boost::system::in_place_value;
}

Outcome<void> MessageRows::show_whole(RowNumber number, const Visitor& visit) {
  if (auto prepared = prepare(); !prepared) return prepared;
  const auto record = mailbox().store().message(number);
  if (!record) {
    if (record.error().fault == store::StoreFault::not_found) return boost::system::in_place_value;
    return mailbox().failed(record.error());
  }
  if (!is_shown(record->folder, record->contents)) return boost::system::in_place_value;
  MessageFacts facts = facts_of(*record, access_of(KeptInMemory(record->properties)));
  facts.read = read_state_.is_read(record->read, record->version.change_number);
  visit(number, WholeMessage(mailbox(), *record, facts), facts.read);
  return boost::system::in_place_value;
}

std::uint64_t MessageRows::instance_id(RowNumber number) const {
  return static_cast<std::uint64_t>(message_id(number));
}
RowNumber MessageRows::number_of(std::uint64_t instance_id) const {
  return mailbox::number_of(static_cast<oxcdata::MessageId>(instance_id)).value_or(0);
}

Outcome<std::vector<PropertyTag>> MessageRows::tags() {
  // What is kept differs from message to message; so many show what there is as a rule.
  constexpr std::uint64_t looked_at = 100;
  const std::span<const PropertyTag> computed = computed_tags();
  std::vector<PropertyTag> tags(computed.begin(), computed.end());
  store::MessageQuery query;
  query.folder = scope_.folder;
  query.contents = scope_.contents;
  query.limit = looked_at;
  const auto listed = mailbox().store().list_messages(query, [&](const store::MessageRow& row) {
    for (const PropertyTag tag : row.properties.tags()) {
      if (!is_computed(id_of(tag))) tags.push_back(tag);
    }
    return store::Scan::go_on;
  });
  if (!listed) return mailbox().failed(listed.error());
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

}  // namespace mapigate::mailbox
