#include "gateway/mailbox/property_values.hpp"

#include <algorithm>

namespace mapigate::mailbox {

using oxcdata::PropertyType;

namespace {

// UTF-16LE without a terminator, as large values have it.
std::u16string from_little_endian(wire::ByteView bytes) {
  std::u16string text(bytes.size() / 2, u'\0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
  }
  return text;
}

template <class T>
concept FixedSize = std::is_trivially_copyable_v<T>;

struct Size {
  std::uint64_t operator()(const std::monostate&) const { return 0; }
  template <FixedSize T>
  std::uint64_t operator()(const T& value) const {
    return sizeof(value);
  }
  std::uint64_t operator()(const std::u16string& text) const { return text.size() * sizeof(char16_t); }
  std::uint64_t operator()(const oxcdata::String8& text) const { return text.bytes.size(); }
  std::uint64_t operator()(const wire::Bytes& bytes) const { return bytes.size(); }
  std::uint64_t operator()(const oxcdata::Object& object) const { return object.bytes.size(); }
  std::uint64_t operator()(const oxcdata::RuleActions& actions) const { return actions.bytes.size(); }
  std::uint64_t operator()(const oxcdata::ServerId& id) const { return 21 + id.client_data.size(); }
  // Only rules have these, and they are small.
  std::uint64_t operator()(const oxcdata::RestrictionValue&) const { return sizeof(void*); }
  template <class T>
  std::uint64_t operator()(const std::vector<T>& values) const {
    std::uint64_t size = 0;
    for (const auto& value : values) size += (*this)(value);
    return size;
  }
};

}  // namespace

store::StoreResult<wire::Bytes> read_all(const store::LargeValue& value, std::size_t limit) {
  wire::Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(value.size(), limit)));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = value.read(done, std::span(bytes).subspan(done));
    if (!count) return count.error();
    if (*count == 0) break;
    done += *count;
  }
  bytes.resize(done);
  return bytes;
}

std::optional<std::u16string> text_of(const store::Property& property, std::size_t limit) {
  if (type_of(property.tag) != PropertyType::string) return std::nullopt;
  if (!property.large) {
    const auto* text = std::get_if<std::u16string>(&property.value);
    if (!text) return std::nullopt;
    return text->substr(0, limit);
  }
  const auto bytes = read_all(*property.large, limit <= SIZE_MAX / 2 ? limit * 2 : SIZE_MAX);
  if (!bytes) return std::nullopt;
  return from_little_endian(*bytes);
}

std::optional<wire::Bytes> bytes_of(const store::Property& property, std::size_t limit) {
  if (type_of(property.tag) != PropertyType::binary) return std::nullopt;
  if (!property.large) {
    const auto* bytes = std::get_if<wire::Bytes>(&property.value);
    if (!bytes) return std::nullopt;
    return wire::Bytes(bytes->begin(),
                       bytes->begin() + static_cast<std::ptrdiff_t>(std::min(bytes->size(), limit)));
  }
  auto bytes = read_all(*property.large, limit);
  if (!bytes) return std::nullopt;
  return std::move(*bytes);
}

std::u16string text_of(const store::Properties& properties, oxcdata::PropertyTag tag, std::size_t limit) {
  const store::Property* property = properties.find(oxcdata::id_of(tag));
  return property ? text_of(*property, limit).value_or(std::u16string()) : std::u16string();
}

std::uint64_t size_of(const store::Property& property) {
  return property.large ? property.large->size() : std::visit(Size(), property.value);
}

std::uint64_t size_of(const store::Properties& properties) {
  std::uint64_t size = 0;
  for (const store::Property& property : properties.all()) size += size_of(property);
  return size;
}

std::uint64_t memory_of(const store::Property& property) {
  return sizeof(store::Property) + (property.large ? 0 : size_of(property));
}

std::uint64_t memory_of(const store::Properties& properties) {
  std::uint64_t memory = 0;
  for (const store::Property& property : properties.all()) memory += memory_of(property);
  return memory;
}

std::uint64_t memory_of(const store::Attachment& attachment) {
  std::uint64_t memory = sizeof(store::Attachment) + memory_of(attachment.properties);
  if (!attachment.embedded) return memory;
  memory += sizeof(store::Content) + memory_of(attachment.embedded->properties);
  for (const auto& recipient : attachment.embedded->recipients) {
    memory += sizeof(store::Recipient) + memory_of(recipient.properties);
  }
  for (const auto& inner : attachment.embedded->attachments) memory += memory_of(inner);
  return memory;
}

}  // namespace mapigate::mailbox
