#pragma once

#include <span>
#include <vector>

#include "protocol/oxcdata/property_problem.hpp"
#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcrops/rop.hpp"

// Reading, setting and deleting the properties of an object: MS-OXCROPS sections 2.2.8.3 to 2.2.8.9.

namespace mapigate::oxcprpt {

using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.8.3.1; MS-OXCPRPT section 2.2.2.1.
struct GetPropertiesSpecificRequest {
  static constexpr RopId id = RopId::get_properties_specific;

  wire::u16 property_size_limit = 0;  // bytes of one value; 0 for no limit but that of the response
  wire::u16 want_unicode = 0;         // of strings asked for as PtypUnspecified; nonzero for Unicode
  std::vector<PropertyTag> property_tags;

  bool operator==(const GetPropertiesSpecificRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertySizeLimit", self.property_size_limit);
    archive("WantUnicode", self.want_unicode);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};

// MS-OXCROPS sections 2.2.8.3.2 and 2.2.8.3.3.
struct GetPropertiesSpecificResponse {
  static constexpr RopId id = RopId::get_properties_specific;

  std::span<const PropertyTag> columns;  // the PropertyTags of the request
  ErrorCode return_value{};
  oxcdata::PropertyRow row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RowData", oxcdata::row_of(self.columns, self.row_data));
  }
};

// MS-OXCROPS section 2.2.8.4.1; MS-OXCPRPT section 2.2.3.1.
struct GetPropertiesAllRequest {
  static constexpr RopId id = RopId::get_properties_all;

  wire::u16 property_size_limit = 0;  // as in GetPropertiesSpecificRequest
  wire::u16 want_unicode = 0;

  bool operator==(const GetPropertiesAllRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertySizeLimit", self.property_size_limit);
    archive("WantUnicode", self.want_unicode);
  }
};

// MS-OXCROPS sections 2.2.8.4.2 and 2.2.8.4.3.
struct GetPropertiesAllResponse {
  static constexpr RopId id = RopId::get_properties_all;

  ErrorCode return_value{};
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const GetPropertiesAllResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};

// MS-OXCROPS section 2.2.8.5.1.
using GetPropertiesListRequest = oxcrops::PlainRequest<RopId::get_properties_list>;

// MS-OXCROPS sections 2.2.8.5.2 and 2.2.8.5.3.
struct GetPropertiesListResponse {
  static constexpr RopId id = RopId::get_properties_list;

  ErrorCode return_value{};
  std::vector<PropertyTag> property_tags;

  bool operator==(const GetPropertiesListResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};

// MS-OXCROPS sections 2.2.8.6.1 and 2.2.8.7.1. PropertyValueSize counts the bytes of PropertyValueCount too.
template <RopId rop>
struct SetValuesRequest {
  static constexpr RopId id = rop;

  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const SetValuesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyValues", wire::sized_field<wire::u16>(wire::counted<wire::u16>(self.property_values)));
  }
};
using SetPropertiesRequest = SetValuesRequest<RopId::set_properties>;
using SetPropertiesNoReplicateRequest = SetValuesRequest<RopId::set_properties_no_replicate>;

// What the ROPs that set or delete properties answer.
template <RopId rop>
struct PropertyProblemsResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  std::vector<oxcdata::PropertyProblem> property_problems;

  bool operator==(const PropertyProblemsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyProblems", wire::counted<wire::u16>(self.property_problems));
  }
};

// MS-OXCROPS sections 2.2.8.6.2, 2.2.8.6.3, 2.2.8.7.2 and 2.2.8.7.3.
using SetPropertiesResponse = PropertyProblemsResponse<RopId::set_properties>;
using SetPropertiesNoReplicateResponse = PropertyProblemsResponse<RopId::set_properties_no_replicate>;

// MS-OXCROPS sections 2.2.8.8.1 and 2.2.8.9.1.
template <RopId rop>
struct DeleteValuesRequest {
  static constexpr RopId id = rop;

  std::vector<PropertyTag> property_tags;

  bool operator==(const DeleteValuesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};
using DeletePropertiesRequest = DeleteValuesRequest<RopId::delete_properties>;
using DeletePropertiesNoReplicateRequest = DeleteValuesRequest<RopId::delete_properties_no_replicate>;

// MS-OXCROPS sections 2.2.8.8.2, 2.2.8.8.3, 2.2.8.9.2 and 2.2.8.9.3.
using DeletePropertiesResponse = PropertyProblemsResponse<RopId::delete_properties>;
using DeletePropertiesNoReplicateResponse = PropertyProblemsResponse<RopId::delete_properties_no_replicate>;

}  // namespace mapigate::oxcprpt
