#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/restriction_data.hpp"
#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcfold {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.4.4.1
struct SetSearchCriteriaRequest {
  static constexpr RopId id = RopId::set_search_criteria;
  // SearchFlags, MS-OXCFOLD section 2.2.1.4.1.
  static constexpr wire::u32 stop_search = 0x00000001;
  static constexpr wire::u32 restart_search = 0x00000002;
  static constexpr wire::u32 recursive_search = 0x00000004;
  static constexpr wire::u32 shallow_search = 0x00000008;
  static constexpr wire::u32 content_indexed_search = 0x00010000;
  static constexpr wire::u32 non_content_indexed_search = 0x00020000;
  static constexpr wire::u32 static_search = 0x00040000;

  oxcdata::RestrictionValue restriction;      // null for that of the search before
  std::vector<oxcdata::FolderId> folder_ids;  // empty for those of the search before
  wire::u32 search_flags = 0;

  bool operator==(const SetSearchCriteriaRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RestrictionData", wire::sized_field<wire::u16>(oxcrops::restriction_data(self.restriction)));
    archive("FolderIds", wire::counted<wire::u16>(self.folder_ids));
    archive("SearchFlags", self.search_flags);
  }
};
// MS-OXCROPS section 2.2.4.4.2
using SetSearchCriteriaResponse = oxcrops::PlainResponse<RopId::set_search_criteria>;

// MS-OXCROPS section 2.2.4.5.1
struct GetSearchCriteriaRequest {
  static constexpr RopId id = RopId::get_search_criteria;

  bool use_unicode = true;  // for the strings of the restriction
  bool include_restriction = false;
  bool include_folders = false;

  bool operator==(const GetSearchCriteriaRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("UseUnicode", self.use_unicode);
    archive("IncludeRestriction", self.include_restriction);
    archive("IncludeFolders", self.include_folders);
  }
};
// MS-OXCROPS section 2.2.4.5.2. MS-OXCFOLD section 2.2.1.5.2 does not name the LogonId, and one decoder
// leaves it out; the servers and clients that work with Outlook and Exchange have it.
struct GetSearchCriteriaResponse {
  static constexpr RopId id = RopId::get_search_criteria;
  // SearchFlags, MS-OXCFOLD section 2.2.1.5.2.
  static constexpr wire::u32 search_running = 0x00000001;
  static constexpr wire::u32 search_rebuild = 0x00000002;
  static constexpr wire::u32 search_recursive = 0x00000004;
  static constexpr wire::u32 search_complete = 0x00001000;
  static constexpr wire::u32 search_partial = 0x00002000;
  static constexpr wire::u32 search_static = 0x00010000;
  static constexpr wire::u32 search_maybe_static = 0x00020000;
  static constexpr wire::u32 ci_totally = 0x01000000;
  static constexpr wire::u32 twir_totally = 0x08000000;

  oxcdata::ErrorCode return_value{};
  oxcdata::RestrictionValue restriction;  // null where it was not asked for
  wire::u8 logon_id = 0;                  // of the request
  std::vector<oxcdata::FolderId> folder_ids;
  wire::u32 search_flags = 0;

  bool operator==(const GetSearchCriteriaResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RestrictionData", wire::sized_field<wire::u16>(oxcrops::restriction_data(self.restriction)));
    archive("LogonId", self.logon_id);
    archive("FolderIds", wire::counted<wire::u16>(self.folder_ids));
    archive("SearchFlags", self.search_flags);
  }
};

}  // namespace mapigate::oxcfold
