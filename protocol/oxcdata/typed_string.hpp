#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

#include "protocol/wire/fields.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.11.7: StringType.
enum class StringType : wire::u8 {
  none = 0x00,   // there is no string
  empty = 0x01,  // nothing follows
  string8 = 0x02,
  reduced_unicode = 0x03,  // of each code unit the low byte; the high bytes are all zero
  unicode = 0x04,
};

// MS-OXCDATA section 2.11.7: a string in the shortest form that can hold it.
struct TypedString {
  StringType type = StringType::none;
  std::string string8;    // of StringType::string8, in the code page of the session
  std::u16string string;  // of StringType::reduced_unicode and unicode

  bool operator==(const TypedString&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("StringType", self.type);
    archive.check(self.type <= StringType::unicode);
    archive("String", wire::when(self.type == StringType::string8, wire::ascii_z(self.string8)));
    archive("String", wire::when(self.type == StringType::unicode, wire::utf16_z(self.string)));
    if (self.type == StringType::reduced_unicode) reduced(self.string, archive);
  }

 private:
  static void reduced(auto& string, auto& archive) {
    std::string low_bytes;
    if constexpr (!std::remove_reference_t<decltype(archive)>::reading) {
      archive.check(std::ranges::all_of(string, [](char16_t unit) { return unit <= 0xFF; }));
      low_bytes.assign(string.begin(), string.end());
    }
    archive("String", wire::ascii_z(low_bytes));
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      string.resize(low_bytes.size());
      std::ranges::transform(low_bytes, string.begin(),
                             [](char byte) { return static_cast<wire::u8>(byte); });
    }
  }
};

// The shortest form of a Unicode string.
inline TypedString typed_string(std::u16string_view string) {
  if (string.empty()) return {StringType::empty, {}, {}};
  const bool narrow = std::ranges::all_of(string, [](char16_t unit) { return unit <= 0xFF; });
  return {narrow ? StringType::reduced_unicode : StringType::unicode, {}, std::u16string(string)};
}

}  // namespace mapigate::oxcdata
