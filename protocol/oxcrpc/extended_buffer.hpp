#pragma once

#include <cstddef>
#include <vector>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcrpc {

// MS-OXCRPC section 2.2.2.1, the Flags of RPC_HEADER_EXT.
inline constexpr wire::u16 flag_compressed = 0x0001;
inline constexpr wire::u16 flag_xor_magic = 0x0002;
inline constexpr wire::u16 flag_last = 0x0004;

// MS-OXCRPC section 2.2.2.1.
struct RpcHeaderExt {
  wire::u16 flags = 0;
  wire::u16 size = 0;         // bytes that follow
  wire::u16 size_actual = 0;  // bytes they become when decompressed

  static constexpr std::size_t wire_size = 8;
  static void fields(auto& self, auto& archive);
};

// MS-OXCRPC section 3.1.4.2.1: one payload is at most 32 KB.
inline constexpr std::size_t max_payload = 0x8000;
// MS-OXCRPC section 3.1.4.2: rgbIn and rgbOut are at most 0x40000 bytes.
inline constexpr std::size_t max_chain = 0x40000;

// The payloads of a chain of extended buffers, in order, decompressed and without obfuscation. The chain must
// end with the flag Last and fill `bytes`. At most `max_total` payload bytes are taken (Fault::limit beyond
// it).
wire::Result<std::vector<wire::Bytes>> decode_chain(wire::ByteView bytes, std::size_t max_total = max_chain);
// The same where exactly one extended buffer is allowed: auxiliary buffers, and the ROP buffers of a
// response.
wire::Result<wire::Bytes> decode_single(wire::ByteView bytes);

struct Encoding {
  bool compress = false;   // where it makes the payload smaller
  bool obfuscate = false;  // XOR with 0xA5
};

// Appends one extended buffer. Fault::too_long above 65535 payload bytes.
wire::Failure append_extended(wire::Bytes& out, wire::ByteView payload, bool last, Encoding encoding = {});
// One extended buffer that is also the last.
wire::Result<wire::Bytes> encode_single(wire::ByteView payload, Encoding encoding = {});

}  // namespace mapigate::oxcrpc
