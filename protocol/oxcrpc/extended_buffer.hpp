#pragma once

#include <cstddef>
#include <vector>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxcrpc {

// MS-OXCRPC section 2.2.2.1, the Flags of RPC_HEADER_EXT.
inline constexpr wire::u16 flag_compressed = 0x0001;
inline constexpr wire::u16 flag_xor_magic = 0x0002;
inline constexpr wire::u16 flag_last = 0x0004;

// MS-OXCRPC section 2.2.2.1: what stands before each payload.
struct RpcHeaderExt {
  wire::u16 flags = 0;
  wire::u16 size = 0;         // bytes that follow
  wire::u16 size_actual = 0;  // bytes they become when decompressed

  static constexpr std::size_t wire_size = 8;
  static void fields(auto& self, auto& archive) {
    archive("Version", wire::constant<wire::u16>(0));
    archive("Flags", self.flags);
    archive("Size", self.size);
    archive("SizeActual", self.size_actual);
    const bool compressed = (self.flags & flag_compressed) != 0;
    archive.check(compressed ? self.size < self.size_actual : self.size == self.size_actual);
  }
};

// MS-OXCRPC section 3.1.4.2.1: one payload is at most 32 KB. Kept when writing; when reading, what the 16-bit
// sizes can say is taken.
inline constexpr std::size_t max_payload = 0x8000;
// MS-OXCRPC section 3.1.4.2: rgbIn, and so the RopBuffer of an Execute request, is at most 0x40000 bytes.
inline constexpr std::size_t max_chain = 0x40000;
// MS-OXCRPC sections 3.1.4.1 and 3.1.4.2: an auxiliary buffer is at most 0x1008 bytes.
inline constexpr std::size_t max_auxiliary = 0x1008;

// The payloads of a chain of extended buffers, in order, decompressed and without obfuscation. The chain must
// end with the flag Last and fill `bytes`. Fault::limit beyond `max_total` bytes of payload.
wire::Result<std::vector<wire::Bytes>> decode_chain(wire::ByteView bytes, std::size_t max_total = max_chain);
// The same where only one extended buffer is allowed, as in an auxiliary buffer.
wire::Result<wire::Bytes> decode_single(wire::ByteView bytes);

struct Encoding {
  bool compress = false;   // where that makes the payload smaller
  bool obfuscate = false;  // XOR with 0xA5, MS-OXCRPC section 3.1.4.1.1.3
};

// Appends one extended buffer. Fault::too_long above max_payload; nothing is appended then.
wire::Failure append_extended(wire::Bytes& out, wire::ByteView payload, bool last, Encoding encoding = {});
// One extended buffer that is also the last.
wire::Result<wire::Bytes> encode_single(wire::ByteView payload, Encoding encoding = {});

}  // namespace mapigate::oxcrpc
