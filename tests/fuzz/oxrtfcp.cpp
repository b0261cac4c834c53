#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "protocol/oxrtfcp/crc.hpp"
#include "protocol/oxrtfcp/header.hpp"
#include "tests/fuzz/round_trip.hpp"

// The bytes are decompressed as they are, then as contents behind a header that is right, since a fuzzer does
// not guess a CRC. Then they are compressed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  const wire::ByteView bytes(data, size);
  constexpr std::size_t max_size = 1 << 20;
  if (const auto rtf = oxrtfcp::decompress(bytes, max_size)) fuzz::require(rtf->size() <= max_size);

  oxrtfcp::Header header;
  header.comp_size = static_cast<wire::u32>(size) + oxrtfcp::Header::comp_size_base;
  header.crc = oxrtfcp::crc(bytes);
  auto value = wire::serialize(header).value();
  value.insert(value.end(), bytes.begin(), bytes.end());
  if (const auto rtf = oxrtfcp::decompress(value, max_size)) fuzz::require(rtf->size() <= max_size);

  const auto same = [&](const wire::Bytes& again) {
    return std::equal(again.begin(), again.end(), bytes.begin(), bytes.end());
  };
  fuzz::require(same(oxrtfcp::decompress(oxrtfcp::compress(bytes).value()).value()));
  fuzz::require(same(oxrtfcp::decompress(oxrtfcp::store(bytes).value()).value()));
  return 0;
}
