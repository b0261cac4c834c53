#pragma once

#include "protocol/wire/bytes.hpp"

// The flags of the requests, as MS-OXNSPI and MS-NSPI have them. That of Bind is in bind.hpp.

namespace mapigate::oxnspi {

// MS-NSPI section 2.2.12: of GetPropList, GetProps and QueryRows.
inline constexpr wire::u32 skip_objects = 0x00000001;  // no properties of type PtypEmbeddedTable
inline constexpr wire::u32 ephemeral_ids = 0x00000002;

// MS-NSPI section 2.2.13: of GetSpecialTable. With the first, the second means nothing.
inline constexpr wire::u32 address_creation_templates = 0x00000002;
inline constexpr wire::u32 unicode_strings = 0x00000004;

// MS-NSPI section 2.2.14: of QueryColumns. Strings are said to be of PtypString, otherwise of PtypString8.
inline constexpr wire::u32 unicode_property_types = 0x80000000;

// MS-NSPI section 2.2.16: of GetTemplateInfo.
inline constexpr wire::u32 template_info_template = 0x00000001;
inline constexpr wire::u32 template_info_script = 0x00000004;
inline constexpr wire::u32 template_info_email_type = 0x00000010;
inline constexpr wire::u32 template_info_help_file_name = 0x00000020;
inline constexpr wire::u32 template_info_help_file_contents = 0x00000040;

// MS-NSPI section 2.2.17: of ModLinkAtt. Values are removed, otherwise added.
inline constexpr wire::u32 delete_links = 0x00000001;

}  // namespace mapigate::oxnspi
