#pragma once

#include <optional>
#include <vector>

#include "protocol/oxcdata/property_name.hpp"
#include "protocol/oxcrops/rop.hpp"

// Names and numbers of named properties: MS-OXCROPS sections 2.2.8.1, 2.2.8.2 and 2.2.8.10.

namespace mapigate::oxcprpt {

using oxcdata::ErrorCode;
using oxcdata::PropertyName;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.8.1.1; MS-OXCPRPT section 2.2.12.1.
struct GetPropertyIdsFromNamesRequest {
  static constexpr RopId id = RopId::get_property_ids_from_names;
  static constexpr wire::u8 flag_create = 0x02;  // of flags: a name that has no id yet gets one

  wire::u8 flags = 0;
  std::vector<PropertyName> property_names;  // empty: all that the mailbox has

  bool operator==(const GetPropertyIdsFromNamesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("PropertyNames", wire::counted<wire::u16>(self.property_names));
  }
};

// MS-OXCROPS sections 2.2.8.1.2 and 2.2.8.1.3. Where some of the names have no id the ReturnValue may be the
// warning ErrorsReturned (MS-OXCDATA section 2.4.3), with which the ids come too: the layout does not say so,
// but Gromox writes it and OpenChange reads it.
struct GetPropertyIdsFromNamesResponse {
  static constexpr RopId id = RopId::get_property_ids_from_names;

  ErrorCode return_value{};
  std::vector<wire::u16> property_ids;  // in the order of the names; 0 for a name that has none

  bool operator==(const GetPropertyIdsFromNamesResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    const bool all = oxcrops::succeeded(self, archive);
    if (!all && self.return_value != ErrorCode::errors_returned) return;
    archive("PropertyIds", wire::counted<wire::u16>(self.property_ids));
  }
};

// MS-OXCROPS section 2.2.8.2.1; MS-OXCPRPT section 2.2.13.1.
struct GetNamesFromPropertyIdsRequest {
  static constexpr RopId id = RopId::get_names_from_property_ids;

  std::vector<wire::u16> property_ids;

  bool operator==(const GetNamesFromPropertyIdsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyIds", wire::counted<wire::u16>(self.property_ids));
  }
};

// MS-OXCROPS sections 2.2.8.2.2 and 2.2.8.2.3.
struct GetNamesFromPropertyIdsResponse {
  static constexpr RopId id = RopId::get_names_from_property_ids;

  ErrorCode return_value{};
  std::vector<PropertyName> property_names;  // in the order of the ids

  bool operator==(const GetNamesFromPropertyIdsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyNames", wire::counted<wire::u16>(self.property_names));
  }
};

// MS-OXCROPS section 2.2.8.10.1; MS-OXCPRPT section 2.2.9.1.
struct QueryNamedPropertiesRequest {
  static constexpr RopId id = RopId::query_named_properties;
  // Of query_flags.
  static constexpr wire::u8 no_strings = 0x01;  // none that has a string for a name
  static constexpr wire::u8 no_ids = 0x02;      // none that has a LID

  wire::u8 query_flags = 0;
  std::optional<wire::Guid> property_guid;  // only those of this property set

  bool operator==(const QueryNamedPropertiesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("QueryFlags", self.query_flags);
    archive("PropertyGuid", wire::flagged(self.property_guid));  // with HasGuid
  }
};

// MS-OXCROPS sections 2.2.8.10.2 and 2.2.8.10.3.
struct QueryNamedPropertiesResponse {
  static constexpr RopId id = RopId::query_named_properties;

  ErrorCode return_value{};
  std::vector<wire::u16> property_ids;
  std::vector<PropertyName> property_names;  // one for each of the ids

  bool operator==(const QueryNamedPropertiesResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyIds", wire::counted<wire::u16>(self.property_ids));
    archive("PropertyNames", wire::repeated(self.property_ids.size(), self.property_names));
  }
};

}  // namespace mapigate::oxcprpt
