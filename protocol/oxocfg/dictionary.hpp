#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/wire/bytes.hpp"
#include "protocol/xml/parse_error.hpp"

// The value of PidTagRoamingDictionary: settings by name as an XML document, MS-OXOCFG section 2.2.5.1.

namespace mapigate::oxocfg {

// What the number in front of a key or value says of the text behind it. The numbers are those of .NET's
// System.TypeCode; others than these are kept.
enum class DictionaryType : wire::u32 {
  boolean = 3,    // "True" or "False"
  integer32 = 9,  // decimal
  string = 18,
};

// "9-15" is {integer32, "15"}.
struct DictionaryText {
  DictionaryType type = DictionaryType::string;
  std::string text;  // UTF-8

  // Nothing where the type is another, or the text not of that type.
  std::optional<bool> boolean() const;
  std::optional<wire::i32> integer32() const;

  // Not for what merely converts to bool, as a string literal does.
  static DictionaryText of(std::same_as<bool> auto value) {
    return {DictionaryType::boolean, value ? "True" : "False"};
  }
  static DictionaryText of(wire::i32 value);
  static DictionaryText of(std::string value);

  bool operator==(const DictionaryText&) const = default;
};

struct DictionaryEntry {
  DictionaryText key;
  DictionaryText value;

  bool operator==(const DictionaryEntry&) const = default;
};

struct Dictionary {
  std::string version;                   // of Info: "Outlook.12", a name and a number
  std::vector<DictionaryEntry> entries;  // no key twice

  // The value of a key of type string.
  const DictionaryText* find(std::string_view key) const;

  bool operator==(const Dictionary&) const = default;
};

// ParseError::schema where the elements are not those of the section, a key or value has no type in front, or
// a key comes twice. Up to 512 KB and 8192 entries.
xml::Parsed<Dictionary> parse_dictionary(std::string_view document);
// UTF-8. What XML cannot carry becomes U+FFFD.
std::string write_dictionary(const Dictionary& dictionary);

}  // namespace mapigate::oxocfg
