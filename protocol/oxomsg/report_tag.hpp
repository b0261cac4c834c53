#pragma once

#include <array>
#include <string>

#include "protocol/wire/fields.hpp"

namespace mapigate::oxomsg {

// PidTagReportTag, MS-OXOMSG section 2.2.2.22: by which a report finds the message it is about. Every part
// can be empty.
struct ReportTag {
  static constexpr std::array<wire::u8, 9> cookie{'P', 'C', 'D', 'F', 'E', 'B', '0', '9', 0};
  static constexpr wire::u32 version_1 = 0x00010001;
  static constexpr wire::u32 version_with_search_folder = 0x00020001;  // must be it where there is one

  wire::u32 version = version_1;
  wire::Bytes store_entry_id;
  wire::Bytes folder_entry_id;
  wire::Bytes message_entry_id;
  wire::Bytes search_folder_entry_id;
  wire::Bytes message_search_key;
  std::string ansi_text;  // the subject, 8-bit characters

  bool operator==(const ReportTag&) const = default;
  static void fields(auto& self, auto& archive) {
    auto read_cookie = cookie;
    archive("Cookie", read_cookie);
    archive.check(read_cookie == cookie);
    archive("Version", self.version);
    archive.check(self.version == version_1 || self.version == version_with_search_folder);
    archive("StoreEntryId", wire::sized<wire::u32>(self.store_entry_id));
    archive("FolderEntryId", wire::sized<wire::u32>(self.folder_entry_id));
    archive("MessageEntryId", wire::sized<wire::u32>(self.message_entry_id));
    archive("SearchFolderEntryId", wire::sized<wire::u32>(self.search_folder_entry_id));
    archive.check(self.version == version_with_search_folder || self.search_folder_entry_id.empty());
    archive("MessageSearchKey", wire::sized<wire::u32>(self.message_search_key));
    archive("ANSIText", wire::counted<wire::u32>(self.ansi_text));
  }
};

}  // namespace mapigate::oxomsg
