#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/oxcmapihttp/address_book_body.hpp"
#include "protocol/oxcmapihttp/address_book_values.hpp"
#include "protocol/oxnspi/entry_id.hpp"

// The requests about single objects of the address book and their properties: MS-OXCMAPIHTTP
// sections 2.2.5.4, 2.2.5.6, 2.2.5.7, 2.2.5.9 to 2.2.5.11 and 2.2.5.13.

namespace mapigate::oxcmapihttp {

// MS-OXCMAPIHTTP section 2.2.5.4.1
struct DnToMidRequest {
  std::optional<std::vector<std::string>> names;  // DNs, oxnspi/legacy_dn.hpp
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_field(archive, "HasNames", self.names, [&](auto& list) {
      archive("Names", wire::counted_with<wire::u32>(
                           list, [](auto& name, auto& inner) { inner("Name", wire::ascii_z(name)); }));
    });
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.4.2 and 2.2.5.4.3
struct DnToMidResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<MinimalIds> minimal_ids;  // one for each of the names
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_list(archive, "HasMinimalIds", "MinimalIds", self.minimal_ids);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.6.1
struct GetPropListRequest {
  wire::u32 flags = 0;  // skip_objects of oxnspi/flags.hpp
  oxnspi::MinimalEntryId minimal_id{};
  wire::u32 code_page = 0;  // of strings that are not Unicode
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("MinimalId", self.minimal_id);
    archive("CodePage", self.code_page);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.6.2 and 2.2.5.6.3
struct GetPropListResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<LargePropertyTagArray> property_tags;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_list(archive, "HasPropertyTags", "PropertyTags", self.property_tags);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.7.1
struct GetPropsRequest {
  wire::u32 flags = 0;                                 // skip_objects and ephemeral_ids of oxnspi/flags.hpp
  std::optional<oxnspi::Stat> state;                   // its CurrentRec is the object
  std::optional<LargePropertyTagArray> property_tags;  // none: all that there are
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    detail::optional_state(archive, self.state);
    detail::optional_list(archive, "HasPropertyTags", "PropertyTags", self.property_tags);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.7.2 and 2.2.5.7.3
struct GetPropsResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::u32 code_page = 0;
  std::optional<AddressBookPropertyValueList> property_values;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      archive("CodePage", self.code_page);
      detail::optional_field(archive, "HasPropertyValues", "PropertyValues", self.property_values);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.9.1
struct GetTemplateInfoRequest {
  wire::u32 flags = 0;  // template_info_... of oxnspi/flags.hpp
  oxnspi::DisplayType display_type{};
  std::optional<std::string> template_dn;  // instead of the display type
  wire::u32 code_page = 0;
  wire::u32 locale_id = 0;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("DisplayType", self.display_type);
    detail::optional_field(archive, "HasTemplateDn", self.template_dn,
                           [&](auto& dn) { archive("TemplateDn", wire::ascii_z(dn)); });
    archive("CodePage", self.code_page);
    archive("LocaleId", self.locale_id);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.9.2 and 2.2.5.9.3
struct GetTemplateInfoResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::u32 code_page = 0;
  std::optional<AddressBookPropertyValueList> row;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      archive("CodePage", self.code_page);
      detail::optional_field(archive, "HasRow", "Row", self.row);
    }
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.10.1
struct ModLinkAttRequest {
  wire::u32 flags = 0;  // delete_links of oxnspi/flags.hpp
  oxcdata::PropertyTag property_tag{};
  oxnspi::MinimalEntryId minimal_id{};
  // Each as parse_entry_id() of oxnspi/entry_id.hpp reads it. A size stands before each: peers send it,
  // though the document does not have it.
  std::optional<std::vector<wire::Bytes>> entry_ids;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("PropertyTag", self.property_tag);
    archive("MinimalId", self.minimal_id);
    detail::optional_field(archive, "HasEntryIds", self.entry_ids, [&](auto& list) {
      archive("EntryIds", wire::counted_with<wire::u32>(list, [](auto& id, auto& inner) {
                inner("EntryId", wire::sized<wire::u32>(id));
              }));
    });
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.10.2 and 2.2.5.10.3
using ModLinkAttResponse = PlainAddressBookResponse;

// MS-OXCMAPIHTTP section 2.2.5.11.1
struct ModPropsRequest {
  std::optional<oxnspi::Stat> state;                            // its CurrentRec is the object
  std::optional<LargePropertyTagArray> property_tags;           // to be removed
  std::optional<AddressBookPropertyValueList> property_values;  // to be set
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::optional_state(archive, self.state);
    detail::optional_list(archive, "HasPropertyTags", "PropertyTags", self.property_tags);
    detail::optional_field(archive, "HasPropertyValues", "PropertyValues", self.property_values);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.11.2 and 2.2.5.11.3
using ModPropsResponse = PlainAddressBookResponse;

// MS-OXCMAPIHTTP section 2.2.5.13.1
struct QueryColumnsRequest {
  wire::u32 mapi_flags = 0;  // unicode_property_types of oxnspi/flags.hpp
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    archive("MapiFlags", self.mapi_flags);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.13.2 and 2.2.5.13.3
struct QueryColumnsResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::optional<LargePropertyTagArray> columns;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) {
      detail::optional_list(archive, "HasColumns", "Columns", self.columns);
    }
    detail::auxiliary(self, archive);
  }
};

}  // namespace mapigate::oxcmapihttp
