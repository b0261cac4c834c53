#pragma once

#include <optional>
#include <string>

#include "protocol/oxcmapihttp/address_book_body.hpp"
#include "protocol/wire/guid.hpp"

// The requests with which a session begins and ends, and those that ask where a server is: MS-OXCMAPIHTTP
// sections 2.2.5.1, 2.2.5.2, 2.2.5.18 and 2.2.5.19.

namespace mapigate::oxcmapihttp {

// MS-OXCMAPIHTTP section 2.2.5.1.1
struct BindRequest {
  wire::u32 flags = 0;  // of oxnspi/bind.hpp
  std::optional<oxnspi::Stat> state;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    detail::optional_state(archive, self.state);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.1.2 and 2.2.5.1.3
struct BindResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::Guid server_guid;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) archive("ServerGuid", self.server_guid);
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.2.1
struct UnbindRequest {
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.2.2 and 2.2.5.2.3
using UnbindResponse = PlainAddressBookResponse;

// MS-OXCMAPIHTTP section 2.2.5.18.1. Its Flags are not used.
struct GetMailboxUrlRequest {
  std::u16string server_dn;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", wire::reserved(4));
    archive("ServerDn", wire::utf16_z(self.server_dn));
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.18.2 and 2.2.5.18.3
struct GetMailboxUrlResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::u16string server_url;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) archive("ServerUrl", wire::utf16_z(self.server_url));
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP section 2.2.5.19.1. Its Flags are not used.
struct GetAddressBookUrlRequest {
  std::u16string user_dn;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", wire::reserved(4));
    archive("UserDn", wire::utf16_z(self.user_dn));
    detail::auxiliary(self, archive);
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.19.2 and 2.2.5.19.3
struct GetAddressBookUrlResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  std::u16string server_url;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    if (detail::succeeded(self, archive)) archive("ServerUrl", wire::utf16_z(self.server_url));
    detail::auxiliary(self, archive);
  }
};

}  // namespace mapigate::oxcmapihttp
