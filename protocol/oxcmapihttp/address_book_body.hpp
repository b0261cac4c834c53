#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxnspi/minimal_entry_id.hpp"
#include "protocol/oxnspi/stat.hpp"
#include "protocol/wire/fields.hpp"

// What the bodies of MS-OXCMAPIHTTP section 2.2.5 have in common.

namespace mapigate::oxcmapihttp {

using MinimalIds = std::vector<oxnspi::MinimalEntryId>;

namespace detail {

// A Boolean and, where it is not zero, what it announces. It is written like HasValue of a property value:
// the document says "nonzero", and this is what peers send.
void optional_field(auto& archive, const char* has_name, auto& value, auto&& visit) {
  wire::u8 present = value.has_value() ? oxcdata::has_value : 0;
  archive(has_name, present);
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    value.reset();
    if (present != 0 && archive.ok()) value.emplace();
  }
  if (value) visit(*value);
}
void optional_field(auto& archive, const char* has_name, const char* name, auto& value) {
  optional_field(archive, has_name, value, [&](auto& present) { archive(name, present); });
}
// The same of a list after its 32-bit count.
void optional_list(auto& archive, const char* has_name, const char* name, auto& value) {
  optional_field(archive, has_name, value,
                 [&](auto& present) { archive(name, wire::counted<wire::u32>(present)); });
}
void optional_state(auto& archive, auto& state) { optional_field(archive, "HasState", "State", state); }

// StatusCode and, in a success response, ErrorCode: whether the rest of a success response follows. A failure
// response has nothing more than an auxiliary buffer.
bool succeeded(auto& self, auto& archive) {
  archive("StatusCode", self.status_code);
  const bool success = archive.ok() && self.status_code == 0;
  archive("ErrorCode", wire::when(success, self.error_code));
  return success;
}

// How every body ends.
void auxiliary(auto& self, auto& archive) {
  archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
}

}  // namespace detail

// A response of nothing but the ErrorCode.
struct PlainAddressBookResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    detail::succeeded(self, archive);
    detail::auxiliary(self, archive);
  }
};

}  // namespace mapigate::oxcmapihttp
