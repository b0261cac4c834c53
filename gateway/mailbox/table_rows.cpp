#include "gateway/mailbox/table_rows.hpp"

#include <algorithm>
#include <concepts>

#include "gateway/mailbox/value_order.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;

namespace {

const store::Property* made(PropertyTag tag, oxcdata::PropertyValue value, store::Property& scratch) {
  scratch = {tag, std::move(value), nullptr};
  return &scratch;
}

const store::Property* number(PropertyTag tag, std::uint32_t value, store::Property& scratch) {
  return made(tag, static_cast<wire::i32>(value), scratch);
}

// Unique in the table, as [MS-OXPROPS] has it of PidTagInstanceKey.
wire::Bytes instance_key(const RowId& id) {
  wire::Bytes key;
  for (int shift = 0; shift < 64; shift += 8) {
    key.push_back(static_cast<std::uint8_t>(id.instance_id >> shift & 0xFF));
  }
  for (int shift = 0; shift < 32; shift += 8) {
    key.push_back(static_cast<std::uint8_t>(id.instance >> shift & 0xFF));
  }
  return key;
}

}  // namespace

const store::Property* TableRow::find(std::uint16_t property_id, store::Property& scratch) const {
  switch (property_id) {
    case id_of(oxprops::pid_tag_inst_id):
      return made(oxprops::pid_tag_inst_id, static_cast<wire::i64>(id.instance_id), scratch);
    case id_of(oxprops::pid_tag_instance_num):
      return number(oxprops::pid_tag_instance_num, id.instance, scratch);
    case id_of(oxprops::pid_tag_instance_key):
      return made(oxprops::pid_tag_instance_key, instance_key(id), scratch);
    case id_of(oxprops::pid_tag_row_type):
      return number(oxprops::pid_tag_row_type, static_cast<std::uint32_t>(type), scratch);
    case id_of(oxprops::pid_tag_depth):
      return number(oxprops::pid_tag_depth, depth, scratch);
    default:
      break;
  }
  if (!header) return source_.find(property_id, scratch);
  if (property_id == id_of(oxprops::pid_tag_content_count)) {
    return number(oxprops::pid_tag_content_count, header->count, scratch);
  }
  if (property_id == id_of(oxprops::pid_tag_content_unread_count)) {
    return number(oxprops::pid_tag_content_unread_count, header->unread, scratch);
  }
  const bool visible =
      std::find(header->visible.begin(), header->visible.end(), property_id) != header->visible.end();
  return visible ? source_.find(property_id, scratch) : nullptr;
}

Match TableRow::any_recipient(const Visitor& visit) const {
  return header ? Match::no : source_.any_recipient(visit);
}
Match TableRow::any_attachment(const Visitor& visit) const {
  return header ? Match::no : source_.any_attachment(visit);
}

const store::Property* TableRow::column(PropertyTag tag, store::Property& scratch) const {
  const store::Property* property = find(id_of(tag), scratch);
  if (!property || tag != instance_tag) return property;
  auto value = single_value(*property, value_index);
  if (!value) return nullptr;
  scratch = std::move(*value);
  return &scratch;
}

std::optional<store::Property> single_value(const store::Property& property, std::size_t index) {
  const PropertyType type = oxcdata::type_of(property.tag);
  if (!is_multiple(type)) return index == 0 ? std::optional(property) : std::nullopt;
  if (index >= value_count(property.value)) return std::nullopt;
  const auto single = static_cast<PropertyType>(static_cast<wire::u16>(type) & ~oxcdata::multivalue_flag);
  return std::visit(
      [&](const auto& values) -> std::optional<store::Property> {
        using Values = std::remove_cvref_t<decltype(values)>;
        if constexpr (requires { values[index]; } && !std::same_as<Values, wire::Bytes> &&
                      !std::same_as<Values, std::u16string>) {
          return store::Property{oxcdata::with_type(property.tag, single), values[index], nullptr};
        } else {
          return std::nullopt;
        }
      },
      property.value);
}

}  // namespace mapigate::mailbox
