#include "protocol/oxcfxics/stream_value.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "protocol/oxcfxics/meta_properties.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcfxics {

namespace {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::String8;
using wire::ByteView;
using wire::Fault;
using wire::Reader;
using wire::u32;
using wire::u8;
using wire::Writer;

// How the characters of a string type stand in the stream.
enum class Text { none, eight_bit, utf16, utf16_big_endian };

Text text_of(PropertyType type) {
  if (const auto code_page = code_page_of(type)) {
    if (*code_page == code_page_utf16) return Text::utf16;
    if (*code_page == code_page_utf16_big_endian) return Text::utf16_big_endian;
    return Text::eight_bit;
  }
  switch (type) {
    case PropertyType::string8:
    case PropertyType::multiple_string8:
      return Text::eight_bit;
    case PropertyType::string:
    case PropertyType::multiple_string:
      return Text::utf16;
    default:
      return Text::none;
  }
}

void swap_bytes(std::u16string& text) {
  for (auto& unit : text) unit = static_cast<char16_t>(unit << 8 | unit >> 8);
}

String8 read_string8(Reader& reader) {
  const auto bytes = reader.take(reader.number<u32>());
  String8 text;
  text.bytes.assign(bytes.begin(), std::find(bytes.begin(), bytes.end(), u8{0}));
  return text;
}

std::u16string read_string16(Reader& reader, bool big_endian) {
  const auto size = reader.number<u32>();
  reader.check(size % sizeof(char16_t) == 0);
  const auto bytes = reader.take(size);
  const auto length = wire::utf16_z_length(bytes);
  std::u16string text;
  Reader characters(bytes.first(length * sizeof(char16_t)));
  characters.read_value(wire::repeated(length, text));
  if (big_endian) swap_bytes(text);
  return text;
}

template <class T, class Read>
std::vector<T> read_many(Reader& reader, Read&& read_one) {
  std::vector<T> values;
  const auto count = reader.number<u32>();
  // Each has its length in front.
  if (count > reader.remaining() / sizeof(u32)) {
    reader.fail(Fault::truncated);
    return values;
  }
  values.reserve(std::min<std::size_t>(count, reader.remaining() / sizeof(T)));
  for (u32 i = 0; i < count && reader.ok(); ++i) values.push_back(read_one());
  return values;
}

PropertyValue read_text(Reader& reader, Text text, bool multiple) {
  if (text == Text::eight_bit) {
    const auto one = [&] { return read_string8(reader); };
    if (multiple) return read_many<String8>(reader, one);
    return one();
  }
  const auto one = [&] { return read_string16(reader, text == Text::utf16_big_endian); };
  if (multiple) return read_many<std::u16string>(reader, one);
  return one();
}

void write_one(Writer& writer, const String8& text, Text) {
  const auto& bytes = text.bytes;
  if (bytes.size() >= std::numeric_limits<u32>::max()) return writer.fail(Fault::too_long);
  writer.number(static_cast<u32>(bytes.size() + 1));
  writer.write(wire::ascii_z(bytes));
}

void write_one(Writer& writer, const std::u16string& text, Text form) {
  if (text.size() >= std::numeric_limits<u32>::max() / sizeof(char16_t)) return writer.fail(Fault::too_long);
  writer.number(static_cast<u32>((text.size() + 1) * sizeof(char16_t)));
  if (form == Text::utf16_big_endian) {
    auto swapped = text;
    swap_bytes(swapped);
    writer.write(wire::utf16_z(swapped));
  } else {
    writer.write(wire::utf16_z(text));
  }
}

template <class T>
void write_text(Writer& writer, const PropertyValue& value, Text text, bool multiple) {
  if (multiple) {
    const auto* const values = std::get_if<std::vector<T>>(&value);
    if (values == nullptr) return writer.fail(Fault::invalid);
    if (values->size() > std::numeric_limits<u32>::max()) return writer.fail(Fault::too_long);
    writer.number(static_cast<u32>(values->size()));
    for (const auto& one : *values) write_one(writer, one, text);
  } else {
    const auto* const one = std::get_if<T>(&value);
    if (one == nullptr) return writer.fail(Fault::invalid);
    write_one(writer, *one, text);
  }
}

PropertyType value_type(PropertyTag tag) {
  return tag == meta_tag_idset_given ? PropertyType::binary : oxcdata::type_of(tag);
}

}  // namespace

wire::Result<PropertyValue> parse_value(PropertyTag tag, ByteView bytes) {
  Reader reader(bytes);
  PropertyValue value;
  const auto shape = shape_of(tag);
  if (!shape) return wire::Failure{Fault::invalid, 0, "propType"};
  const auto type = value_type(tag);
  if (const auto text = text_of(type); text != Text::none) {
    value = read_text(reader, text, shape->multiple);
  } else {
    reader("propValue", wire::in_format(wire::ValueFormat::fast_transfer, oxcdata::value_of(type, value)));
  }
  if (!reader.finish()) return reader.failure();
  return value;
}

void write_value(Writer& writer, PropertyTag tag, const PropertyValue& value) {
  const auto shape = shape_of(tag);
  if (!shape) return writer.fail(Fault::invalid);
  const auto type = value_type(tag);
  const auto text = text_of(type);
  if (text == Text::none) {
    writer("propValue", wire::in_format(wire::ValueFormat::fast_transfer, oxcdata::value_of(type, value)));
  } else if (text == Text::eight_bit) {
    write_text<String8>(writer, value, text, shape->multiple);
  } else {
    write_text<std::u16string>(writer, value, text, shape->multiple);
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
