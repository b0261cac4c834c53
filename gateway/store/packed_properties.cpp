#include "gateway/store/packed_properties.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "gateway/store/message_record.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::store {

namespace {

using oxcdata::PropertyType;

constexpr std::size_t header_size = 4;
constexpr std::size_t entry_size = 8;
constexpr std::size_t reference_size = 16;
constexpr std::uint32_t large_flag = 0x8000'0000;

template <class N>
N number_at(wire::ByteView bytes, std::size_t offset) {
  static_assert(std::endian::native == std::endian::little);
  N value{};
  std::memcpy(&value, bytes.data() + offset, sizeof(N));
  return value;
}

// Types of which the value is its bytes as such.
bool is_bytes(PropertyType type) {
  return type == PropertyType::string || type == PropertyType::binary || type == PropertyType::object;
}

wire::ByteView bytes_of(const std::u16string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), 2 * text.size()};
}

// Nothing where the value is not of the type.
std::optional<wire::ByteView> bytes_of(PropertyType type, const oxcdata::PropertyValue& value) {
  if (type != oxcdata::type_of(value)) return std::nullopt;
  if (const auto* text = std::get_if<std::u16string>(&value)) return bytes_of(*text);
  if (const auto* object = std::get_if<oxcdata::Object>(&value)) return wire::ByteView(object->bytes);
  return wire::ByteView(std::get<wire::Bytes>(value));
}

std::optional<oxcdata::PropertyValue> value_of_bytes(PropertyType type, wire::ByteView bytes) {
  if (type == PropertyType::binary) return wire::Bytes(bytes.begin(), bytes.end());
  if (type == PropertyType::object) return oxcdata::Object{wire::Bytes(bytes.begin(), bytes.end())};
  if (bytes.size() % 2 != 0) return std::nullopt;
  std::u16string text(bytes.size() / 2, u'\0');
  if (!bytes.empty()) std::memcpy(text.data(), bytes.data(), bytes.size());
  return text;
}

// A value that is in memory, as one to be kept.
class ValueInMemory final : public LargeValue {
 public:
  explicit ValueInMemory(wire::ByteView bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const auto from = bytes_.subspan(offset, std::min<std::size_t>(out.size(), bytes_.size() - offset));
    std::ranges::copy(from, out.begin());
    return from.size();
  }

 private:
  wire::ByteView bytes_;
};

enum class Written { left_out, value, reference };

Written write_reference(wire::Writer& writer, LargeReference reference) {
  writer.number(reference.id);
  writer.number(reference.size);
  return Written::reference;
}

Written write_value(wire::Writer& writer, const Property& property,
                    const std::function<LargeReference(const LargeValue&)>& keep, std::size_t largest) {
  const auto type = type_of(property.tag);
  if (property.large) {
    return is_bytes(type) ? write_reference(writer, keep(*property.large)) : Written::left_out;
  }
  if (is_bytes(type)) {
    const auto bytes = bytes_of(type, property.value);
    if (!bytes) return Written::left_out;
    if (bytes->size() > largest) return write_reference(writer, keep(ValueInMemory(*bytes)));
    writer.append(*bytes);
    return Written::value;
  }
  // In a writer of its own, since a failure sticks.
  wire::Writer value_writer;
  value_writer.write(wire::in_format(wire::ValueFormat::wide, oxcdata::value_of(type, property.value)));
  if (!value_writer.ok()) return Written::left_out;
  writer.append(value_writer.view());
  return Written::value;
}

}  // namespace

std::optional<PackedProperties> PackedProperties::read(wire::ByteView bytes) {
  PackedProperties packed;
  if (bytes.empty()) return packed;
  if (bytes.size() < header_size) return std::nullopt;
  packed.bytes_ = bytes;
  packed.count_ = number_at<std::uint32_t>(bytes, 0);
  if (packed.count_ > (bytes.size() - header_size) / entry_size) return std::nullopt;
  std::size_t end = header_size + packed.count_ * entry_size;
  int last_id = -1;
  for (std::size_t i = 0; i < packed.count_; ++i) {
    const int id = id_of(packed.tag(i));
    const std::size_t offset = packed.offset(i);
    if (id <= last_id || offset < end || offset > bytes.size()) return std::nullopt;
    last_id = id;
    end = offset;
  }
  return packed;
}

std::vector<oxcdata::PropertyTag> PackedProperties::tags() const {
  std::vector<oxcdata::PropertyTag> tags(count_);
  for (std::size_t i = 0; i < count_; ++i) tags[i] = tag(i);
  return tags;
}

std::optional<Property> PackedProperties::value(std::uint16_t id) const {
  const auto index = position(id);
  if (index == count_ || is_large(index)) return std::nullopt;
  return value_at(index);
}

std::optional<LargeReference> PackedProperties::large(std::uint16_t id) const {
  const auto index = position(id);
  if (index == count_ || !is_large(index)) return std::nullopt;
  return large_at(index);
}

std::vector<LargeReference> PackedProperties::large_values() const {
  std::vector<LargeReference> references;
  for (std::size_t i = 0; i < count_; ++i) {
    if (!is_large(i)) continue;
    if (const auto reference = large_at(i)) references.push_back(*reference);
  }
  return references;
}

std::optional<Properties> PackedProperties::unpack(
    const std::function<LargeValuePtr(LargeReference)>& open) const {
  Properties properties;
  for (std::size_t i = 0; i < count_; ++i) {
    if (is_large(i)) {
      const auto reference = large_at(i);
      if (!reference) return std::nullopt;
      properties.set(tag(i), open(*reference));
    } else {
      auto property = value_at(i);
      if (!property) return std::nullopt;
      properties.set(std::move(*property));
    }
  }
  return properties;
}

oxcdata::PropertyTag PackedProperties::tag(std::size_t index) const {
  return oxcdata::PropertyTag{number_at<std::uint32_t>(bytes_, header_size + index * entry_size)};
}

std::uint32_t PackedProperties::offset(std::size_t index) const {
  return number_at<std::uint32_t>(bytes_, header_size + index * entry_size + 4) & ~large_flag;
}

bool PackedProperties::is_large(std::size_t index) const {
  return (number_at<std::uint32_t>(bytes_, header_size + index * entry_size + 4) & large_flag) != 0;
}

// read() has seen that the offsets are inside and in order.
wire::ByteView PackedProperties::bytes_of(std::size_t index) const {
  const std::size_t begin = offset(index);
  const std::size_t end = index + 1 < count_ ? offset(index + 1) : bytes_.size();
  return bytes_.subspan(begin, end - begin);
}

std::size_t PackedProperties::position(std::uint16_t id) const {
  std::size_t low = 0;
  std::size_t high = count_;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (id_of(tag(middle)) < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < count_ && id_of(tag(low)) == id ? low : count_;
}

std::optional<Property> PackedProperties::value_at(std::size_t index) const {
  Property property{tag(index), {}, nullptr};
  const auto type = type_of(property.tag);
  const auto bytes = bytes_of(index);
  if (is_bytes(type)) {
    auto value = value_of_bytes(type, bytes);
    if (!value) return std::nullopt;
    property.value = std::move(*value);
    return property;
  }
  wire::Reader reader(bytes);
  auto field = wire::in_format(wire::ValueFormat::wide, oxcdata::value_of(type, property.value));
  reader.read(field);
  if (!reader.finish()) return std::nullopt;
  return property;
}

std::optional<LargeReference> PackedProperties::large_at(std::size_t index) const {
  const auto bytes = bytes_of(index);
  if (bytes.size() != reference_size || !is_bytes(type_of(tag(index)))) return std::nullopt;
  return LargeReference{number_at<std::uint64_t>(bytes, 0), number_at<std::uint64_t>(bytes, 8)};
}

std::optional<wire::Bytes> pack(const Properties& properties,
                                const std::function<LargeReference(const LargeValue&)>& keep,
                                std::size_t largest) {
  if (properties.empty()) return wire::Bytes();
  struct Entry {
    oxcdata::PropertyTag tag;
    std::uint32_t offset;  // behind the table, which is as long as there will be entries
  };
  std::vector<Entry> entries;
  entries.reserve(properties.size());
  wire::Writer values(512);
  for (const Property& property : properties.all()) {
    const auto offset = values.size();
    const auto written = write_value(values, property, keep, largest);
    if (written == Written::left_out) continue;
    if (values.size() >= large_flag - header_size - properties.size() * entry_size) return std::nullopt;
    const std::uint32_t flag = written == Written::reference ? large_flag : 0;
    entries.push_back({property.tag, static_cast<std::uint32_t>(offset) | flag});
  }
  const auto table = static_cast<std::uint32_t>(header_size + entries.size() * entry_size);
  wire::Writer writer(table + values.size());
  writer.number(static_cast<std::uint32_t>(entries.size()));
  for (const Entry& entry : entries) {
    writer.number(entry.tag);
    writer.number(entry.offset + table);
  }
  writer.append(values.view());
  return writer.take();
}

std::optional<wire::Bytes> pack(const std::vector<Recipient>& recipients,
                                const std::function<LargeReference(const LargeValue&)>& keep) {
  wire::Writer writer(recipients.empty() ? 0 : 512);
  for (const Recipient& recipient : recipients) {
    const auto properties = pack(recipient.properties, keep);
    if (!properties || writer.size() + properties->size() >= large_flag) return std::nullopt;
    writer.number(recipient.row_id);
    writer.number(recipient.type);
    writer.number(static_cast<std::uint32_t>(properties->size()));
    writer.append(*properties);
  }
  return writer.take();
}

bool read_recipients(wire::ByteView bytes, const std::function<void(const PackedRecipient&)>& visit) {
  wire::Reader reader(bytes);
  while (reader.remaining() > 0) {
    PackedRecipient recipient;
    recipient.row_id = reader.number<std::uint32_t>();
    recipient.type = reader.number<std::uint8_t>();
    const auto properties = PackedProperties::read(reader.take(reader.number<std::uint32_t>()));
    if (!reader.ok() || !properties) return false;
    recipient.properties = *properties;
    visit(recipient);
  }
  return true;
}

}  // namespace mapigate::store
