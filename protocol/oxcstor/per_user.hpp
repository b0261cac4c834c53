#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/wire/guid.hpp"

// What a user has read of public folders: a stream that a client takes from one server to another in pieces,
// without a look inside (MS-OXCSTOR sections 2.2.1.12 and 2.2.1.13).

namespace mapigate::oxcstor {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.3.10.1
struct GetPerUserLongTermIdsRequest {
  static constexpr RopId id = RopId::get_per_user_long_term_ids;

  wire::Guid database_guid;  // of a database of public folders

  bool operator==(const GetPerUserLongTermIdsRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("DatabaseGuid", self.database_guid); }
};
// MS-OXCROPS section 2.2.3.10.2
struct GetPerUserLongTermIdsResponse {
  static constexpr RopId id = RopId::get_per_user_long_term_ids;

  oxcdata::ErrorCode return_value{};
  std::vector<oxcdata::LongTermId> long_term_ids;

  bool operator==(const GetPerUserLongTermIdsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("LongTermIds", wire::counted<wire::u16>(self.long_term_ids));
  }
};

// MS-OXCROPS section 2.2.3.11.1
struct GetPerUserGuidRequest {
  static constexpr RopId id = RopId::get_per_user_guid;

  oxcdata::LongTermId long_term_id;  // of a public folder

  bool operator==(const GetPerUserGuidRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("LongTermId", self.long_term_id); }
};
// MS-OXCROPS section 2.2.3.11.2
struct GetPerUserGuidResponse {
  static constexpr RopId id = RopId::get_per_user_guid;

  oxcdata::ErrorCode return_value{};
  wire::Guid database_guid;

  bool operator==(const GetPerUserGuidResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("DatabaseGuid", self.database_guid);
  }
};

// MS-OXCROPS section 2.2.3.12.1
struct ReadPerUserInformationRequest {
  static constexpr RopId id = RopId::read_per_user_information;

  oxcdata::LongTermId folder_id;
  wire::u32 data_offset = 0;    // bytes
  wire::u16 max_data_size = 0;  // bytes; 0 for what the server takes for its default

  bool operator==(const ReadPerUserInformationRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderId", self.folder_id);
    archive("Reserved", wire::reserved(1));
    archive("DataOffset", self.data_offset);
    archive("MaxDataSize", self.max_data_size);
  }
};
// MS-OXCROPS section 2.2.3.12.2
struct ReadPerUserInformationResponse {
  static constexpr RopId id = RopId::read_per_user_information;

  oxcdata::ErrorCode return_value{};
  bool has_finished = false;  // whether this is the last piece
  wire::Bytes data;

  bool operator==(const ReadPerUserInformationResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("HasFinished", self.has_finished);
    archive("Data", wire::sized<wire::u16>(self.data));
  }
};

// MS-OXCROPS section 2.2.3.13.1
struct WritePerUserInformationRequest {
  static constexpr RopId id = RopId::write_per_user_information;

  bool private_logon = true;  // not on the wire: oxcrops/rop.hpp

  oxcdata::LongTermId folder_id;
  bool has_finished = false;  // whether this is the last piece
  wire::u32 data_offset = 0;  // bytes
  wire::Bytes data;
  wire::Guid repl_guid;  // in the first piece for a mailbox only: of the public folder's database

  bool operator==(const WritePerUserInformationRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderId", self.folder_id);
    archive("HasFinished", self.has_finished);
    archive("DataOffset", self.data_offset);
    archive("Data", wire::sized<wire::u16>(self.data));
    archive("ReplGuid", wire::when(self.private_logon && self.data_offset == 0, self.repl_guid));
  }
};
// MS-OXCROPS section 2.2.3.13.2
using WritePerUserInformationResponse = oxcrops::PlainResponse<RopId::write_per_user_information>;

}  // namespace mapigate::oxcstor
