#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "protocol/oxcdata/entry_list.hpp"
#include "protocol/oxocfg/search_restriction.hpp"
#include "protocol/wire/fields.hpp"

// What a search folder that a client keeps in the mailbox searches for: PidTagSearchFolderDefinition of a
// message in the Common Views folder, MS-OXOSRCH section 2.2.1.2.8.

namespace mapigate::oxocfg {

// Flags of the definition, and of PidTagSearchFolderStorageType (section 2.2.1.2.6), with the section's
// letters.
inline constexpr wire::u32 sf_folder_list_2 = 0x00000040;       // B
inline constexpr wire::u32 sf_folder_list_1 = 0x00000020;       // C
inline constexpr wire::u32 sf_advanced_search = 0x00000010;     // D
inline constexpr wire::u32 sf_search_restriction = 0x00000008;  // E
inline constexpr wire::u32 sf_addresses = 0x00000004;           // F
inline constexpr wire::u32 sf_text_search = 0x00000002;         // G
inline constexpr wire::u32 sf_numerical_search = 0x00000001;    // H
inline constexpr wire::u32 sf_daily_refresh = 0x00004000;       // J
inline constexpr wire::u32 sf_weekly_refresh = 0x00002000;      // K
inline constexpr wire::u32 sf_monthly_refresh = 0x00001000;     // L

// MS-OXOSRCH section 2.2.1.2.8.1.1: name, address and so on of a person or list.
struct AddressEntry {
  std::vector<oxcdata::TaggedPropertyValue> values;

  bool operator==(const AddressEntry&) const = default;
  static void fields(auto& self, auto& archive) {
    auto count = static_cast<wire::u32>(self.values.size());
    archive("PropertyCount", count);
    archive("Pad", wire::reserved(4));
    archive("Values", wire::repeated_with(count, self.values, [](auto& value, auto& inner) {
              inner("PropertyValue", search_value(value));
            }));
  }
};

// MS-OXOSRCH section 2.2.1.2.8.
struct SearchFolderDefinition {
  wire::u32 version = 0x00001004;  // the bytes 04 10 00 00
  wire::u32 flags = 0;             // sf_...
  // A size in kilobytes, or an age: in the high half the unit, days, weeks or months (0 to 2), in the low
  // half how many.
  wire::u32 numerical_search = 0;
  std::u16string text_search;        // at most 65535 characters; so has folder_list_1
  wire::Bytes skip_block_1;          // of later versions, as the other two
  bool deep_search = false;          // in subfolders too
  std::u16string folder_list_1;      // names for people; Outlook writes them without the flag, too
  oxcdata::EntryList folder_list_2;  // the folders
  std::vector<AddressEntry> addresses;
  wire::Bytes skip_block_2;
  oxcdata::Restriction search_restriction;
  wire::Bytes advanced_search;  // the client's own
  wire::Bytes skip_block_3;

  bool operator==(const SearchFolderDefinition&) const = default;

  static void fields(auto& self, auto& archive) {
    const auto has = [&](wire::u32 flag) { return (self.flags & flag) != 0; };
    archive("Version", self.version);
    archive("Flags", self.flags);
    archive("NumericalSearch", self.numerical_search);
    text("TextSearch", self.text_search, archive);
    archive("SkipBlock1", wire::sized<wire::u32>(self.skip_block_1));
    wire::u32 subfolders = self.deep_search ? 1 : 0;
    archive("DeepSearch", subfolders);
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) self.deep_search = subfolders != 0;
    text("FolderList1", self.folder_list_1, archive);
    archive("FolderList2", wire::when(has(sf_folder_list_2), wire::sized<wire::u32>(self.folder_list_2)));
    archive("FolderList2Length", wire::when(!has(sf_folder_list_2), wire::constant<wire::u32>(0)));
    archive("Addresses", wire::when(has(sf_addresses), wire::counted<wire::u32>(self.addresses)));
    archive("SkipBlock2", wire::sized<wire::u32>(self.skip_block_2));
    archive("SearchRestriction",
            wire::when(has(sf_search_restriction), oxocfg::search_restriction(self.search_restriction)));
    archive("AdvancedSearch",
            wire::when(has(sf_advanced_search), wire::sized<wire::u64>(self.advanced_search)));
    archive("SkipBlock3", wire::sized<wire::u32>(self.skip_block_3));
  }

 private:
  // One byte of length, or 255 and two.
  static void text(const char* name, auto& value, auto& archive) {
    constexpr wire::u8 extended_follows = 255;
    auto length = static_cast<wire::u8>(std::min<std::size_t>(value.size(), extended_follows));
    auto extended = static_cast<wire::u16>(value.size());
    archive(name, length);
    const bool is_extended = length == extended_follows;
    archive(name, wire::when(is_extended, extended));
    archive.check(!is_extended || extended >= extended_follows);
    archive(name, wire::repeated(is_extended ? extended : length, value));
  }
};

}  // namespace mapigate::oxocfg
