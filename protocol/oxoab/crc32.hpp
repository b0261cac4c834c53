#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxoab {

// MS-OXOAB section 2: the polynomial of IEEE 802.3, started with 0xFFFFFFFF. Unlike the checksum of
// Ethernet and zip files the result is not complemented: the section does not say so, and clients do not do
// it.
class Crc32 {
 public:
  void update(wire::ByteView bytes);
  wire::u32 value() const { return value_; }

 private:
  wire::u32 value_ = 0xFFFFFFFF;
};

inline wire::u32 crc32(wire::ByteView bytes) {
  Crc32 crc;
  crc.update(bytes);
  return crc.value();
}

}  // namespace mapigate::oxoab
