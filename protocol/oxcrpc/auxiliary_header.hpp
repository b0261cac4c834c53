#pragma once

#include <cstddef>
#include <string>

#include "protocol/wire/fields.hpp"

namespace mapigate::oxcrpc {

// The Version of AUX_HEADER.
inline constexpr wire::u8 aux_version_1 = 0x01;
inline constexpr wire::u8 aux_version_2 = 0x02;

// The Version and Type of AUX_HEADER, which together say what follows.
struct AuxId {
  wire::u8 version = 0;
  wire::u8 type = 0;

  bool operator==(const AuxId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Version", self.version);
    archive("Type", self.type);
  }
};

// "AUX_TYPE_PERF_CLIENTINFO", or "version 1 type 0x52" for an unknown one.
std::string aux_name(AuxId id);

// MS-OXCRPC section 2.2.2.2: AUX_HEADER.
struct AuxHeader {
  wire::u16 size = 0;  // bytes, of the header and of what follows it
  AuxId id;

  static constexpr std::size_t wire_size = 4;
  static void fields(auto& self, auto& archive) {
    archive("Size", self.size);
    archive.check(self.size >= wire_size);
    archive("Id", self.id);
  }
};

}  // namespace mapigate::oxcrpc
