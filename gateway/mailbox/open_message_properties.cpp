// The properties of a message that is open.

#include <algorithm>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using store::Property;

namespace {

// Large values are in files; what is beyond this is no message but an attack on the memory.
constexpr std::uint64_t max_memory = std::uint64_t{16} << 20;

std::u16string string_of(const Property& property) {
  return text_of(property, max_subject).value_or(std::u16string());
}

template <class T>
std::optional<T> value_of(const Property& property) {
  const T* value = std::get_if<T>(&property.value);
  return value ? std::optional<T>(*value) : std::nullopt;
}

// What says who has made a message must not be anybody's word.
bool is_server_set(std::uint16_t id) {
  return id == id_of(oxprops::pid_tag_creator_name) || id == id_of(oxprops::pid_tag_creator_entry_id);
}

}  // namespace

Outcome<Property> OpenMessage::property(std::uint16_t id) {
  if (auto loaded = load(); !loaded) return loaded.error();
  if (is_body(id)) return body_property(id);
  if (auto unsaved = unsaved_property(id)) return std::move(*unsaved);
  if (is_computed(id)) {
    MessageFacts known = facts();
    if (id == id_of(oxprops::pid_tag_message_size)) known.size = current_size();
    auto computed = computed_property(mailbox(), known, KeptInMemory(record_.properties), id);
    if (!computed) return ErrorCode::not_found;
    return std::move(*computed);
  }
  const Property* kept = record_.properties.find(id);
  if (!kept) return ErrorCode::not_found;
  return *kept;
}

// What is brought up to date only when the message is saved.
std::optional<Property> OpenMessage::unsaved_property(std::uint16_t id) {
  const auto names = [&](PropertyTag tag, std::uint8_t kind) -> std::optional<Property> {
    if (!recipients_changed_) return std::nullopt;
    return Property{tag, display_names(record_.recipients, kind), nullptr};
  };
  const bool body_saved = record_.properties.find(id_of(oxprops::pid_tag_native_body)) != nullptr;
  switch (id) {
    case id_of(oxprops::pid_tag_display_to):
      return names(oxprops::pid_tag_display_to, recipient_to);
    case id_of(oxprops::pid_tag_display_cc):
      return names(oxprops::pid_tag_display_cc, recipient_cc);
    case id_of(oxprops::pid_tag_display_bcc):
      return names(oxprops::pid_tag_display_bcc, recipient_bcc);
    case id_of(oxprops::pid_tag_native_body):
      if (body_saved) return std::nullopt;
      return Property{oxprops::pid_tag_native_body,
                      static_cast<std::int32_t>(native_body(record_.properties)), nullptr};
    case id_of(oxprops::pid_tag_rtf_in_sync):
      if (body_saved || record_.properties.find(id)) return std::nullopt;
      return Property{oxprops::pid_tag_rtf_in_sync, rtf_in_sync(record_.properties), nullptr};
    default:
      return std::nullopt;
  }
}

Outcome<Property> OpenMessage::body_property(std::uint16_t id) {
  if (const Property* made = made_bodies_.find(id)) return *made;
  auto found = body(record_.properties, id);
  if (found && !record_.properties.find(id)) {
    made_memory_ += size_of(*found);
    made_bodies_.set(*found);
  }
  return found;
}

void OpenMessage::forget_made_bodies() {
  made_bodies_ = {};
  made_memory_ = 0;
}

Outcome<std::vector<PropertyTag>> OpenMessage::property_tags() {
  if (auto loaded = load(); !loaded) return loaded.error();
  std::vector<PropertyTag> tags;
  for (const Property& property : record_.properties.all()) {
    if (!is_computed(id_of(property.tag))) tags.push_back(property.tag);
  }
  for (const PropertyTag tag : computed_tags()) {
    if (const auto computed = property(id_of(tag))) tags.push_back(computed->tag);
  }
  std::ranges::sort(tags);
  return tags;
}

Outcome<const store::Properties*> OpenMessage::kept_properties() {
  if (auto loaded = load(); !loaded) return loaded.error();
  return &record_.properties;
}

bool OpenMessage::has_room_for(std::uint64_t more) {
  // Counted up, and exactly only where that is too much.
  if (memory_ + more > max_memory) count_memory();
  if (memory_ + more > max_memory) return false;
  memory_ += more;
  return true;
}

void OpenMessage::count_memory() {
  memory_ = memory_of(record_.properties);
  for (const store::Recipient& recipient : record_.recipients) memory_ += memory_of(recipient.properties);
  if (!attachments_) return;
  for (const store::Attachment& attachment : *attachments_) memory_ += memory_of(attachment);
}

void OpenMessage::touch(std::uint16_t id) {
  changed_ids_.insert(id);
  changed_ = true;
}

// Bodies that are written between two saves say the same in several formats; what was there before is
// outdated.
void OpenMessage::set_body(Property property) {
  const std::uint16_t written = id_of(property.tag);
  for (const PropertyTag tag :
       {oxprops::pid_tag_body, oxprops::pid_tag_html, oxprops::pid_tag_rtf_compressed}) {
    const std::uint16_t id = id_of(tag);
    if (!written_bodies_.contains(id)) record_.properties.erase(id);
    touch(id);
  }
  if (written_bodies_.empty()) record_.properties.erase(id_of(oxprops::pid_tag_rtf_in_sync));
  written_bodies_.insert(written);
  record_.properties.erase(id_of(oxprops::pid_tag_native_body));
  record_.properties.set(std::move(property));
  normalize_body(record_.properties);
  touch(id_of(oxprops::pid_tag_internet_codepage));
  touch(id_of(oxprops::pid_tag_rtf_in_sync));
  forget_made_bodies();
}

// Of what is not simply kept; `done` where that is all.
Outcome<void> OpenMessage::set_special(Property& property, bool& done) {
  done = true;
  store::Properties& properties = record_.properties;
  const bool never_saved = new_;
  switch (id_of(property.tag)) {
    case id_of(oxprops::pid_tag_subject):
      set_subject(properties, string_of(property));
      break;
    case id_of(oxprops::pid_tag_subject_prefix):
      set_subject_prefix(properties, string_of(property));
      break;
    case id_of(oxprops::pid_tag_normalized_subject):
      set_normalized_subject(properties, string_of(property));
      break;
    case id_of(oxprops::pid_tag_message_flags): {
      // Once it has been saved they are read-only; programs that copy a message set them all the same.
      const auto flags = value_of<std::int32_t>(property);
      if (!never_saved || !flags) return {};
      const auto wanted = static_cast<std::uint32_t>(*flags);
      const auto kept =
          static_cast<std::uint32_t>(value_or(properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
      read_ = (wanted & mf_read) != 0;
      properties.set(
          oxprops::pid_tag_message_flags,
          static_cast<std::int32_t>((kept & ~mf_client_flags) | (wanted & mf_client_flags & ~mf_read)));
      touch(id_of(property.tag));
      return {};
    }
    case id_of(oxprops::pid_tag_read):
      if (never_saved) read_ = value_of<bool>(property).value_or(read_);
      return {};
    case id_of(oxprops::pid_tag_creation_time):
      if (!never_saved) return ErrorCode::access_denied;
      record_.created = value_of<wire::FileTime>(property).value_or(wire::FileTime{record_.created}).ticks;
      changed_ = true;
      return {};
    case id_of(oxprops::pid_tag_last_modification_time):
      if (const auto time = value_of<wire::FileTime>(property)) given_modification_time_ = time->ticks;
      changed_ = true;
      return {};
    case id_of(oxprops::pid_tag_conversation_topic):
    case id_of(oxprops::pid_tag_tnef_correlation_key):
    case id_of(oxprops::pid_tag_rtf_in_sync):
      done = false;
      return {};
    default:
      if (is_body(id_of(property.tag))) {
        set_body(std::move(property));
        return {};
      }
      if (is_computed(id_of(property.tag)) || is_server_set(id_of(property.tag)))
        return ErrorCode::access_denied;
      done = false;
      return {};
  }
  touch(id_of(oxprops::pid_tag_subject_prefix));
  touch(id_of(oxprops::pid_tag_normalized_subject));
  return {};
}

Outcome<void> OpenMessage::set_property(Property property) {
  if (auto may = changeable(); !may) return may;
  if (type_of(property.tag) == PropertyType::object) return ErrorCode::access_denied;
  if (!has_room_for(memory_of(property))) return ErrorCode::out_of_memory;
  bool done = false;
  if (auto special = set_special(property, done); !special || done) return special;
  const std::uint16_t id = id_of(property.tag);
  if (id == id_of(oxprops::pid_tag_internet_codepage)) forget_made_bodies();
  touch(id);
  record_.properties.set(std::move(property));
  return {};
}

Outcome<void> OpenMessage::delete_property(std::uint16_t id) {
  if (auto may = changeable(); !may) return may;
  store::Properties& properties = record_.properties;
  if (id == id_of(oxprops::pid_tag_subject) || id == id_of(oxprops::pid_tag_normalized_subject)) {
    for (const PropertyTag tag : {oxprops::pid_tag_subject_prefix, oxprops::pid_tag_normalized_subject}) {
      properties.erase(id_of(tag));
      touch(id_of(tag));
    }
    return {};
  }
  const bool kept_too =
      id == id_of(oxprops::pid_tag_subject_prefix) || id == id_of(oxprops::pid_tag_conversation_topic) ||
      id == id_of(oxprops::pid_tag_tnef_correlation_key) || id == id_of(oxprops::pid_tag_rtf_in_sync);
  if ((is_computed(id) && !kept_too) || is_server_set(id)) return ErrorCode::access_denied;
  if (!properties.erase(id)) return {};
  if (is_body(id)) {
    properties.erase(id_of(oxprops::pid_tag_native_body));
    written_bodies_.erase(id);
    forget_made_bodies();
  }
  touch(id);
  return {};
}

Outcome<void> OpenMessage::change_flags(std::uint32_t set, std::uint32_t clear) {
  if (auto may = load(); !may) return may;
  const auto kept = static_cast<std::uint32_t>(
      value_or(record_.properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
  record_.properties.set(oxprops::pid_tag_message_flags, static_cast<std::int32_t>((kept & ~clear) | set));
  touch(id_of(oxprops::pid_tag_message_flags));
  return {};
}

}  // namespace mapigate::mailbox
