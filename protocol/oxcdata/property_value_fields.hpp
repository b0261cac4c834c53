#pragma once

#include <algorithm>
#include <type_traits>

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/wire/failure.hpp"

// How a value is read and written. Included only where ValueOf is instantiated for an archive
// (property_value.cpp for the reader and the writer), so that others do not compile it again.

namespace mapigate::oxcdata {
namespace detail {

using wire::ValueFormat;

template <PropertyType t, class T>
struct Holds {
  static constexpr PropertyType type = t;
  using Value = T;
};

// Calls `visit` with the Holds of the type. False for a type that no value can have.
template <class F>
bool with_type(PropertyType type, F&& visit) {
  switch (type) {
#define MAPIGATE_TYPE(enumerator, ...)                     \
  case PropertyType::enumerator:                           \
    visit(Holds<PropertyType::enumerator, __VA_ARGS__>{}); \
    return true;
    MAPIGATE_TYPE(null, std::monostate)
    MAPIGATE_TYPE(integer16, wire::i16)
    MAPIGATE_TYPE(integer32, wire::i32)
    MAPIGATE_TYPE(floating32, float)
    MAPIGATE_TYPE(floating64, double)
    MAPIGATE_TYPE(currency, Currency)
    MAPIGATE_TYPE(floating_time, FloatingTime)
    MAPIGATE_TYPE(error_code, ErrorCode)
    MAPIGATE_TYPE(boolean, bool)
    MAPIGATE_TYPE(object, Object)
    MAPIGATE_TYPE(integer64, wire::i64)
    MAPIGATE_TYPE(string8, String8)
    MAPIGATE_TYPE(string, std::u16string)
    MAPIGATE_TYPE(time, wire::FileTime)
    MAPIGATE_TYPE(guid, wire::Guid)
    MAPIGATE_TYPE(server_id, ServerId)
    MAPIGATE_TYPE(restriction, RestrictionValue)
    MAPIGATE_TYPE(rule_action, RuleActions)
    MAPIGATE_TYPE(binary, wire::Bytes)
    MAPIGATE_TYPE(multiple_integer16, std::vector<wire::i16>)
    MAPIGATE_TYPE(multiple_integer32, std::vector<wire::i32>)
    MAPIGATE_TYPE(multiple_floating32, std::vector<float>)
    MAPIGATE_TYPE(multiple_floating64, std::vector<double>)
    MAPIGATE_TYPE(multiple_currency, std::vector<Currency>)
    MAPIGATE_TYPE(multiple_floating_time, std::vector<FloatingTime>)
    MAPIGATE_TYPE(multiple_integer64, std::vector<wire::i64>)
    MAPIGATE_TYPE(multiple_string8, std::vector<String8>)
    MAPIGATE_TYPE(multiple_string, std::vector<std::u16string>)
    MAPIGATE_TYPE(multiple_time, std::vector<wire::FileTime>)
    MAPIGATE_TYPE(multiple_guid, std::vector<wire::Guid>)
    MAPIGATE_TYPE(multiple_binary, std::vector<wire::Bytes>)
#undef MAPIGATE_TYPE
    case PropertyType::unspecified:
      break;
  }
  return false;
}

// MS-OXCMAPIHTTP section 2.2.1.1: the types before which a byte HasValue stands.
constexpr bool has_presence(PropertyType type) {
  return type == PropertyType::string || type == PropertyType::string8 || type == PropertyType::binary ||
         (static_cast<wire::u16>(type) & multivalue_flag) != 0;
}
template <class Archive, class T>
void one(Archive& archive, T& value);

// What stands in front of a value in an address book request, and whether the value is there.
template <class Archive>
bool presence(Archive& archive, bool present) {
  wire::u8 value = present ? has_value : 0;
  archive("HasValue", value);
  return value != 0;
}

// MS-OXORULE section 2.2.5: a count of actions and, before each, its length. Both have the width of a COUNT.
template <class N, class Archive>
void rule_actions(Archive& archive, wire::Bytes& bytes) {
  const auto all = archive.peek();
  std::size_t size = 0;
  const auto number = [&]() -> std::size_t {
    N value = 0;
    if (all.size() - size < sizeof(N)) {
      size = all.size() + 1;
      return 0;
    }
    for (std::size_t i = 0; i < sizeof(N); ++i) value = static_cast<N>(value | N{all[size + i]} << (8 * i));
    size += sizeof(N);
    return value;
  };
  for (auto count = number(); count > 0 && size <= all.size(); --count) {
    const auto length = number();
    size = size > all.size() || length > all.size() - size ? all.size() + 1 : size + length;
  }
  archive("RuleAction", wire::raw(size, bytes));
}

// MS-OXCFXICS section 2.2.4.1.3: a length, and characters that should end with a zero. The value ends at the
// first zero, or where none is.
template <class Archive, class T>
void stream_text(Archive& archive, T& text) {
  if constexpr (Archive::reading) {
    archive("Value", wire::sized_field<wire::u32>(wire::until_end(text)));
    text.resize(std::min(text.size(), text.find(typename T::value_type{})));
  } else if constexpr (std::is_same_v<std::remove_const_t<T>, std::string>) {
    archive("Value", wire::sized_field<wire::u32>(wire::ascii_z(text)));
  } else {
    archive("Value", wire::sized_field<wire::u32>(wire::utf16_z(text)));
  }
}

template <class Archive, class T>
void many(Archive& archive, T& values) {
  using Element = typename std::remove_const_t<T>::value_type;
  if constexpr (std::is_arithmetic_v<Element> || std::is_same_v<Element, Currency> ||
                std::is_same_v<Element, FloatingTime> || std::is_same_v<Element, wire::FileTime> ||
                std::is_same_v<Element, wire::Guid>) {
    archive("Values", wire::counted<wire::u32>(values));
  } else {
    archive("Values", wire::counted_with<wire::u32>(values, [](auto& value, auto& inner) {
              if (inner.format() == ValueFormat::address_book && !presence(inner, true)) return;
              one(inner, value);
            }));
  }
}

template <class Archive, class T>
void one(Archive& archive, T& value) {
  using Value = std::remove_const_t<T>;
  const auto format = archive.format();
  const bool stream = format == ValueFormat::fast_transfer;
  if constexpr (std::is_same_v<Value, bool>) {
    if (!stream) return archive("Value", value);
    wire::u16 number = value ? 1 : 0;
    archive("Value", number);
    if constexpr (Archive::reading) value = number != 0;
  } else if constexpr (std::is_same_v<Value, String8>) {
    if (stream) return stream_text(archive, value.bytes);
    archive("Value", wire::ascii_z(value.bytes));
  } else if constexpr (std::is_same_v<Value, std::u16string>) {
    if (stream) return stream_text(archive, value);
    archive("Value", wire::utf16_z(value));
  } else if constexpr (std::is_same_v<Value, wire::Bytes>) {
    if (format == ValueFormat::rop) return archive("Value", wire::sized<wire::u16>(value));
    archive("Value", wire::sized<wire::u32>(value));
  } else if constexpr (std::is_same_v<Value, Object>) {
    archive.check(stream);
    archive("Value", wire::sized<wire::u32>(value.bytes));
  } else if constexpr (std::is_same_v<Value, ServerId>) {
    // MS-OXCDATA section 2.11.1: a COUNT of 16 bits wherever it stands, but for streams.
    if (stream) return archive("Value", wire::sized<wire::u32>(value));
    archive("Value", wire::sized<wire::u16>(value));
  } else if constexpr (std::is_same_v<Value, RestrictionValue>) {
    archive.check(!stream);
    archive("Value", value);
  } else if constexpr (std::is_same_v<Value, RuleActions>) {
    archive.check(!stream);
    if constexpr (!Archive::reading) {
      archive("RuleAction", wire::raw(value.bytes.size(), value.bytes));
    } else if (format == ValueFormat::rop) {
      rule_actions<wire::u16>(archive, value.bytes);
    } else {
      rule_actions<wire::u32>(archive, value.bytes);
    }
  } else if constexpr (requires { typename Value::value_type; }) {
    many(archive, value);
  } else if constexpr (!std::is_same_v<Value, std::monostate>) {
    archive("Value", value);
  }
}

}  // namespace detail

template <class V>
void ValueOf<V>::fields(auto& self, auto& archive) {
  using Archive = std::remove_reference_t<decltype(archive)>;
  auto type = self.type;
  if (type == PropertyType::unspecified) {
    if constexpr (!Archive::reading) type = type_of(self.value);
    archive("PropertyType", type);
  }
  type = single_type(type);
  const bool known = detail::with_type(type, [&](auto holds) {
    using Value = typename decltype(holds)::Value;
    if (archive.format() == wire::ValueFormat::address_book && detail::has_presence(type)) {
      const bool absent = std::holds_alternative<std::monostate>(self.value);
      if (!detail::presence(archive, Archive::reading || !absent)) {
        if constexpr (Archive::reading) self.value = std::monostate{};
        return;
      }
    }
    if constexpr (Archive::reading) {
      detail::one(archive, self.value.template emplace<Value>());
    } else {
      const auto* held = std::get_if<Value>(&self.value);
      if (held == nullptr) return archive.fail(wire::Fault::invalid);
      detail::one(archive, *held);
    }
  });
  archive.check(known);
}

}  // namespace mapigate::oxcdata
