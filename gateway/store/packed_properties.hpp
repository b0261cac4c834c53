#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "gateway/store/properties.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

// A large value inside of packed properties: how the driver finds it again.
struct LargeReference {
  std::uint64_t id = 0;
  std::uint64_t size = 0;  // bytes
};

// Properties as one value of the store: a table of tags and offsets in front of the values, so that a few can
// be picked without looking at the rest. A view: the bytes must outlive it.
class PackedProperties {
 public:
  PackedProperties() = default;  // none
  // Nothing where the table is not one: the bytes are damaged. Values are checked when they are asked for.
  static std::optional<PackedProperties> read(wire::ByteView bytes);

  std::size_t size() const { return count_; }
  // The tags in the order of their ids.
  std::vector<oxcdata::PropertyTag> tags() const;
  bool contains(std::uint16_t id) const;
  // Nothing where there is none, where it is large, or where its bytes are damaged.
  std::optional<Property> value(std::uint16_t id) const;
  std::optional<LargeReference> large(std::uint16_t id) const;
  // All of them; `open` makes the values of large ones. Nothing where any is damaged.
  std::optional<Properties> unpack(const std::function<LargeValuePtr(LargeReference)>& open) const;

 private:
  wire::ByteView bytes_;
  std::size_t count_ = 0;
};

// `keep` says where the large ones are kept. The inverse of PackedProperties.
wire::Bytes pack(const Properties& properties, const std::function<LargeReference(const LargeValue&)>& keep);

}  // namespace mapigate::store
