#include "gateway/mailbox/attachment_properties.hpp"

#include <algorithm>
#include <limits>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using store::Attachment;
using store::Property;

namespace {

// PR_STORE_RECORD_KEY of MAPI, which [MS-OXPROPS] does not have.
constexpr PropertyTag store_record_key_tag = oxcdata::property_tag(0x0FFA, PropertyType::binary);
// PidTagObjectType ([MS-OXCPRPT] section 2.2.1.7) of an Attachment object.
constexpr std::int32_t attachment_object = 7;

constexpr PropertyTag computed[] = {
    oxprops::pid_tag_attach_size,       oxprops::pid_tag_attach_number, oxprops::pid_tag_access_level,
    oxprops::pid_tag_mapping_signature, oxprops::pid_tag_record_key,    store_record_key_tag,
    oxprops::pid_tag_store_entry_id,    oxprops::pid_tag_object_type,   oxprops::pid_tag_has_named_properties,
};

// One attachment of its message: the number, so that it is not another's.
wire::Bytes record_key(const Attachment& attachment) {
  wire::Bytes key(4);
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(attachment.number >> 8 * i);
  }
  return key;
}

std::optional<PropertyValue> computed_value(const Mailbox& mailbox, const Attachment& attachment,
                                            bool modifiable, std::uint16_t id) {
  switch (id) {
    case id_of(oxprops::pid_tag_attach_number):
      return static_cast<std::int32_t>(attachment.number);
    case id_of(oxprops::pid_tag_attach_size): {
      constexpr std::uint64_t largest = std::numeric_limits<std::int32_t>::max();
      return static_cast<std::int32_t>(std::min(attachment_size(attachment), largest));
    }
    case id_of(oxprops::pid_tag_access_level):
      return std::int32_t{modifiable ? 1 : 0};
    case id_of(oxprops::pid_tag_mapping_signature):
      return mapping_signature(mailbox);
    case id_of(oxprops::pid_tag_record_key):
      return record_key(attachment);
    case id_of(store_record_key_tag):
      return store_record_key(mailbox);
    case id_of(oxprops::pid_tag_store_entry_id):
      return store_entry_id(mailbox);
    case id_of(oxprops::pid_tag_object_type):
      return attachment_object;
    case id_of(oxprops::pid_tag_has_named_properties): {
      const auto& properties = attachment.properties.all();
      return !properties.empty() && oxcdata::is_named(properties.back().tag);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

bool is_computed_of_attachment(std::uint16_t id) {
  return std::ranges::any_of(computed, [id](PropertyTag tag) { return id_of(tag) == id; });
}

std::optional<Property> attachment_property(const Mailbox& mailbox, const Attachment& attachment,
                                            bool modifiable, std::uint16_t id) {
  if (auto value = computed_value(mailbox, attachment, modifiable, id)) {
    const auto* entry = std::ranges::find(computed, id, [](PropertyTag tag) { return id_of(tag); });
    return Property{*entry, std::move(*value), nullptr};
  }
  if (id == id_of(oxprops::pid_tag_attach_data_object) && attachment.embedded) {
    return Property{oxprops::pid_tag_attach_data_object, {}, nullptr};
  }
  const Property* kept = attachment.properties.find(id);
  if (!kept) return std::nullopt;
  return *kept;
}

std::vector<PropertyTag> attachment_tags(const Attachment& attachment) {
  std::vector<PropertyTag> tags(std::begin(computed), std::end(computed));
  for (const Property& property : attachment.properties.all()) {
    if (!is_computed_of_attachment(id_of(property.tag))) tags.push_back(property.tag);
  }
  if (attachment.embedded) tags.push_back(oxprops::pid_tag_attach_data_object);
  std::ranges::sort(tags);
  return tags;
}

Attachment new_attachment(std::uint32_t number, store::Time now) {
  Attachment attachment;
  attachment.number = number;
  attachment.properties.set(oxprops::pid_tag_rendering_position, std::int32_t{-1});
  attachment.properties.set(oxprops::pid_tag_creation_time, wire::FileTime{now});
  attachment.properties.set(oxprops::pid_tag_last_modification_time, wire::FileTime{now});
  return attachment;
}

}  // namespace mapigate::mailbox
