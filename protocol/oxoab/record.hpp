#pragma once

#include <string>
#include <variant>
#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/wire/fields.hpp"

// The records of an OAB version 4 details file and the table that says what is in them, MS-OXOAB
// sections 2.9.3 to 2.9.6.

namespace mapigate::oxoab {

// Section 2.9.4: the types that a property of the file can have.
bool is_oab_type(oxcdata::PropertyType type);

// OAB_PROP_REC, section 2.9.4.
struct OabPropRec {
  // Ambiguous names are resolved by this property.
  static constexpr wire::u32 flag_anr = 0x00000001;
  // A key by which entries are found; every entry has a value.
  static constexpr wire::u32 flag_primary_key = 0x00000002;

  oxcdata::PropertyTag prop_id{};
  wire::u32 flags = 0;

  bool operator==(const OabPropRec&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulPropID", self.prop_id);
    archive.check(is_oab_type(oxcdata::type_of(self.prop_id)));
    archive("ulFlags", self.flags);
  }
};

// OAB_PROP_TABLE, section 2.9.3: the properties of a record, in the order of its values.
struct OabPropTable {
  std::vector<OabPropRec> props;

  bool operator==(const OabPropTable&) const = default;
  static void fields(auto& self, auto& archive) { archive("rgProps", wire::counted<wire::u32>(self.props)); }
};

// PtypObject: there is a value, but not in the file. Clients ask the server for it.
struct Unencoded {
  bool operator==(const Unencoded&) const = default;
};

// A value of a record. std::monostate: not present. Integers are unsigned. Strings are UTF-8 where the type
// is PtypString (section 2.9.6.4), and in an eight-bit character set, in practice ASCII, where it is
// PtypString8; they are not empty, since an empty string is not present (section 2.9.6.3).
using OabValue = std::variant<std::monostate, Unencoded, bool, wire::u32, std::string, wire::Bytes,
                              std::vector<wire::u32>, std::vector<std::string>, std::vector<wire::Bytes>>;

// OAB_V4_REC, section 2.9.5, as the table says: one value for each of its properties. When writing, a value
// of another type than the table's is invalid. When reading, `values` keeps its memory, so that one vector
// can serve for all records of a file.
template <class V>
struct OabV4Rec {
  const OabPropTable& table;
  V& values;  // std::vector<OabValue>
  static void fields(auto& self, auto& archive);
};
template <class V>
OabV4Rec<V> oab_v4_rec(const OabPropTable& table, V& values) {
  return {table, values};
}

}  // namespace mapigate::oxoab
