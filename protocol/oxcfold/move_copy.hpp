#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/text.hpp"
#include "protocol/oxcfold/partial_completion.hpp"
#include "protocol/oxcrops/rop.hpp"

// RequestHead::handle_index of these ROPs is SourceHandleIndex.

namespace mapigate::oxcfold {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.4.6.1
struct MoveCopyMessagesRequest {
  static constexpr RopId id = RopId::move_copy_messages;

  wire::u8 dest_handle_index = 0;
  std::vector<oxcdata::MessageId> message_ids;
  bool want_asynchronous = false;  // RopProgress may answer first
  bool want_copy = false;          // false to move

  bool operator==(const MoveCopyMessagesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("MessageIds", wire::counted<wire::u16>(self.message_ids));
    archive("WantAsynchronous", self.want_asynchronous);
    archive("WantCopy", self.want_copy);
  }
};
// MS-OXCROPS sections 2.2.4.6.2 and 2.2.4.6.3
using MoveCopyMessagesResponse = MoveCopyResponse<RopId::move_copy_messages>;

// MS-OXCROPS section 2.2.4.7.1
struct MoveFolderRequest {
  static constexpr RopId id = RopId::move_folder;

  wire::u8 dest_handle_index = 0;
  bool want_asynchronous = false;  // RopProgress may answer first
  bool use_unicode = true;
  oxcdata::FolderId folder_id{};
  oxcdata::Text new_folder_name;

  bool operator==(const MoveFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("WantAsynchronous", self.want_asynchronous);
    archive("UseUnicode", self.use_unicode);
    archive("FolderId", self.folder_id);
    oxcdata::text_z(archive, "NewFolderName", self.use_unicode, self.new_folder_name);
  }
};
// MS-OXCROPS sections 2.2.4.7.2 and 2.2.4.7.3
using MoveFolderResponse = MoveCopyResponse<RopId::move_folder>;

// MS-OXCROPS section 2.2.4.8.1
struct CopyFolderRequest {
  static constexpr RopId id = RopId::copy_folder;

  wire::u8 dest_handle_index = 0;
  bool want_asynchronous = false;  // RopProgress may answer first
  bool want_recursive = false;
  bool use_unicode = true;
  oxcdata::FolderId folder_id{};
  oxcdata::Text new_folder_name;

  bool operator==(const CopyFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("WantAsynchronous", self.want_asynchronous);
    archive("WantRecursive", self.want_recursive);
    archive("UseUnicode", self.use_unicode);
    archive("FolderId", self.folder_id);
    oxcdata::text_z(archive, "NewFolderName", self.use_unicode, self.new_folder_name);
  }
};
// MS-OXCROPS sections 2.2.4.8.2 and 2.2.4.8.3
using CopyFolderResponse = MoveCopyResponse<RopId::copy_folder>;

}  // namespace mapigate::oxcfold
