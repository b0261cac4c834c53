#include "protocol/oxcfxics/stream_value.hpp"

#include <utility>

#include "protocol/oxcfxics/meta_properties.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcfxics {

namespace {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using wire::Fault;
using wire::u32;

// What holds the value in memory.
PropertyType value_type(PropertyTag tag) {
  if (tag == meta_tag_idset_given) return PropertyType::binary;
  const auto type = oxcdata::type_of(tag);
  const auto code_page = code_page_of(type);
  if (!code_page) return type;
  const bool wide = *code_page == code_page_utf16 || *code_page == code_page_utf16_big_endian;
  return wide ? PropertyType::string : PropertyType::string8;
}

bool big_endian(PropertyTag tag) { return code_page_of(oxcdata::type_of(tag)) == code_page_utf16_big_endian; }

void swap_bytes(PropertyValue& value) {
  if (auto* const text = std::get_if<std::u16string>(&value)) {
    for (auto& unit : *text) unit = static_cast<char16_t>(unit << 8 | unit >> 8);
  }
}

template <class Value>
auto stream_value(PropertyTag tag, Value& value) {
  return wire::in_format(wire::ValueFormat::fast_transfer, oxcdata::value_of(value_type(tag), value));
}

}  // namespace

wire::Result<PropertyValue> parse_value(PropertyTag tag, wire::ByteView bytes) {
  if (!shape_of(tag)) return wire::Failure{Fault::invalid, 0, "propType"};
  wire::Reader reader(bytes);
  PropertyValue value;
  reader("propValue", stream_value(tag, value));
  if (!reader.finish()) return reader.failure();
  if (big_endian(tag)) swap_bytes(value);
  return value;
}

void write_value(wire::Writer& writer, PropertyTag tag, const PropertyValue& value) {
  if (!shape_of(tag)) return writer.fail(Fault::invalid);
  if (big_endian(tag)) {
    auto swapped = value;
    swap_bytes(swapped);
    writer("propValue", stream_value(tag, std::as_const(swapped)));
  } else {
    writer("propValue", stream_value(tag, value));
  }
}

wire::Result<std::optional<StreamProperty>> PropertyCollector::add(const StreamEvent& event) {
  const wire::Failure above_limit{Fault::limit, 0, "propValue"};
  if (const auto* begin = std::get_if<PropertyBegin>(&event)) {
    if (begin->length > limit_) return above_limit;
    head_ = begin->head;
    bytes_.truncate(0);
    if (begin->shape.multiple) {
      bytes_.number(begin->count);
    } else if (begin->shape.fixed_size == 0) {
      bytes_.number(static_cast<u32>(begin->length));
    }
  } else if (const auto* value = std::get_if<ValueBegin>(&event)) {
    if (bytes_.size() + value->length > limit_) return above_limit;
    bytes_.number(value->length);
  } else if (const auto* piece = std::get_if<ValuePiece>(&event)) {
    bytes_.append(piece->bytes);
  } else if (std::holds_alternative<PropertyEnd>(event)) {
    auto parsed = parse_value(head_.tag, bytes_.view());
    if (!parsed) return parsed.error();
    return std::optional(StreamProperty{std::move(head_), std::move(*parsed)});
  }
  return std::optional<StreamProperty>();
}

}  // namespace mapigate::oxcfxics
