#pragma once

#include <cstddef>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxrtfcp {

// The COMPTYPE, MS-OXRTFCP section 2.1.3.1.1.
enum class CompType : wire::u32 {
  compressed = 0x75465A4C,    // "LZFu"
  uncompressed = 0x414C454D,  // "MELA"
};

// MS-OXRTFCP section 2.1.3.1.1: what stands before the contents of PidTagRtfCompressed.
struct Header {
  wire::u32 comp_size = 0;  // bytes that follow this field: the rest of the header and the contents
  wire::u32 raw_size = 0;   // bytes of the RTF
  CompType comp_type = CompType::compressed;
  wire::u32 crc = 0;  // of the contents where they are compressed, otherwise 0

  static constexpr std::size_t wire_size = 16;
  // What COMPSIZE is more than the size of the contents.
  static constexpr wire::u32 comp_size_base = 12;
  static void fields(auto& self, auto& archive) {
    archive("COMPSIZE", self.comp_size);
    archive("RAWSIZE", self.raw_size);
    archive("COMPTYPE", self.comp_type);
    archive("CRC", self.crc);
  }
};

}  // namespace mapigate::oxrtfcp
