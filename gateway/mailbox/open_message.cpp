#include "gateway/mailbox/open_message.hpp"

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/message_access.hpp"
#include "gateway/mailbox/message_columns.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using store::Contents;

namespace {

bool is_associated(Contents contents) {
  return contents == Contents::associated || contents == Contents::deleted_associated;
}

bool is_deleted(Contents contents) {
  return contents == Contents::deleted_normal || contents == Contents::deleted_associated;
}

}  // namespace

Outcome<OpenMessagePtr> OpenMessage::open(LogonPtr logon, FolderNumber folder, MessageNumber number,
                                          OpenMode mode, bool deleted) {
  OpenMessagePtr message(new OpenMessage(std::move(logon), folder));
  message->number_ = number;
  message->deleted_allowed_ = deleted;
  if (auto loaded = message->load(); !loaded) {
    return loaded.error() == ErrorCode::object_deleted ? ErrorCode::not_found : loaded.error();
  }
  if (message->folder_ != folder) {
    // A search folder shows messages of others.
    const auto shown_by = message->mailbox().store().folder(folder);
    if (!shown_by) return message->mailbox().failed(shown_by.error());
    if (shown_by->kind != store::FolderKind::search) return ErrorCode::not_found;
  }
  if ((message->access_ & access_read) == 0) return ErrorCode::access_denied;
  const bool may_modify = (message->access_ & access_modify) != 0;
  if (mode == OpenMode::read_write && !may_modify) return ErrorCode::access_denied;
  message->writable_ = mode != OpenMode::read_only && may_modify;
  return message;
}

Outcome<OpenMessagePtr> OpenMessage::create(LogonPtr logon, FolderNumber folder, bool associated,
                                            std::uint32_t locale) {
  if (auto allowed = logon->require(folder, right_create); !allowed) return allowed.error();
  OpenMessagePtr message(new OpenMessage(std::move(logon), folder));
  const auto record = message->mailbox().store().folder(folder);
  if (!record) return message->mailbox().failed(record.error());
  if (record->deleted) return ErrorCode::not_found;
  // What a search folder shows is elsewhere; views and settings of it are its own.
  if (record->kind == store::FolderKind::search && !associated) return ErrorCode::search_folder;
  message->record_.contents = associated ? Contents::associated : Contents::normal;
  message->set_initial_properties(locale);
  return message;
}

Outcome<OpenMessagePtr> OpenMessage::open_embedded(OpenAttachmentPtr parent, bool writable) {
  OpenMessagePtr message(new OpenMessage(parent->message()->logon_, parent->message()->folder_));
  const store::Content& content = *parent->attachment_.embedded;
  message->record_.properties = content.properties;
  message->record_.recipients = content.recipients;
  message->attachments_ = content.attachments;
  message->record_.created =
      value_or(content.properties, oxprops::pid_tag_creation_time, wire::FileTime()).ticks;
  message->record_.modified =
      value_or(content.properties, oxprops::pid_tag_last_modification_time, wire::FileTime()).ticks;
  message->access_ = parent->message()->access();
  message->writable_ = writable;
  message->read_ = true;
  message->loaded_ = true;
  message->parent_ = std::move(parent);
  return message;
}

Outcome<OpenMessagePtr> OpenMessage::create_embedded(OpenAttachmentPtr parent, std::uint32_t locale) {
  OpenMessagePtr message(new OpenMessage(parent->message()->logon_, parent->message()->folder_));
  message->parent_ = std::move(parent);
  message->set_initial_properties(locale);
  message->access_ = message->parent_->message()->access();
  return message;
}

// [MS-OXCMSG] section 3.2.5.2; what is computed is not among it.
void OpenMessage::set_initial_properties(std::uint32_t locale) {
  new_ = true;
  loaded_ = true;
  writable_ = true;
  access_ = access_modify | access_read;
  read_ = true;
  attachments_.emplace();
  record_.created = record_.modified = mailbox().now();
  store::Properties& properties = record_.properties;
  properties.set(oxprops::pid_tag_importance, std::int32_t{1});
  properties.set(oxprops::pid_tag_message_class, std::u16string(u"IPM.Note"));
  properties.set(oxprops::pid_tag_sensitivity, oxcdata::PropertyValue(std::int32_t{0}));
  properties.set(oxprops::pid_tag_message_flags, static_cast<std::int32_t>(mf_unsent));
  properties.set(oxprops::pid_tag_trust_sender, std::int32_t{1});
  properties.set(oxprops::pid_tag_search_key, new_search_key(mailbox()));
  if (locale != 0) {
    properties.set(oxprops::pid_tag_message_locale_id, static_cast<std::int32_t>(locale));
    properties.set(oxprops::pid_tag_locale_id, static_cast<std::int32_t>(locale));
  }
  const Actor& actor = logon().actor();
  properties.set(oxprops::pid_tag_creator_name, wire::to_utf16(actor.display_name));
  properties.set(oxprops::pid_tag_creator_entry_id, address_book_entry_id(actor.legacy_dn));
  stamp(properties);
}

// Who saves it, and when.
void OpenMessage::stamp(store::Properties& properties) const {
  const Actor& actor = logon().actor();
  properties.set(oxprops::pid_tag_last_modifier_name, wire::to_utf16(actor.display_name));
  properties.set(oxprops::pid_tag_last_modifier_entry_id, address_book_entry_id(actor.legacy_dn));
  properties.set(oxprops::pid_tag_local_commit_time, wire::FileTime{mailbox().now()});
}

Outcome<void> OpenMessage::load() {
  if (loaded_) return {};
  auto record = mailbox().store().message(number_);
  if (!record) {
    return record.error().fault == store::StoreFault::not_found ? ErrorCode::object_deleted
                                                                : mailbox().failed(record.error());
  }
  if (is_deleted(record->contents) && !deleted_allowed_) return ErrorCode::object_deleted;
  const auto state = ReadState::load(mailbox(), logon().actor(), record->folder);
  if (!state) return state.error();
  const store::ChangeNumber change = record->version.change_number;
  read_ = state->is_read(record->read, change);
  folder_ = record->folder;
  const auto access = current_access(record->properties);
  if (!access) return access.error();
  access_ = *access;
  if (!expected_) expected_ = change;
  take(std::move(*record));
  return {};
}

void OpenMessage::take(store::MessageRecord record) {
  record_ = std::move(record);
  loaded_ = true;
  forget_made_bodies();
  count_memory();
}

Outcome<std::uint32_t> OpenMessage::current_access(const store::Properties& properties) const {
  const auto rights = logon().rights(folder_);
  if (!rights) return rights.error();
  return message_access(logon().actor(), *rights,
                        value_or(properties, oxprops::pid_tag_creator_entry_id, wire::Bytes()));
}

Outcome<void> OpenMessage::load_attachments() {
  if (auto loaded = load(); !loaded) return loaded;
  if (attachments_) return {};
  auto attachments = mailbox().store().attachments(number_);
  if (!attachments) {
    return attachments.error().fault == store::StoreFault::not_found ? ErrorCode::object_deleted
                                                                     : mailbox().failed(attachments.error());
  }
  attachments_ = std::move(*attachments);
  return {};
}

std::size_t OpenMessage::depth() const { return parent_ ? parent_->message()->depth() + 1 : 0; }

Outcome<void> OpenMessage::changeable() {
  if (!writable_) return ErrorCode::access_denied;
  return load();
}

// [MS-OXCMSG] section 2.2.1.7: of a message that has changed as far as its attachments are known.
std::uint64_t OpenMessage::current_size() const {
  const bool as_stored = !changed_ && !new_ && !is_embedded();
  if (as_stored || !attachments_) return record_.size;
  return content_size(record_.properties, record_.recipients, *attachments_);
}

MessageFacts OpenMessage::facts() const {
  MessageFacts facts;
  facts.folder = folder_;
  facts.number = number_;
  facts.embedded = is_embedded();
  facts.associated = is_associated(record_.contents);
  facts.change_number = record_.version.change_number;
  facts.read = read_;
  facts.status = record_.status;
  facts.created = record_.created;
  facts.modified = given_modification_time_.value_or(record_.modified);
  facts.deleted = record_.deleted;
  facts.size = record_.size;
  facts.has_attachments =
      attachments_ ? has_visible_attachments(*attachments_) : record_.columns.has_attachments;
  facts.change_key = record_.version.change_key;
  facts.predecessor_change_list = record_.version.predecessor_change_list;
  facts.access = access_;
  facts.modifiable = writable_;
  return facts;
}

}  // namespace mapigate::mailbox
