#include "gateway/backend/mime/values.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace mapigate::mime {

namespace {

// The store keeps larger values apart (gateway/store); smaller ones are simpler as they are.
constexpr std::size_t largest_inline = 4096;

std::string_view as_bytes(std::u16string_view text) {
  static_assert(std::endian::native == std::endian::little);
  return {reinterpret_cast<const char*>(text.data()), text.size() * sizeof(char16_t)};
}

wire::ByteView view(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

}  // namespace

store::StoreResult<void> ValueWriter::append(std::string_view bytes) { return spool_.append(view(bytes)); }

store::StoreResult<void> ValueWriter::append(std::u16string_view text) { return append(as_bytes(text)); }

store::StoreResult<std::string> ValueWriter::bytes() const {
  std::string bytes(static_cast<std::size_t>(spool_.size()), '\0');
  const auto read = spool_.read(0, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  if (!read) return read.error();
  return bytes;
}

store::StoreResult<void> ValueWriter::finish(store::Properties& properties, oxcdata::PropertyTag tag) {
  if (spool_.size() > largest_inline) {
    properties.set(tag, spool_.finish());
    return {};
  }
  const auto value = bytes();
  if (!value) return value.error();
  if (oxcdata::type_of(tag) == oxcdata::PropertyType::string) {
    std::u16string text(value->size() / 2, u'\0');
    std::memcpy(text.data(), value->data(), text.size() * sizeof(char16_t));
    properties.set(tag, std::move(text));
  } else {
    properties.set(tag, wire::Bytes(value->begin(), value->end()));
  }
  return {};
}

void set_text(store::Properties& properties, oxcdata::PropertyTag tag, std::u16string text) {
  if (text.size() * sizeof(char16_t) <= largest_inline) {
    properties.set(tag, std::move(text));
  } else {
    const auto bytes = as_bytes(text);
    properties.set(tag, store::memory_value({bytes.begin(), bytes.end()}));
  }
}

store::StoreResult<void> pieces_of(const store::Property& property,
                                   const std::function<store::StoreResult<void>(std::string_view)>& take) {
  if (property.large) {
    std::array<char, 65536> piece;
    for (std::uint64_t at = 0; at < property.large->size();) {
      const auto count =
          property.large->read(at, {reinterpret_cast<std::uint8_t*>(piece.data()), piece.size()});
      if (!count) return count.error();
      if (*count == 0)
        return store::StoreError{store::StoreFault::unavailable, "A value is shorter than its size says"};
      if (auto taken = take({piece.data(), *count}); !taken) return taken;
      at += *count;
    }
  } else if (const auto* text = std::get_if<std::u16string>(&property.value)) {
    return take(as_bytes(*text));
  } else if (const auto* bytes = std::get_if<wire::Bytes>(&property.value)) {
    return take({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  }
  return {};
}

store::StoreResult<std::string> bytes_of(const store::Properties& properties, oxcdata::PropertyTag tag,
                                         std::size_t limit) {
  std::string bytes;
  const store::Property* property = properties.find(oxcdata::id_of(tag));
  if (property == nullptr || property->tag != tag) return bytes;
  if (property->large) {
    bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(limit, property->large->size())));
    const auto count =
        property->large->read(0, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    if (!count) return count.error();
    bytes.resize(*count);
    return bytes;
  }
  const auto taken = pieces_of(*property, [&](std::string_view piece) -> store::StoreResult<void> {
    bytes = piece.substr(0, limit);
    return {};
  });
  if (!taken) return taken.error();
  return bytes;
}

store::StoreResult<std::u16string> text_of(const store::Properties& properties, oxcdata::PropertyTag tag,
                                           std::size_t limit) {
  const auto bytes = bytes_of(properties, tag, limit * sizeof(char16_t));
  if (!bytes) return bytes.error();
  std::u16string text(bytes->size() / sizeof(char16_t), u'\0');
  std::memcpy(text.data(), bytes->data(), text.size() * sizeof(char16_t));
  return text;
}

}  // namespace mapigate::mime
