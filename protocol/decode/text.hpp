#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/bytes.hpp"
#include "protocol/wire/filetime.hpp"
#include "protocol/wire/guid.hpp"

// How values are shown. A structure without an overload is shown by its fields.

namespace mapigate::decode {

std::string hexadecimal(std::uint64_t number, int digits);

std::string text_of(bool value);
std::string text_of(double value);
std::string text_of(oxcdata::ErrorCode code);     // "ecNotFound (0x8004010F)"
std::string text_of(oxcdata::PropertyTag tag);    // "0x0037001F PidTagSubject"
std::string text_of(oxcdata::PropertyType type);  // "PtypString (0x001F)"
std::string text_of(oxcrops::RopId id);           // "RopOpenFolder (0x02)"
std::string text_of(const std::string& text);     // in quotes; bytes above 0x7E as \xNN
std::string text_of(const std::u16string& text);  // in quotes, UTF-8
std::string text_of(wire::ByteView bytes);        // "3 bytes: 01 02 03"
inline std::string text_of(const wire::Bytes& bytes) { return text_of(wire::ByteView(bytes)); }
template <std::size_t n>
std::string text_of(const std::array<wire::u8, n>& bytes) {
  return text_of(wire::ByteView(bytes));
}
std::string text_of(const wire::Guid& guid);
std::string text_of(wire::FileTime time);  // "2026-11-24T15:25:19.0000000Z"
std::string text_of(oxcdata::Currency value);
inline std::string text_of(oxcdata::FloatingTime value) { return text_of(value.days); }
inline std::string text_of(const oxcdata::String8& text) { return text_of(text.bytes); }
std::string text_of_id(std::uint64_t id);  // "1-0000000000A1"
inline std::string text_of(oxcdata::FolderId id) { return text_of_id(static_cast<std::uint64_t>(id)); }
inline std::string text_of(oxcdata::MessageId id) { return text_of_id(static_cast<std::uint64_t>(id)); }
inline std::string text_of(oxcdata::ChangeNumber id) { return text_of_id(static_cast<std::uint64_t>(id)); }

// "-5", "1034 (0x040A)"
template <class N>
requires(std::integral<N> && !std::same_as<N, bool>) std::string text_of(N value) {
  auto text = std::to_string(value);
  if (value >= 0 && value < 10) return text;
  return text + " (" + hexadecimal(static_cast<std::make_unsigned_t<N>>(value), 2 * sizeof(N)) + ")";
}
template <class E>
requires std::is_enum_v<E> std::string text_of(E value) {
  return text_of(static_cast<std::underlying_type_t<E>>(value));
}
// "[1, 2, 3]"
template <class T>
requires(wire::is_number<T> && !std::same_as<T, wire::u8>) std::string text_of(const std::vector<T>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + text_of(value);
  return "[" + text + "]";
}

}  // namespace mapigate::decode
