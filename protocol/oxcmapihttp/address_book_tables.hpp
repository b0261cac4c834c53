#pragma once

#include <optional>
#include <vector>

#include "protocol/oxcmapihttp/address_book_body.hpp"
#include "protocol/oxcmapihttp/address_book_values.hpp"

// The requests about the rows of a table and where a client stands in it: MS-OXCMAPIHTTP sections 2.2.5.3,
// 2.2.5.8, 2.2.5.12, 2.2.5.15 and 2.2.5.17. Those that look for rows are in address_book_search.hpp.

namespace mapigate::oxcmapihttp {

// MS-OXCMAPIHTTP section 2.2.5.3.1
struct CompareMidsRequest {
  std::optional<oxnspi::Stat> state;
  oxnspi::MinimalEntryId minimal_id1{};
  oxnspi::MinimalEntryId minimal_id2{};
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    archive("MinimalId1", self.minimal_id1);
    archive("MinimalId2", self.minimal_id2);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.3.2 and 2.2.5.3.3. Gromox writes Result before ErrorCode, as no other
// response has them.
struct CompareMidsResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::i32 result =
      0;  // below 0 where the first is before the second in the table, above where it is behind
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) archive("Result", self.result);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.8.1
struct GetSpecialTableRequest {
  wire::u32 flags = 0;  // address_creation_templates and unicode_strings of oxnspi/flags.hpp
  std::optional<oxnspi::Stat> state;
  std::optional<wire::u32> version;  // of the hierarchy table that the client has
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    detail::optional_state(archive, self.state);
    detail::optional_field(archive, "HasVersion", "Version", self.version);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.8.2 and 2.2.5.8.3
struct GetSpecialTableResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::u32 code_page = 0;
  std::optional<wire::u32> version;
  std::optional<std::vector<AddressBookPropertyValueList>> rows;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      archive("CodePage", self.code_page);
      detail::optional_field(archive, "HasVersion", "Version", self.version);
      detail::optional_list(archive, "HasRows", "Rows", self.rows);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.12.1
struct QueryRowsRequest {
  wire::u32 flags = 0;  // skip_objects and ephemeral_ids of oxnspi/flags.hpp
  std::optional<oxnspi::Stat> state;
  MinimalIds explicit_table;  // the rows; where there are none, those from the position of the State on
  wire::u32 row_count = 0;    // at most
  std::optional<LargePropertyTagArray> columns;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    detail::optional_state(archive, self.state);
    archive("ExplicitTable", wire::counted<wire::u32>(self.explicit_table));
    archive("RowCount", self.row_count);
    detail::optional_list(archive, "HasColumns", "Columns", self.columns);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.12.2 and 2.2.5.12.3
struct QueryRowsResponse {
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

// MS-OXCMAPIHTTP section 2.2.5.15.1
struct ResortRestrictionRequest {
  std::optional<oxnspi::Stat> state;
  std::optional<MinimalIds> minimal_ids;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.15.2 and 2.2.5.15.3
struct ResortRestrictionResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<oxnspi::Stat> state;
  std::optional<MinimalIds> minimal_ids;  // sorted
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_state(archive, self.state);
      detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.17.1
struct UpdateStatRequest {
  std::optional<oxnspi::Stat> state;
  bool delta_requested = false;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    archive("DeltaRequested", self.delta_requested);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.17.2 and 2.2.5.17.3
struct UpdateStatResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<oxnspi::Stat> state;
  std::optional<wire::i32> delta;  // rows that the position has moved
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_state(archive, self.state);
      detail::optional_field(archive, "HasDelta", "Delta", self.delta);
    }
    detail::auxiliary(self, archive);
  }
};

}  // namespace mapigate::oxcmapihttp
