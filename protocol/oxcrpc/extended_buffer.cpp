#include "protocol/oxcrpc/extended_buffer.hpp"

#include "protocol/oxcrpc/lz77.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrpc {

namespace {

// MS-OXCRPC section 3.1.4.1.1.3; the inverse is the same.
void obfuscate(std::span<wire::u8> bytes) {
  for (auto& byte : bytes) byte ^= 0xA5;
}

wire::Result<wire::Bytes> decode_payload(const RpcHeaderExt& header, wire::ByteView data) {
  if ((header.flags & flag_xor_magic) == 0) {
    if ((header.flags & flag_compressed) != 0) return decompress(data, header.size_actual);
    return wire::Bytes(data.begin(), data.end());
  }
  // Compressed first, then obfuscated: section 3.1.4.1.1.1.1.
  wire::Bytes plain(data.begin(), data.end());
  obfuscate(plain);
  if ((header.flags & flag_compressed) != 0) return decompress(plain, header.size_actual);
  return plain;
}

}  // namespace

wire::Result<std::vector<wire::Bytes>> decode_chain(wire::ByteView bytes, std::size_t max_total) {
  std::vector<wire::Bytes> payloads;
  wire::Reader reader(bytes);
  RpcHeaderExt header;
  do {
    reader("RPC_HEADER_EXT", header);
    const auto start = reader.offset();
    const auto data = reader.take(header.size);
    if (reader.ok() && header.size_actual > max_total) reader.fail(wire::Fault::limit);
    if (!reader.ok()) return reader.failure();
    max_total -= header.size_actual;
    auto payload = decode_payload(header, data);
    if (!payload) {
      auto failure = payload.error();
      failure.offset += start;
      return failure;
    }
    payloads.push_back(std::move(*payload));
  } while ((header.flags & flag_last) == 0);
  if (!reader.finish()) return reader.failure();
  return payloads;
}

wire::Result<wire::Bytes> decode_single(wire::ByteView bytes) {
  auto payloads = decode_chain(bytes);
  if (!payloads) return payloads.error();
  if (payloads->size() != 1)
    return wire::Failure{wire::Fault::trailing, RpcHeaderExt::wire_size, "RPC_HEADER_EXT"};
  return std::move(payloads->front());
}

wire::Failure append_extended(wire::Bytes& out, wire::ByteView payload, bool last, Encoding encoding) {
  if (payload.size() > max_payload) return {wire::Fault::too_long, 0, "SizeActual"};
  wire::Bytes compressed;
  if (encoding.compress) compressed = compress(payload, payload.size());
  const wire::ByteView data = compressed.empty() ? payload : compressed;

  RpcHeaderExt header;
  header.flags = static_cast<wire::u16>((compressed.empty() ? 0 : flag_compressed) |
                                        (encoding.obfuscate ? flag_xor_magic : 0) | (last ? flag_last : 0));
  header.size = static_cast<wire::u16>(data.size());
  header.size_actual = static_cast<wire::u16>(payload.size());
  wire::Writer writer(RpcHeaderExt::wire_size);
  writer.write(header);

  out.reserve(out.size() + writer.size() + data.size());
  out.insert(out.end(), writer.view().begin(), writer.view().end());
  out.insert(out.end(), data.begin(), data.end());
  if (encoding.obfuscate) obfuscate(std::span(out).last(data.size()));
  return {};
}

wire::Result<wire::Bytes> encode_single(wire::ByteView payload, Encoding encoding) {
  wire::Bytes out;
  if (auto failure = append_extended(out, payload, true, encoding)) return failure;
  return out;
}

}  // namespace mapigate::oxcrpc
