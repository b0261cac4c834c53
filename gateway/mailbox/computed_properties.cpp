#include "gateway/mailbox/computed_properties.hpp"

#include <algorithm>
#include <limits>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/conversation.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using store::Property;

namespace {

// PR_STORE_RECORD_KEY of MAPI, which [MS-OXPROPS] does not have.
constexpr PropertyTag store_record_key_tag = oxcdata::property_tag(0x0FFA, PropertyType::binary);
// PidTagObjectType ([MS-OXCPRPT] section 2.2.1.7) of a Message object.
constexpr std::int32_t message_object = 5;

// What one property is computed from.
struct Context {
  const Mailbox& mailbox;
  const MessageFacts& facts;
  const KeptProperties& kept;

  std::optional<std::u16string> text(PropertyTag tag) const {
    const auto property = kept.value(id_of(tag));
    if (!property || property->tag != tag) return std::nullopt;
    return std::get<std::u16string>(property->value);
  }
  bool flag(PropertyTag tag) const {
    const auto property = kept.value(id_of(tag));
    const bool* value = property ? std::get_if<bool>(&property->value) : nullptr;
    return value && *value;
  }
  std::int32_t number(PropertyTag tag) const {
    const auto property = kept.value(id_of(tag));
    const auto* value = property ? std::get_if<std::int32_t>(&property->value) : nullptr;
    return value ? *value : 0;
  }
  bool saved() const { return facts.number != 0; }
  bool in_folder() const { return !facts.embedded; }
};

using Value = std::optional<PropertyValue>;
using Compute = Value (*)(const Context&);

std::int64_t id_number(auto id) { return static_cast<std::int64_t>(id); }

Value entry_id(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return message_entry_id(c.mailbox, c.facts.folder, c.facts.number);
}
Value parent_entry_id(const Context& c) {
  if (!c.in_folder()) return std::nullopt;
  return folder_entry_id(c.mailbox, c.facts.folder);
}
Value mid(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return id_number(message_id(c.facts.number));
}
Value fid(const Context& c) {
  if (!c.in_folder()) return std::nullopt;
  return id_number(folder_id(c.facts.folder));
}
// The row of a contents table that shows the message; the only one unless a column makes several of it.
Value instance_number(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return std::int32_t{0};
}
Value instance_key(const Context& c) {
  if (!c.saved()) return std::nullopt;
  wire::Bytes key(12);  // PidTagInstID and PidTagInstanceNum
  const auto id = static_cast<std::uint64_t>(message_id(c.facts.number));
  for (std::size_t i = 0; i < sizeof(id); ++i) key[i] = static_cast<std::uint8_t>(id >> 8 * i);
  return key;
}
Value message_source_key(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return source_key(c.mailbox, c.facts.number);
}
Value parent_source_key(const Context& c) {
  if (!c.in_folder()) return std::nullopt;
  return source_key(c.mailbox, c.facts.folder);
}
store::Version version_of(const MessageFacts& facts) {
  const auto copy = [](wire::ByteView bytes) { return wire::Bytes(bytes.begin(), bytes.end()); };
  return {facts.change_number, copy(facts.change_key), copy(facts.predecessor_change_list)};
}
Value message_change_key(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return change_key(c.mailbox, version_of(c.facts));
}
Value predecessors(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return predecessor_change_list(c.mailbox, version_of(c.facts));
}
Value change(const Context& c) {
  if (!c.saved()) return std::nullopt;
  return id_number(change_number(c.facts.change_number));
}
Value flags(const Context& c) {
  return static_cast<std::int32_t>(
      message_flags(c.facts, static_cast<std::uint32_t>(c.number(oxprops::pid_tag_message_flags)),
                    c.flag(oxprops::pid_tag_read_receipt_requested),
                    c.flag(oxprops::pid_tag_non_receipt_notification_requested)));
}
// As PidTagMessageSizeExtended, which has the same id, where it does not fit PidTagMessageSize.
Value message_size(const Context& c) {
  constexpr std::uint64_t largest = std::numeric_limits<std::int32_t>::max();
  if (c.facts.size <= largest) return static_cast<std::int32_t>(c.facts.size);
  return static_cast<wire::i64>(c.facts.size);
}
Value status(const Context& c) { return static_cast<std::int32_t>(c.facts.status); }
Value read(const Context& c) { return c.facts.read; }
Value has_attachments(const Context& c) { return c.facts.has_attachments; }
Value associated(const Context& c) { return c.facts.associated; }
Value has_named_properties(const Context& c) { return c.kept.any_named(); }
Value access(const Context& c) { return static_cast<std::int32_t>(c.facts.access); }
Value access_level(const Context& c) { return std::int32_t{c.facts.modifiable ? 1 : 0}; }
Value creation_time(const Context& c) { return wire::FileTime{c.facts.created}; }
Value modification_time(const Context& c) { return wire::FileTime{c.facts.modified}; }
Value deletion_time(const Context& c) {
  if (!c.facts.deleted) return std::nullopt;
  return wire::FileTime{*c.facts.deleted};
}
Value object_type(const Context&) { return message_object; }
Value store_id(const Context& c) { return store_entry_id(c.mailbox); }
Value store_key(const Context& c) { return store_record_key(c.mailbox); }
Value signature(const Context& c) { return mapping_signature(c.mailbox); }

Value normalized_subject(const Context& c) { return c.text(oxprops::pid_tag_normalized_subject); }
Value subject_prefix(const Context& c) {
  const auto prefix = c.text(oxprops::pid_tag_subject_prefix);
  if (!prefix && !c.kept.contains(id_of(oxprops::pid_tag_normalized_subject))) return std::nullopt;
  return prefix.value_or(std::u16string());
}
Value subject(const Context& c) {
  const auto prefix = c.text(oxprops::pid_tag_subject_prefix);
  const auto normalized = c.text(oxprops::pid_tag_normalized_subject);
  if (!prefix && !normalized) return std::nullopt;
  return prefix.value_or(std::u16string()) + normalized.value_or(std::u16string());
}
// [MS-OXOMSG] section 2.2.1.5: the normalized subject of the first message, which is what this one has.
Value conversation_topic(const Context& c) {
  const auto topic = c.text(oxprops::pid_tag_conversation_topic);
  return topic ? topic : c.text(oxprops::pid_tag_normalized_subject);
}
Value conversation(const Context& c) {
  std::optional<Property> index;
  if (c.flag(oxprops::pid_tag_conversation_index_tracking)) {
    index = c.kept.value(id_of(oxprops::pid_tag_conversation_index));
  }
  const auto* bytes = index ? std::get_if<wire::Bytes>(&index->value) : nullptr;
  const auto topic = conversation_topic(c);
  return conversation_id(bytes ? wire::ByteView(*bytes) : wire::ByteView(),
                         topic ? std::get<std::u16string>(*topic) : std::u16string());
}
template <const PropertyTag& tag>
Value names(const Context& c) {
  return c.text(tag).value_or(std::u16string());
}
// What a TNEF attachment says that it belongs to by X-MS-TNEF-Correlator ([MS-OXCMAIL]): the message id and a
// zero.
Value tnef_correlation_key(const Context& c) {
  if (auto kept = c.kept.value(id_of(oxprops::pid_tag_tnef_correlation_key))) return kept->value;
  const auto id = c.text(oxprops::pid_tag_internet_message_id);
  if (!id || id->empty()) return std::nullopt;
  const std::string utf8 = wire::to_utf8(*id);
  wire::Bytes key(utf8.begin(), utf8.end());
  key.push_back(0);
  return key;
}
// Kept when the message is saved (message_write.cpp).
Value native(const Context& c) { return c.number(oxprops::pid_tag_native_body); }
Value in_sync(const Context& c) {
  if (const auto kept = c.kept.value(id_of(oxprops::pid_tag_rtf_in_sync))) return kept->value;
  return c.number(oxprops::pid_tag_native_body) == static_cast<std::int32_t>(NativeBody::rtf);
}

struct Entry {
  PropertyTag tag;
  Compute compute;
};

// In the order of their ids.
constexpr Entry entries[] = {
    {oxprops::pid_tag_subject, subject},
    {oxprops::pid_tag_subject_prefix, subject_prefix},
    {oxprops::pid_tag_conversation_topic, conversation_topic},
    {oxprops::pid_tag_tnef_correlation_key, tnef_correlation_key},
    {oxprops::pid_tag_display_bcc, names<oxprops::pid_tag_display_bcc>},
    {oxprops::pid_tag_display_cc, names<oxprops::pid_tag_display_cc>},
    {oxprops::pid_tag_display_to, names<oxprops::pid_tag_display_to>},
    {oxprops::pid_tag_message_flags, flags},
    {oxprops::pid_tag_message_size, message_size},
    {oxprops::pid_tag_parent_entry_id, parent_entry_id},
    {oxprops::pid_tag_message_status, status},
    {oxprops::pid_tag_has_attachments, has_attachments},
    {oxprops::pid_tag_normalized_subject, normalized_subject},
    {oxprops::pid_tag_rtf_in_sync, in_sync},
    {oxprops::pid_tag_read, read},
    {oxprops::pid_tag_access, access},
    {oxprops::pid_tag_instance_key, instance_key},
    {oxprops::pid_tag_access_level, access_level},
    {oxprops::pid_tag_mapping_signature, signature},
    {oxprops::pid_tag_record_key, message_source_key},
    {store_record_key_tag, store_key},
    {oxprops::pid_tag_store_entry_id, store_id},
    {oxprops::pid_tag_object_type, object_type},
    {oxprops::pid_tag_entry_id, entry_id},
    {oxprops::pid_tag_native_body, native},
    {oxprops::pid_tag_creation_time, creation_time},
    {oxprops::pid_tag_last_modification_time, modification_time},
    {oxprops::pid_tag_conversation_id, conversation},
    {oxprops::pid_tag_source_key, message_source_key},
    {oxprops::pid_tag_parent_source_key, parent_source_key},
    {oxprops::pid_tag_change_key, message_change_key},
    {oxprops::pid_tag_predecessor_change_list, predecessors},
    {oxprops::pid_tag_has_named_properties, has_named_properties},
    {oxprops::pid_tag_deleted_on, deletion_time},
    {oxprops::pid_tag_folder_id, fid},
    {oxprops::pid_tag_mid, mid},
    {oxprops::pid_tag_inst_id, mid},
    {oxprops::pid_tag_instance_num, instance_number},
    {oxprops::pid_tag_change_number, change},
    {oxprops::pid_tag_associated, associated},
};
constexpr auto entry_tag_id = [](const Entry& entry) { return id_of(entry.tag); };
static_assert(std::ranges::is_sorted(entries, {}, entry_tag_id));

const Entry* entry_of(std::uint16_t id) {
  const Entry* entry = std::ranges::lower_bound(entries, id, {}, entry_tag_id);
  return entry != std::end(entries) && id_of(entry->tag) == id ? entry : nullptr;
}

constexpr auto all_tags = [] {
  std::array<PropertyTag, std::size(entries)> tags{};
  std::ranges::transform(entries, tags.begin(), &Entry::tag);
  return tags;
}();

}  // namespace

MessageFacts facts_of(const store::MessageRow& row, std::uint32_t access) {
  MessageFacts facts;
  facts.folder = row.folder;
  facts.number = row.number;
  facts.associated =
      row.contents == store::Contents::associated || row.contents == store::Contents::deleted_associated;
  facts.change_number = row.change_number;
  facts.read = row.read;
  facts.status = row.status;
  facts.created = row.created;
  facts.modified = row.modified;
  facts.deleted = row.deleted;
  facts.size = row.size;
  facts.has_attachments = row.has_attachments;
  facts.change_key = row.change_key;
  facts.predecessor_change_list = row.predecessor_change_list;
  facts.access = access;
  facts.modifiable = (access & access_modify) != 0;
  return facts;
}

bool KeptInRow::any_named() const {
  const auto tags = properties_.tags();
  return std::ranges::any_of(tags, [](PropertyTag tag) { return oxcdata::is_named(tag); });
}

std::optional<Property> KeptInMemory::value(std::uint16_t id) const {
  const Property* property = properties_.find(id);
  if (!property) return std::nullopt;
  if (!property->large) return *property;
  // A subject may be large. Values that are no texts are for streams.
  auto text = text_of(*property, max_subject);
  if (!text) return std::nullopt;
  return Property{property->tag, std::move(*text), nullptr};
}

bool KeptInMemory::any_named() const {
  return !properties_.empty() && oxcdata::is_named(properties_.all().back().tag);
}

bool is_computed(std::uint16_t id) { return entry_of(id) != nullptr; }

std::span<const PropertyTag> computed_tags() { return all_tags; }

std::optional<Property> computed_property(const Mailbox& mailbox, const MessageFacts& facts,
                                          const KeptProperties& kept, std::uint16_t id) {
  const Entry* entry = entry_of(id);
  if (!entry) return std::nullopt;
  auto value = entry->compute(Context{mailbox, facts, kept});
  if (!value) return std::nullopt;
  const PropertyTag tag = oxcdata::with_type(entry->tag, oxcdata::type_of(*value));
  return Property{tag, std::move(*value), nullptr};
}

std::uint32_t message_flags(const MessageFacts& facts, std::uint32_t kept, bool notify_read,
                            bool notify_unread) {
  std::uint32_t flags = kept & ~mf_computed;
  // [MS-OXCMSG] section 2.2.1.6: mfEverRead is set and cleared together with mfRead.
  if (facts.read) flags |= mf_read | mf_ever_read;
  if (facts.has_attachments) flags |= mf_has_attach;
  if (facts.associated) flags |= mf_fai;
  if (notify_read) flags |= mf_notify_read;
  if (notify_unread) flags |= mf_notify_unread;
  return flags;
}

}  // namespace mapigate::mailbox
