#pragma once

#include <string_view>

#include "protocol/oxcdata/property_name.hpp"
#include "protocol/oxcdata/property_type.hpp"
#include "protocol/oxprops/property_sets.hpp"

namespace mapigate::oxprops {

// A PidLid or PidName property of MS-OXPROPS section 2.
struct NamedProperty {
  wire::Guid property_set;
  wire::u32 lid;                    // Property long ID (LID), of a PidLid property
  std::u16string_view name;         // Property name, of a PidName property; else empty
  oxcdata::PropertyType type;       // Data type
  std::string_view canonical_name;  // "PidLidTaskStatus"

  bool operator==(const NamedProperty&) const = default;
  // What RopGetPropertyIdsFromNames asks for (MS-OXCDATA section 2.6.1).
  oxcdata::PropertyName property_name() const;
};

#define PID_LID(enumerator, property_set, lid, type, canonical_name) \
  inline constexpr NamedProperty enumerator{                         \
      property_set, lid, {}, oxcdata::PropertyType::type, canonical_name};
#define PID_NAME(enumerator, property_set, name, type, canonical_name)                             \
  inline constexpr NamedProperty enumerator{property_set, 0, u##name, oxcdata::PropertyType::type, \
                                            canonical_name};
#include "protocol/oxprops/named_properties.inc"
#undef PID_NAME
#undef PID_LID

// Null where the document has no such property.
const NamedProperty* find(const wire::Guid& property_set, wire::u32 lid);
// Names are compared to the letter, but for those of PS_INTERNET_HEADERS: header fields are the same in upper
// and lower case, and MS-OXSHARE section 4 itself writes them in another case than MS-OXPROPS.
const NamedProperty* find(const wire::Guid& property_set, std::u16string_view name);
const NamedProperty* find(const oxcdata::PropertyName& name);
// By its canonical name, to the letter.
const NamedProperty* find(std::string_view canonical_name);

}  // namespace mapigate::oxprops
