#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "gateway/store/properties.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

struct Recipient;

// A large value inside of packed properties: how the driver finds it again.
struct LargeReference {
  std::uint64_t id = 0;
  std::uint64_t size = 0;  // bytes

  bool operator==(const LargeReference&) const = default;
};

// Properties as one value of the store, so that a few can be picked without looking at the rest. A view: the
// bytes must outlive it.
//
// The bytes, little-endian: a count, so many entries in the order of the property ids, the values. An entry
// is the tag and the offset of the value from the beginning; a value ends where the next one begins. The
// highest bit of the offset says that there is the id and the size of a large value instead. PtypString,
// PtypBinary and PtypObject are their bytes as such, others are in wire::ValueFormat::wide. No bytes: no
// properties.
class PackedProperties {
 public:
  PackedProperties() = default;  // none
  // Nothing where the table is not one: the bytes are damaged. Values are checked when they are asked for.
  static std::optional<PackedProperties> read(wire::ByteView bytes);

  std::size_t size() const { return count_; }
  // The tags in the order of their ids.
  std::vector<oxcdata::PropertyTag> tags() const;
  bool contains(std::uint16_t id) const { return position(id) != count_; }
  // Nothing where there is none, where it is large, or where its bytes are damaged.
  std::optional<Property> value(std::uint16_t id) const;
  std::optional<LargeReference> large(std::uint16_t id) const;
  // Of the large ones, in the order of their property ids.
  std::vector<LargeReference> large_values() const;
  // All of them; `open` makes the values of large ones. Nothing where any is damaged.
  std::optional<Properties> unpack(const std::function<LargeValuePtr(LargeReference)>& open) const;

 private:
  oxcdata::PropertyTag tag(std::size_t index) const;
  std::uint32_t offset(std::size_t index) const;
  bool is_large(std::size_t index) const;
  wire::ByteView bytes_of(std::size_t index) const;
  std::size_t position(std::uint16_t id) const;  // count_: there is none
  std::optional<Property> value_at(std::size_t index) const;
  std::optional<LargeReference> large_at(std::size_t index) const;

  wire::ByteView bytes_;
  std::size_t count_ = 0;
};

// `keep` says where the large ones are kept. It is also asked for values of more than `largest` bytes that
// are not large yet, of the types that may be. The inverse of PackedProperties. A value that does not fit its
// tag, or that its type cannot hold (a zero in a string of several), is left out. Nothing where all of them
// together are more than 2 GB.
std::optional<wire::Bytes> pack(const Properties& properties,
                                const std::function<LargeReference(const LargeValue&)>& keep,
                                std::size_t largest = SIZE_MAX);

// Recipients in the same way, one after the other.
std::optional<wire::Bytes> pack(const std::vector<Recipient>& recipients,
                                const std::function<LargeReference(const LargeValue&)>& keep);
// Calls `visit` for each; false where the bytes are damaged, then for those before the damage.
struct PackedRecipient {
  std::uint32_t row_id = 0;
  std::uint8_t type = 0;
  PackedProperties properties;
};
bool read_recipients(wire::ByteView bytes, const std::function<void(const PackedRecipient&)>& visit);

}  // namespace mapigate::store
