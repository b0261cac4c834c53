#include "protocol/oxcrpc/lz77.hpp"
#include "tests/fuzz/round_trip.hpp"

// The first two bytes are the promised size of the rest, which is read as compressed data; then the rest is
// compressed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  if (size < 2) return 0;
  const auto promised = static_cast<std::size_t>(data[0] | data[1] << 8);
  const wire::ByteView rest(data + 2, size - 2);
  if (const auto plain = oxcrpc::decompress(rest, promised)) fuzz::require(plain->size() == promised);
  if (rest.empty() || rest.size() > 0xFFFF) return 0;
  const auto compressed = oxcrpc::compress(rest, 2 * rest.size() + 16);
  fuzz::require(!compressed.empty());
  const auto again = oxcrpc::decompress(compressed, rest.size()).value();
  fuzz::require(std::equal(again.begin(), again.end(), rest.begin(), rest.end()));
  return 0;
}
