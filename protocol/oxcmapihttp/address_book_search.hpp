#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxcmapihttp/address_book_body.hpp"
#include "protocol/oxcmapihttp/address_book_values.hpp"
#include "protocol/wire/guid.hpp"

// The requests that look for rows: MS-OXCMAPIHTTP sections 2.2.5.5, 2.2.5.14 and 2.2.5.16.

namespace mapigate::oxcmapihttp {

// PropertyNameGuid and PropertyNameId of MS-OXCMAPIHTTP section 2.2.5.5.1: a property that holds objects,
// which are to be the rows.
struct PropertyNameOfRows {
  wire::Guid guid;
  wire::u32 id = 0;

  bool operator==(const PropertyNameOfRows&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyNameGuid", self.guid);
    archive("PropertyNameId", self.id);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.5.1
struct GetMatchesRequest {
  std::optional<oxnspi::Stat> state;
  std::optional<MinimalIds> minimal_ids;
  std::optional<oxcdata::Restriction> filter;
  std::optional<PropertyNameOfRows> property_name;
  wire::u32 row_count = 0;  // at most
  std::optional<LargePropertyTagArray> columns;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
    archive("InterfaceOptionFlags", wire::reserved(4));
    detail::optional_field(archive, "HasFilter", self.filter,
                           [&](auto& present) { archive("Filter", address_book(present)); });
    detail::optional_field(archive, "HasPropertyName", "PropertyName", self.property_name);
    archive("RowCount", self.row_count);
    detail::optional_list(archive, "HasColumns", "Columns", self.columns);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.5.2 and 2.2.5.5.3
struct GetMatchesResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<oxnspi::Stat> state;
  std::optional<MinimalIds> minimal_ids;  // of the explicit table: all rows that match
  std::optional<AddressBookRows> rows;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_state(archive, self.state);
      detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
      detail::optional_field(archive, "HasColumnsAndRows", "ColumnsAndRows", self.rows);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.14.1
struct ResolveNamesRequest {
  std::optional<oxnspi::Stat> state;
  std::optional<LargePropertyTagArray> property_tags;
  std::optional<std::vector<std::u16string>> names;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    detail::optional_list(archive, "HasPropertyTags", "PropertyTags", self.property_tags);
    detail::optional_field(archive, "HasNames", self.names, [&](auto& list) {
      archive("Names", wire::counted_with<wire::u32>(
                           list, [](auto& name, auto& inner) { inner("Name", wire::utf16_z(name)); }));
    });
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.14.2 and 2.2.5.14.3
struct ResolveNamesResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::u32 code_page = 0;
  std::optional<MinimalIds>
      minimal_ids;                      // mid_unresolved, mid_ambiguous or mid_resolved for each of the names
  std::optional<AddressBookRows> rows;  // one for each that is resolved
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      archive("CodePage", self.code_page);
      detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
      detail::optional_field(archive, "HasRowsAndCols", "RowsAndCols", self.rows);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.16.1
struct SeekEntriesRequest {
  std::optional<oxnspi::Stat> state;
  std::optional<oxcdata::TaggedPropertyValue> target;  // the first row that is not before it
  std::optional<MinimalIds> explicit_table;
  std::optional<LargePropertyTagArray> columns;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    detail::optional_field(archive, "HasTarget", self.target,
                           [&](auto& present) { archive("Target", address_book(present)); });
    detail::optional_list(archive, "HasExplicitTable", "ExplicitTable", self.explicit_table);
    detail::optional_list(archive, "HasColumns", "Columns", self.columns);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.16.2 and 2.2.5.16.3
struct SeekEntriesResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<oxnspi::Stat> state;
  std::optional<AddressBookRows> rows;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_state(archive, self.state);
      detail::optional_field(archive, "HasColumnsAndRows", "ColumnsAndRows", self.rows);
    }
    detail::auxiliary(self, archive);
  }
};

}  // namespace mapigate::oxcmapihttp
