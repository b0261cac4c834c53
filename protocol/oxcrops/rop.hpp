#pragma once

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/fields.hpp"

// How the structures of a ROP are described, in the folder of the document that gives the ROP its meaning:
//
//   struct OpenFolderRequest {                     // what follows RequestHead
//     static constexpr RopId id = RopId::open_folder;
//     wire::u8 output_handle_index = 0;
//     ...
//   };
//   struct OpenFolderResponse {                    // what follows ResponseHead
//     static constexpr RopId id = RopId::open_folder;
//     oxcdata::ErrorCode return_value{};
//     bool has_rules = false;
//     ...
//     static void fields(auto& self, auto& archive) {
//       if (!oxcrops::succeeded(self, archive)) return;
//       archive("HasRules", self.has_rules);
//       ...
//     }
//   };
//
// A response that shows rows of a table, or the properties that a request asked for, has a member `columns`.
// It is not on the wire: whoever reads or writes such a response sets it before, from what the session has
// seen. In the same way a request whose fields depend on the kind of its logon has a member `private_logon`:
// true, as it is made, for the logon of a mailbox, false for that of public folders.
//
// oxcrops/registry.hpp lists both structures of every ROP.

namespace mapigate::oxcrops {

// How every response begins: with the handle index of the request that response_index() names.
struct ResponseHead {
  RopId rop_id{};
  wire::u8 handle_index = 0;

  static constexpr std::size_t wire_size = 2;
  static void fields(auto& self, auto& archive) {
    archive("RopId", self.rop_id);
    archive("HandleIndex", self.handle_index);
  }
};

// How the responses begin that no request has an index for: RopNotify, RopPending, RopBackoff and
// RopBufferTooSmall. Such a structure has `using Head = BareHead`.
struct BareHead {
  RopId rop_id{};

  static constexpr std::size_t wire_size = 1;
  static void fields(auto& self, auto& archive) { archive("RopId", self.rop_id); }
};

// The ReturnValue of a response, and whether the rest of a success response follows it.
bool succeeded(auto& self, auto& archive) {
  archive("ReturnValue", self.return_value);
  return archive.ok() && self.return_value == oxcdata::ErrorCode::success;
}

// A request of nothing but its head.
template <RopId rop>
struct PlainRequest {
  static constexpr RopId id = rop;

  bool operator==(const PlainRequest&) const = default;
  static void fields(auto&, auto&) {}
};

// A response of nothing but the ReturnValue.
template <RopId rop>
struct PlainResponse {
  static constexpr RopId id = rop;
  oxcdata::ErrorCode return_value{};

  bool operator==(const PlainResponse&) const = default;
  static void fields(auto& self, auto& archive) { archive("ReturnValue", self.return_value); }
};

}  // namespace mapigate::oxcrops
