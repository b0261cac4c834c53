#pragma once

#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcdata/sort_order.hpp"
#include "protocol/oxcrops/restriction_data.hpp"
#include "protocol/oxctabl/table_status.hpp"

// Which columns and rows a table shows, and in which order: MS-OXCROPS sections 2.2.5.1 to 2.2.5.3, 2.2.5.12
// and 2.2.5.15.

namespace mapigate::oxctabl {

// MS-OXCROPS section 2.2.5.1.1; MS-OXCTABL section 2.2.2.2.1.
struct SetColumnsRequest {
  static constexpr RopId id = RopId::set_columns;

  wire::u8 set_columns_flags = 0;  // table_async
  // At least one. A column of multiple values with oxcdata::multivalue_instance_flag makes a row of each
  // value.
  std::vector<oxcdata::PropertyTag> property_tags;

  bool operator==(const SetColumnsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("SetColumnsFlags", self.set_columns_flags);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};
// MS-OXCROPS sections 2.2.5.1.2 and 2.2.5.1.3.
using SetColumnsResponse = TableStatusResponse<RopId::set_columns>;

// MS-OXCROPS section 2.2.5.2.1; MS-OXCTABL section 2.2.2.3.1.
struct SortTableRequest {
  static constexpr RopId id = RopId::sort_table;

  wire::u8 sort_table_flags = 0;  // table_async
  oxcdata::SortOrderSet sort_orders;

  bool operator==(const SortTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("SortTableFlags", self.sort_table_flags);
    archive("SortOrders", self.sort_orders);  // with the three counts
  }
};
// MS-OXCROPS sections 2.2.5.2.2 and 2.2.5.2.3.
using SortTableResponse = TableStatusResponse<RopId::sort_table>;

// MS-OXCROPS section 2.2.5.3.1; MS-OXCTABL section 2.2.2.4.1.
struct RestrictRequest {
  static constexpr RopId id = RopId::restrict;

  wire::u8 restrict_flags = 0;            // table_async
  oxcdata::RestrictionValue restriction;  // null: all rows

  bool operator==(const RestrictRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RestrictFlags", self.restrict_flags);
    archive("RestrictionData", wire::sized_field<wire::u16>(oxcrops::restriction_data(self.restriction)));
  }
};
// MS-OXCROPS sections 2.2.5.3.2 and 2.2.5.3.3.
using RestrictResponse = TableStatusResponse<RopId::restrict>;

// MS-OXCROPS section 2.2.5.12.1.
using QueryColumnsAllRequest = oxcrops::PlainRequest<RopId::query_columns_all>;

// MS-OXCROPS sections 2.2.5.12.2 and 2.2.5.12.3.
struct QueryColumnsAllResponse {
  static constexpr RopId id = RopId::query_columns_all;

  ErrorCode return_value{};
  std::vector<oxcdata::PropertyTag> property_tags;

  bool operator==(const QueryColumnsAllResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};

// MS-OXCROPS section 2.2.5.15: columns, restriction, order and bookmarks are forgotten.
using ResetTableRequest = oxcrops::PlainRequest<RopId::reset_table>;
using ResetTableResponse = oxcrops::PlainResponse<RopId::reset_table>;

}  // namespace mapigate::oxctabl
