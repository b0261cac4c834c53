#pragma once

#include <algorithm>
#include <type_traits>

#include "protocol/oxoab/inclusive_size.hpp"
#include "protocol/oxoab/record.hpp"

// How a record is read and written. Included only where OabV4Rec is instantiated for an archive (record.cpp
// for the reader and the writer), so that others do not compile it again.

namespace mapigate::oxoab {
namespace detail {

using oxcdata::PropertyType;
using wire::Fault;
using wire::u32;
using wire::u8;

// Section 2.9.6.1, PtypInteger32 and all counts: up to 127 as one byte; otherwise a byte that is 0x80 and the
// number of bytes that follow, one to four. More bytes than necessary are read but not written.
template <class T>
struct VariableInteger {
  T& value;  // u32

  static void fields(auto& self, auto& archive) {
    using Archive = std::remove_reference_t<decltype(archive)>;
    if constexpr (Archive::reading) {
      const auto first = archive.template number<u8>();
      self.value = first;
      if (first < 0x80) return;
      archive.check(first >= 0x81 && first <= 0x84);
      const auto bytes = archive.take(first & 7);
      self.value = 0;
      for (std::size_t i = 0; i < bytes.size(); ++i) self.value |= u32{bytes[i]} << (8 * i);
    } else {
      const u32 value = self.value;
      if (value < 0x80) return archive.number(static_cast<u8>(value));
      const int count = value > 0xFFFFFF ? 4 : value > 0xFFFF ? 3 : value > 0xFF ? 2 : 1;
      archive.number(static_cast<u8>(0x80 + count));
      for (int i = 0; i < count; ++i) archive.number(static_cast<u8>(value >> (8 * i)));
    }
  }
};
template <class T>
VariableInteger<T> variable_integer(T& value) {
  return {value};
}

// The size of a vector or of bytes, to be written; when reading, 0 that variable_integer() replaces.
template <class T>
u32 count_of(const T& values, auto& archive) {
  using Archive = std::remove_reference_t<decltype(archive)>;
  if constexpr (Archive::reading) return 0;
  if (values.size() > 0xFFFFFFFF) archive.fail(Fault::too_long);
  return static_cast<u32>(values.size());
}

void value_of(auto& value, auto& archive) {
  using Archive = std::remove_reference_t<decltype(archive)>;
  using Value = std::remove_cvref_t<decltype(value)>;
  if constexpr (std::is_same_v<Value, bool>) {
    archive("PtypBoolean", value);
  } else if constexpr (std::is_same_v<Value, u32>) {
    archive("PtypInteger32", variable_integer(value));
  } else if constexpr (std::is_same_v<Value, std::string>) {
    archive("PtypString", wire::ascii_z(value));
    archive.check(!value.empty());
  } else if constexpr (std::is_same_v<Value, wire::Bytes>) {
    u32 size = count_of(value, archive);
    archive("PtypBinary", variable_integer(size));
    archive("PtypBinary", wire::raw(size, value));
  } else if constexpr (requires { typename Value::value_type; }) {
    u32 count = count_of(value, archive);
    archive("count", variable_integer(count));
    if constexpr (Archive::reading) {
      // Each element takes at least one byte. Memory grows with what was really read.
      if (count > archive.remaining()) return archive.fail(Fault::truncated);
      if (value.size() > count) value.resize(count);
      for (u32 i = 0; i < count && archive.ok(); ++i) {
        if (i == value.size()) value.emplace_back();
        value_of(value[i], archive);
      }
    } else {
      for (const auto& element : value) value_of(element, archive);
    }
  }
}

// The alternative that a type has.
template <class F>
void with_oab_type(PropertyType type, F&& visit) {
  switch (type) {
    case PropertyType::integer32:
      return visit(std::type_identity<u32>{});
    case PropertyType::boolean:
      return visit(std::type_identity<bool>{});
    case PropertyType::object:
      return visit(std::type_identity<Unencoded>{});
    case PropertyType::string8:
    case PropertyType::string:
      return visit(std::type_identity<std::string>{});
    case PropertyType::binary:
      return visit(std::type_identity<wire::Bytes>{});
    case PropertyType::multiple_integer32:
      return visit(std::type_identity<std::vector<u32>>{});
    case PropertyType::multiple_string8:
    case PropertyType::multiple_string:
      return visit(std::type_identity<std::vector<std::string>>{});
    case PropertyType::multiple_binary:
      return visit(std::type_identity<std::vector<wire::Bytes>>{});
    default:
      return;  // not in a table, see OabPropRec
  }
}

// presenceBitArray: the first property has the highest bit of the first byte; bits that are left over are 0.
constexpr std::size_t presence_size(std::size_t props) { return (props + 7) / 8; }
constexpr u8 presence_bit(std::size_t index) { return static_cast<u8>(0x80 >> index % 8); }

void read_values(const OabPropTable& table, std::vector<OabValue>& values, auto& reader) {
  wire::ByteView presence;
  reader("presenceBitArray", wire::raw(presence_size(table.props.size()), presence));
  if (!reader.ok()) return;
  if (const auto used = table.props.size() % 8; used != 0)
    reader.check((presence.back() & 0xFF >> used) == 0);
  values.resize(table.props.size());
  for (std::size_t i = 0; i < values.size() && reader.ok(); ++i) {
    if ((presence[i / 8] & presence_bit(i)) == 0) {
      values[i] = std::monostate{};
      continue;
    }
    with_oab_type(oxcdata::type_of(table.props[i].prop_id), [&]<class T>(std::type_identity<T>) {
      auto* held = std::get_if<T>(&values[i]);
      value_of(held != nullptr ? *held : values[i].template emplace<T>(), reader);
    });
  }
}

void write_values(const OabPropTable& table, const std::vector<OabValue>& values, auto& writer) {
  writer.check(values.size() == table.props.size());
  if (!writer.ok()) return;
  for (std::size_t start = 0; start < values.size(); start += 8) {
    u8 byte = 0;
    for (auto i = start; i < std::min(start + 8, values.size()); ++i) {
      if (values[i].index() != 0) byte |= presence_bit(i);
    }
    writer.number(byte);
  }
  for (std::size_t i = 0; i < values.size() && writer.ok(); ++i) {
    if (values[i].index() == 0) continue;
    with_oab_type(oxcdata::type_of(table.props[i].prop_id), [&]<class T>(std::type_identity<T>) {
      const auto* held = std::get_if<T>(&values[i]);
      writer.check(held != nullptr);
      if (held != nullptr) value_of(*held, writer);
    });
  }
}

}  // namespace detail

template <class V>
void OabV4Rec<V>::fields(auto& self, auto& archive) {
  using Archive = std::remove_reference_t<decltype(archive)>;
  archive("cbSize", inclusive_size([&] {
            if constexpr (Archive::reading) {
              detail::read_values(self.table, self.values, archive);
            } else {
              detail::write_values(self.table, self.values, archive);
            }
          }));
}

}  // namespace mapigate::oxoab
