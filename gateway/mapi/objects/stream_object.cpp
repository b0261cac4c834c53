#include "gateway/mapi/objects/stream_object.hpp"

#include <algorithm>
#include <array>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/string8_values.hpp"
#include "gateway/mapi/text.hpp"

namespace mapigate::mapi {

using mailbox::ErrorCode;
using mailbox::Outcome;
using oxcdata::PropertyType;

namespace {

// Bytes of a value that is carried about as such.
constexpr std::uint64_t largest_inline = 4096;

std::size_t terminator_size(PropertyType type) {
  return type == PropertyType::string ? sizeof(char16_t) : type == PropertyType::string8 ? 1 : 0;
}

wire::Bytes little_endian(std::u16string_view text) {
  wire::Bytes bytes;
  bytes.reserve(2 * text.size());
  for (const char16_t unit : text) {
    bytes.push_back(static_cast<wire::u8>(unit));
    bytes.push_back(static_cast<wire::u8>(unit >> 8));
  }
  return bytes;
}

// The bytes of a value that is not large; nothing for a type that has no stream.
std::optional<wire::Bytes> bytes_of(const oxcdata::PropertyValue& value) {
  if (const auto* text = std::get_if<std::u16string>(&value)) return little_endian(*text);
  if (const auto* bytes = std::get_if<wire::Bytes>(&value)) return *bytes;
  if (const auto* object = std::get_if<oxcdata::Object>(&value)) return object->bytes;
  return std::nullopt;
}

oxcdata::PropertyValue inline_value(PropertyType type, wire::Bytes bytes) {
  if (type == PropertyType::object) return oxcdata::Object{std::move(bytes)};
  if (type == PropertyType::binary) return bytes;
  std::u16string text(bytes.size() / 2, u'\0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
  }
  return std::u16string(until_zero(text));
}

}  // namespace

StreamValue::StreamValue(std::shared_ptr<PropertyObject> object, oxcdata::PropertyTag tag,
                         wire::u32 code_page, StreamPlace place)
    : object_(std::move(object)), tag_(tag), code_page_(code_page), place_(std::move(place)) {}

StreamValue::~StreamValue() { unmark(); }

Outcome<std::shared_ptr<StreamValue>> StreamValue::open(std::shared_ptr<PropertyObject> object,
                                                        oxcdata::PropertyTag tag, bool create,
                                                        wire::u32 code_page, StreamPlace place) {
  std::shared_ptr<StreamValue> value(new StreamValue(std::move(object), tag, code_page, std::move(place)));
  if (create) {
    value->base_ = store::memory_value({});
    value->mark();
    return value;
  }
  const auto property = value->object_->current_property(oxcdata::id_of(tag));
  if (!property) return property.error();
  if (property->tag != unicode_tag(tag)) return ErrorCode::not_found;
  if (auto loaded = value->load(*property); !loaded) return loaded.error();
  return value;
}

Outcome<void> StreamValue::load(const store::Property& property) {
  base_ = property.large;
  if (!base_) {
    auto bytes = bytes_of(property.value);
    if (!bytes) return ErrorCode::not_found;
    base_ = store::memory_value(std::move(*bytes));
  }
  if (oxcdata::type_of(tag_) == PropertyType::string8) {
    auto converted =
        to_string8(*base_, code_page_, store::Spool(place_.folder, largest_inline, place_.budget));
    if (!converted) return failed(converted.error());
    base_ = std::move(*converted);
  }
  return {};
}

std::uint64_t StreamValue::size() const { return spool_ ? spool_->size() : base_->size(); }

Outcome<std::size_t> StreamValue::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
  const auto count = spool_ ? spool_->read(offset, out) : base_->read(offset, out);
  if (!count) return failed(count.error());
  return *count;
}

Outcome<void> StreamValue::begin_writing() {
  if (spool_) return {};
  store::Spool spool(place_.folder, store::Spool::default_memory, place_.budget);
  if (auto copied = spool.append(*base_); !copied) return failed(copied.error());
  spool_.emplace(std::move(spool));
  base_ = nullptr;
  return {};
}

Outcome<void> StreamValue::write(std::uint64_t offset, wire::ByteView bytes) {
  if (bytes.empty()) return {};
  if (offset > place_.limit || bytes.size() > place_.limit - offset) return ErrorCode::too_big;
  if (auto begun = begin_writing(); !begun) return begun;
  if (auto written = spool_->write(offset, bytes); !written) return failed(written.error());
  mark();
  return {};
}

Outcome<void> StreamValue::resize(std::uint64_t size) {
  if (size > place_.limit) return ErrorCode::too_big;
  if (size == this->size()) return {};
  if (auto begun = begin_writing(); !begun) return begun;
  if (auto cut = spool_->truncate(size); !cut) return failed(cut.error());
  mark();
  return {};
}

std::uint64_t StreamValue::size_without_terminator() const {
  const std::size_t unit = terminator_size(oxcdata::type_of(tag_));
  if (unit == 0) return size();
  const std::uint64_t whole = size() / unit * unit;
  std::array<std::uint8_t, sizeof(char16_t)> last{1, 1};
  if (whole == 0) return 0;
  const auto count = read(whole - unit, std::span(last).first(unit));
  const bool terminated = count && *count == unit && last[0] == 0 && last[unit - 1] == 0;
  return terminated ? whole - unit : whole;
}

oxcdata::PropertyTag StreamValue::property_tag() const { return unicode_tag(tag_); }

Outcome<store::Property> StreamValue::property() const {
  store::Property property{property_tag(), {}, nullptr};
  store::LargeValuePtr value = base_;
  if (spool_) {
    const std::uint64_t size = size_without_terminator();
    value = spool_->snapshot(size);
  }
  if (oxcdata::type_of(tag_) == PropertyType::string8) {
    auto converted =
        from_string8(*value, code_page_, store::Spool(place_.folder, largest_inline, place_.budget));
    if (!converted) return failed(converted.error());
    value = std::move(*converted);
  }
  if (value->size() > largest_inline) {
    property.large = std::move(value);
    return property;
  }
  auto bytes = mailbox::read_all(*value, largest_inline);
  if (!bytes) return failed(bytes.error());
  property.value = inline_value(oxcdata::type_of(property.tag), std::move(*bytes));
  return property;
}

Outcome<void> StreamValue::commit() {
  if (!written_) return {};
  auto value = property();
  if (!value) return value.error();
  std::vector<store::Property> properties;
  properties.push_back(std::move(*value));
  const auto problems = object_->set_properties(std::move(properties));
  if (!problems) return problems.error();
  if (!problems->empty()) return problems->front().error;
  unmark();
  return {};
}

void StreamValue::mark() {
  if (!written_) object_->streams.push_back(this);
  written_ = true;
}

void StreamValue::unmark() {
  if (written_) std::erase(object_->streams, this);
  written_ = false;
}

ErrorCode StreamValue::failed(const store::StoreError& error) const {
  return object_->logon->mailbox().failed(error);
}

void StreamObject::released() {
  // Nobody is there to be told; why it failed is in the log.
  if (value.use_count() == 1) (void)value->commit();
}

}  // namespace mapigate::mapi
