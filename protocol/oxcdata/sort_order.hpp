#pragma once

#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.13.1: Order.
enum class SortDirection : wire::u8 { ascending = 0x00, descending = 0x01, maximum_category = 0x04 };

// MS-OXCDATA section 2.13.1.
struct SortOrder {
  PropertyTag tag{};  // of a multivalued column with the multivalue instance flag
  SortDirection order{};

  bool operator==(const SortOrder&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyTag", self.tag);  // PropertyType and PropertyId, in this order
    archive("Order", self.order);
  }
};

// MS-OXCDATA section 2.13.2: the first CategorizedCount orders make categories, ExpandedCount of which begin
// expanded.
struct SortOrderSet {
  wire::u16 categorized_count = 0;
  wire::u16 expanded_count = 0;
  std::vector<SortOrder> sort_orders;

  bool operator==(const SortOrderSet&) const = default;
  static void fields(auto& self, auto& archive) {
    auto count = static_cast<wire::u16>(self.sort_orders.size());
    archive.check(count == self.sort_orders.size() || std::remove_reference_t<decltype(archive)>::reading);
    archive("SortOrderCount", count);
    archive("CategorizedCount", self.categorized_count);
    archive("ExpandedCount", self.expanded_count);
    archive.check(self.expanded_count <= self.categorized_count && self.categorized_count <= count);
    archive("SortOrders", wire::repeated(count, self.sort_orders));
  }
};

}  // namespace mapigate::oxcdata
