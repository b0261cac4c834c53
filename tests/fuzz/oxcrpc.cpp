#include "protocol/oxcrpc/auxiliary.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "tests/fuzz/round_trip.hpp"

// The first byte says how the payloads are written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  using fuzz::require;
  if (size == 0) return 0;
  const oxcrpc::Encoding encoding{(data[0] & 1) != 0, (data[0] & 2) != 0};
  const wire::ByteView bytes(data + 1, size - 1);

  if (const auto payloads = oxcrpc::decode_chain(bytes)) {
    wire::Bytes written;
    bool fits = true;
    for (const auto& payload : *payloads) {
      const bool last = &payload == &payloads->back();
      fits = fits && !oxcrpc::append_extended(written, payload, last, encoding);
    }
    if (fits) require(oxcrpc::decode_chain(written).value() == *payloads);
  }
  if (const auto blocks = oxcrpc::parse_auxiliary(bytes)) {
    const auto written = oxcrpc::serialize_auxiliary(*blocks);
    // Strings that lie over each other are written one after the other, which can be too much for a block.
    if (written) require(oxcrpc::parse_auxiliary(*written).value() == *blocks);
  }
  return 0;
}
