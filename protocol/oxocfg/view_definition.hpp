#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/oxcdata/property_type.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

// How a folder is shown, MS-OXOCFG section 2.2.6: the properties of a message
// IPM.Microsoft.FolderDesign.NamedView that is associated with the folder. Its PidTagViewDescriptorVersion is
// view_descriptor_version too.

namespace mapigate::oxocfg {

inline constexpr wire::u32 view_descriptor_version = 8;

// Flags of a column.
inline constexpr wire::u32 vcdf_right_justify = 0x00000001;
inline constexpr wire::u32 vcdf_center_justify = 0x00000002;
inline constexpr wire::u32 vcdf_bitmap = 0x00000008;  // the header is an icon
inline constexpr wire::u32 vcdf_not_sortable = 0x00000020;
inline constexpr wire::u32 vcdf_sort_descending = 0x00000040;
inline constexpr wire::u32 vcdf_moveable = 0x00000100;
inline constexpr wire::u32 vcdf_named_prop = 0x00001000;

// MS-OXOCFG section 2.2.6.1.1.
struct ColumnPacket {
  enum class Kind : wire::u32 { id = 0, string = 1 };

  oxcdata::PropertyType property_type{};
  wire::u16 property_id = 0;  // the two low bytes of `id`
  wire::u32 cx = 0;           // width in pixels
  wire::u32 flags = 0;        // vcdf_...
  Kind kind = Kind::id;
  wire::u32 id = 0;
  // Of a named property.
  wire::Guid guid;
  wire::Bytes name;  // of Kind::string; kept as it is

  bool operator==(const ColumnPacket&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyType", self.property_type);
    archive("PropertyID", self.property_id);
    archive("Cx", self.cx);
    archive("Reserved1", wire::reserved(4));
    archive("Flags", self.flags);
    archive("Reserved2", wire::reserved(12));
    archive("Kind", self.kind);
    archive("ID", self.id);
    const bool named = (self.flags & vcdf_named_prop) != 0;
    archive("Guid", wire::when(named, self.guid));
    archive("Buffer", wire::when(named && self.kind == Kind::string, wire::sized<wire::u32>(self.name)));
  }
};

// PidTagViewDescriptorBinary, MS-OXOCFG section 2.2.6.1.
struct ViewDescriptor {
  enum class SortOrder : wire::u32 { ascending = 0x00000000, descending = 0x00000002 };
  // As sort_column: rows are arranged by conversation.
  static constexpr wire::u32 by_conversation = 0xFFFFFFFF;

  SortOrder sort_order = SortOrder::ascending;
  wire::u32 pres = 0;            // the client's own
  wire::u32 sort_column = 0;     // index of the column by which rows are sorted
  wire::u32 category_count = 0;  // columns by which rows are grouped: so many of `columns`
  wire::u32 category_sort = 0;   // sort orders of those
  std::vector<ColumnPacket> columns;
  // RestrictionInfo, section 2.2.6.1.2, in a form of its own: kept as its bytes. Empty where there is none.
  wire::Bytes restriction_info;

  bool operator==(const ViewDescriptor&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Reserved1", wire::reserved(8));
    archive("Version", wire::constant<wire::u32>(view_descriptor_version));
    archive("ulFlags", self.sort_order);
    archive.check(self.sort_order == SortOrder::ascending || self.sort_order == SortOrder::descending);
    archive("Pres", self.pres);
    auto column_count = static_cast<wire::u32>(self.columns.size());
    archive("Cvcd", column_count);
    archive("ivcdSort", self.sort_column);
    archive.check(self.sort_column < column_count || self.sort_column == by_conversation);
    archive("cCat", self.category_count);
    archive.check(self.category_count <= column_count);
    archive("ulCatSort", self.category_sort);
    archive("Reserved2", wire::reserved(24));
    archive("ColumnInfo", wire::repeated(column_count, self.columns));
    archive("RestrictionInfo", wire::rest(self.restriction_info));
  }
};

// PidTagViewDescriptorStrings, MS-OXOCFG section 2.2.6.3: the headers of the columns, then the strings of the
// restriction. Each ends with a line feed, which none of them has inside.
std::vector<std::u16string> view_strings(std::u16string_view value);
std::u16string join_view_strings(const std::vector<std::u16string>& strings);

}  // namespace mapigate::oxocfg
