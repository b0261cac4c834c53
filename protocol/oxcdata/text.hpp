#pragma once

#include <string>
#include <type_traits>
#include <variant>

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcdata {

// A string of which a flag that stands before it says whether it is Unicode.
using Text = std::variant<std::u16string, String8>;

// One null-terminated field. What is written must be of the kind that the flag says.
void text_z(auto& archive, const char* field_name, bool unicode, auto& text) {
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    text = unicode ? Text(std::u16string()) : Text(String8());
  } else {
    if (std::holds_alternative<std::u16string>(text) != unicode) return archive.fail(wire::Fault::invalid);
  }
  if (unicode) {
    archive(field_name, wire::utf16_z(std::get<std::u16string>(text)));
  } else {
    archive(field_name, wire::ascii_z(std::get<String8>(text).bytes));
  }
}

}  // namespace mapigate::oxcdata
