#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "tests/fuzz/round_trip.hpp"

// The first byte says which structure the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  using namespace oxcrops;
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      if (const auto buffer = parse_rop_buffer(bytes)) {
        const auto written = serialize(*buffer).value();
        fuzz::require(std::equal(written.begin(), written.end(), bytes.begin(), bytes.end()));
      }
      break;
    case 1:
      fuzz::round_trip<ErrorResponse>(bytes);
      break;
    case 2:
      fuzz::round_trip<BufferTooSmallResponse>(bytes);
      break;
    case 3:
      fuzz::round_trip<BackoffResponse>(bytes);
      break;
  }
  return 0;
}
