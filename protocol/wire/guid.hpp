#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::wire {

// MS-DTYP section 2.3.4.2. Held as on the wire: Data1, Data2 and Data3 little endian, then the eight bytes of
// Data4.
struct Guid {
  std::array<u8, 16> bytes{};

  // "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX" in either case, with or without braces (MS-DTYP section 2.3.4.3).
  static std::optional<Guid> from_text(std::string_view text);
  // Lower case, without braces.
  std::string text() const;
  // Upper case, in braces: the form MAPI/HTTP headers carry.
  std::string braced() const;
  bool is_nil() const { return *this == Guid{}; }

  auto operator<=>(const Guid&) const = default;
  static void fields(auto& self, auto& archive) { archive("Guid", self.bytes); }
};

}  // namespace mapigate::wire
