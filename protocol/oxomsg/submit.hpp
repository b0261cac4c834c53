#pragma once

#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"

// Sending a message, and what addresses the server can send to: MS-OXCROPS sections 2.2.7.1 to 2.2.7.3
// and 2.2.7.9.

namespace mapigate::oxomsg {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.7.1.1; MS-OXOMSG section 2.2.4.1.1.
struct SubmitMessageRequest {
  static constexpr RopId id = RopId::submit_message;
  // Of submit_flags.
  static constexpr wire::u8 pre_process = 0x01;    // the server has to process it before it is sent
  static constexpr wire::u8 needs_spooler = 0x02;  // a client spooler sends it

  wire::u8 submit_flags = 0;

  bool operator==(const SubmitMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("SubmitFlags", self.submit_flags); }
};
// MS-OXCROPS section 2.2.7.1.2.
using SubmitMessageResponse = oxcrops::PlainResponse<RopId::submit_message>;

// MS-OXCROPS section 2.2.7.2.1.
struct AbortSubmitRequest {
  static constexpr RopId id = RopId::abort_submit;

  oxcdata::FolderId folder_id{};
  oxcdata::MessageId message_id{};

  bool operator==(const AbortSubmitRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FolderId", self.folder_id);
    archive("MessageId", self.message_id);
  }
};
// MS-OXCROPS section 2.2.7.2.2.
using AbortSubmitResponse = oxcrops::PlainResponse<RopId::abort_submit>;

// MS-OXCROPS section 2.2.7.3.1.
using GetAddressTypesRequest = oxcrops::PlainRequest<RopId::get_address_types>;

// MS-OXCROPS sections 2.2.7.3.2 and 2.2.7.3.3.
struct GetAddressTypesResponse {
  static constexpr RopId id = RopId::get_address_types;

  ErrorCode return_value{};
  std::vector<std::string> address_types;  // "EX", "SMTP", ...

  bool operator==(const GetAddressTypesResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    auto count = static_cast<wire::u16>(self.address_types.size());
    archive("AddressTypeCount", count);
    const auto one = [](auto& type, auto& inner) { inner("AddressType", wire::ascii_z(type)); };
    // With AddressTypeSize, which counts the bytes.
    archive("AddressTypes",
            wire::sized_field<wire::u16>(wire::repeated_with(count, self.address_types, one)));
  }
};

// MS-OXCROPS section 2.2.7.9.1; MS-OXOMSG section 2.2.4.4.1.
struct OptionsDataRequest {
  static constexpr RopId id = RopId::options_data;

  std::string address_type;
  bool want_win32 = false;  // a help file for 32-bit machines

  bool operator==(const OptionsDataRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("AddressType", wire::ascii_z(self.address_type));
    archive("WantWin32", self.want_win32);
  }
};

// MS-OXCROPS sections 2.2.7.9.2 and 2.2.7.9.3.
struct OptionsDataResponse {
  static constexpr RopId id = RopId::options_data;

  ErrorCode return_value{};
  wire::u8 reserved = 0x01;  // always this
  wire::Bytes options_info;  // should be empty
  wire::Bytes help_file;
  std::string help_file_name;  // only with a help file

  bool operator==(const OptionsDataResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Reserved", self.reserved);
    archive("OptionsInfo", wire::sized<wire::u16>(self.options_info));
    archive("HelpFile", wire::sized<wire::u16>(self.help_file));
    archive("HelpFileName", wire::when(!self.help_file.empty(), wire::ascii_z(self.help_file_name)));
  }
};

}  // namespace mapigate::oxomsg
