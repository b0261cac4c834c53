#pragma once

#include <array>
#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcrops/rop.hpp"

// Where messages of a class are delivered. The message class is ASCII: at most 254 characters from 0x20 to
// 0x7E (MS-OXCSTOR section 2.2.1.2.1).

namespace mapigate::oxcstor {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.3.2.1
struct GetReceiveFolderRequest {
  static constexpr RopId id = RopId::get_receive_folder;

  std::string message_class;

  bool operator==(const GetReceiveFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageClass", wire::ascii_z(self.message_class));
  }
};
// MS-OXCROPS section 2.2.3.2.2
struct GetReceiveFolderResponse {
  static constexpr RopId id = RopId::get_receive_folder;

  oxcdata::ErrorCode return_value{};
  oxcdata::FolderId folder_id{};
  std::string explicit_message_class;  // that the folder is set for: the class asked for or one above it

  bool operator==(const GetReceiveFolderResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("FolderId", self.folder_id);
    archive("ExplicitMessageClass", wire::ascii_z(self.explicit_message_class));
  }
};

// MS-OXCROPS section 2.2.3.3.1
struct SetReceiveFolderRequest {
  static constexpr RopId id = RopId::set_receive_folder;

  oxcdata::FolderId folder_id{};  // zero takes the class out of the table
  std::string message_class;

  bool operator==(const SetReceiveFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderId", self.folder_id);
    archive("MessageClass", wire::ascii_z(self.message_class));
  }
};
// MS-OXCROPS section 2.2.3.3.2
using SetReceiveFolderResponse = oxcrops::PlainResponse<RopId::set_receive_folder>;

// MS-OXCROPS section 2.2.3.4.1
using GetReceiveFolderTableRequest = oxcrops::PlainRequest<RopId::get_receive_folder_table>;
// MS-OXCROPS section 2.2.3.4.2; what the rows hold, MS-OXCSTOR section 2.2.1.4.2.
struct GetReceiveFolderTableResponse {
  static constexpr RopId id = RopId::get_receive_folder_table;
  static constexpr std::array columns = {
      oxcdata::property_tag(0x6748, oxcdata::PropertyType::integer64),  // PidTagFolderId
      oxcdata::property_tag(0x001A, oxcdata::PropertyType::string8),    // PidTagMessageClass
      oxcdata::property_tag(0x3008, oxcdata::PropertyType::time),       // PidTagLastModificationTime
  };

  oxcdata::ErrorCode return_value{};
  std::vector<oxcdata::PropertyRow> rows;

  bool operator==(const GetReceiveFolderTableResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    auto count = static_cast<wire::u32>(self.rows.size());
    archive("RowCount", count);
    archive("Rows", oxcdata::rows_of(count, columns, self.rows));
  }
};

}  // namespace mapigate::oxcstor
