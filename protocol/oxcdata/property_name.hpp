#pragma once

#include <string>
#include <variant>

#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.6.1: the name of a named property. The GUID stands there for every Kind: so says the
// field table, though a widely used decoder takes it to be missing where there is no name.
struct PropertyName {
  // Kind.
  enum class Kind : wire::u8 { lid = 0x00, name = 0x01, none = 0xFF };

  Kind kind = Kind::none;  // none: the property has no name
  wire::Guid guid;         // of the property set
  wire::u32 lid = 0;       // of Kind::lid
  std::u16string name;     // of Kind::name; at most 126 code units

  bool operator==(const PropertyName&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Kind", self.kind);
    archive.check(self.kind == Kind::lid || self.kind == Kind::name || self.kind == Kind::none);
    archive("GUID", self.guid);
    archive("LID", wire::when(self.kind == Kind::lid, self.lid));
    // NameSize counts bytes and the terminator.
    archive("Name",
            wire::when(self.kind == Kind::name, wire::sized_field<wire::u8>(wire::utf16_z(self.name))));
  }
};

}  // namespace mapigate::oxcdata
