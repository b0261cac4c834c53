#pragma once

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/text.hpp"
#include "protocol/oxcfold/partial_completion.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/oxcstor/replicas.hpp"

namespace mapigate::oxcfold {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.4.1.1
struct OpenFolderRequest {
  static constexpr RopId id = RopId::open_folder;
  // OpenModeFlags, MS-OXCFOLD section 2.2.1.1.1.
  static constexpr wire::u8 open_soft_deleted = 0x04;  // soft-deleted folders too

  wire::u8 output_handle_index = 0;
  oxcdata::FolderId folder_id{};
  wire::u8 open_mode_flags = 0;

  bool operator==(const OpenFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("FolderId", self.folder_id);
    archive("OpenModeFlags", self.open_mode_flags);
  }
};
// MS-OXCROPS section 2.2.4.1.2. MS-OXCFOLD section 2.2.1.1.2 says that IsGhosted is there only for public
// folders; MS-OXCROPS has it in all responses, and so have peers.
struct OpenFolderResponse {
  static constexpr RopId id = RopId::open_folder;

  oxcdata::ErrorCode return_value{};
  bool has_rules = false;
  bool is_ghosted = false;          // whether this server has no replica of a public folder
  oxcstor::ReplicaServers servers;  // of a ghosted folder

  bool operator==(const OpenFolderResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("HasRules", self.has_rules);
    archive("IsGhosted", self.is_ghosted);
    archive("Servers", wire::when(self.is_ghosted, self.servers));
  }
};

// MS-OXCFOLD section 2.2.1.2.1
enum class FolderType : wire::u8 { generic = 1, search = 2 };

// MS-OXCROPS section 2.2.4.2.1
struct CreateFolderRequest {
  static constexpr RopId id = RopId::create_folder;

  wire::u8 output_handle_index = 0;
  FolderType folder_type = FolderType::generic;
  bool use_unicode_strings = true;
  bool open_existing = false;  // a folder of this name is opened, not an error
  oxcdata::Text display_name;
  oxcdata::Text comment;

  bool operator==(const CreateFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("FolderType", self.folder_type);
    archive("UseUnicodeStrings", self.use_unicode_strings);
    archive("OpenExisting", self.open_existing);
    archive("Reserved", wire::reserved(1));
    oxcdata::text_z(archive, "DisplayName", self.use_unicode_strings, self.display_name);
    oxcdata::text_z(archive, "Comment", self.use_unicode_strings, self.comment);
  }
};
// MS-OXCROPS section 2.2.4.2.2
struct CreateFolderResponse {
  static constexpr RopId id = RopId::create_folder;

  oxcdata::ErrorCode return_value{};
  oxcdata::FolderId folder_id{};
  bool is_existing_folder = false;  // of public folders only (MS-OXCFOLD section 2.2.1.2.2)
  bool has_rules = false;           // of an existing folder
  bool is_ghosted = false;          // of an existing folder: whether this server has no replica of it
  oxcstor::ReplicaServers servers;  // of a ghosted folder

  bool operator==(const CreateFolderResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("FolderId", self.folder_id);
    archive("IsExistingFolder", self.is_existing_folder);
    if (!self.is_existing_folder) return;
    archive("HasRules", self.has_rules);
    archive("IsGhosted", self.is_ghosted);
    archive("Servers", wire::when(self.is_ghosted, self.servers));
  }
};

// MS-OXCROPS section 2.2.4.3.1
struct DeleteFolderRequest {
  static constexpr RopId id = RopId::delete_folder;
  // DeleteFolderFlags, MS-OXCFOLD section 2.2.1.3.1.
  static constexpr wire::u8 del_messages = 0x01;
  static constexpr wire::u8 del_folders = 0x04;
  static constexpr wire::u8 delete_hard_delete = 0x10;

  wire::u8 delete_folder_flags = 0;
  oxcdata::FolderId folder_id{};

  bool operator==(const DeleteFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DeleteFolderFlags", self.delete_folder_flags);
    archive("FolderId", self.folder_id);
  }
};
// MS-OXCROPS section 2.2.4.3.2
using DeleteFolderResponse = PartialCompletionResponse<RopId::delete_folder>;

}  // namespace mapigate::oxcfold
