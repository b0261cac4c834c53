#pragma once

#include <utility>
#include <vector>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/wire/fields.hpp"

// What the bodies of the address book endpoint are made of, MS-OXCMAPIHTTP section 2.2.1. Values, tagged
// values and rows are those of oxcdata, in a format of their own:
//
//   section  structure                               is
//   2.2.1.1  AddressBookPropertyValue                oxcdata::PropertyValue
//   2.2.1.2  AddressBookTaggedPropertyValue          oxcdata::TaggedPropertyValue
//   2.2.1.3  AddressBookPropertyValueList            here
//   2.2.1.4  AddressBookTypedPropertyValue           oxcdata::TypedPropertyValue, and a value of a row
//   2.2.1.5  AddressBookFlaggedPropertyValue         a value of a flagged row
//   2.2.1.6  AddressBookFlaggedPropertyValueWithType the same in a column of any type
//   2.2.1.7  AddressBookPropertyRow                  oxcdata::PropertyRow
//   2.2.1.8  LargePropertyTagArray                   here

namespace mapigate::oxcmapihttp {

// A field of oxcdata in that format: archive("Target", address_book(self.target)).
template <class F>
auto address_book(F&& field) {
  return wire::in_format(wire::ValueFormat::address_book, std::forward<F>(field));
}

// MS-OXCMAPIHTTP section 2.2.1.3
struct AddressBookPropertyValueList {
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const AddressBookPropertyValueList&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyValues", address_book(wire::counted<wire::u32>(self.property_values)));
  }
};

// MS-OXCMAPIHTTP section 2.2.1.8. As a field it is counted<u32>.
using LargePropertyTagArray = std::vector<oxcdata::PropertyTag>;

// Columns, RowCount and RowData, which stand together in several responses.
struct AddressBookRows {
  LargePropertyTagArray columns;
  std::vector<oxcdata::PropertyRow> rows;

  bool operator==(const AddressBookRows&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Columns", wire::counted<wire::u32>(self.columns));
    auto count = static_cast<wire::u32>(self.rows.size());
    archive("RowCount", count);
    archive("RowData", address_book(oxcdata::rows_of(count, self.columns, self.rows)));
  }
};

}  // namespace mapigate::oxcmapihttp
