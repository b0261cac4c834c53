#include "protocol/decode/exchange.hpp"
#include "tests/fuzz/round_trip.hpp"

// A request and its response, shown as trees: the first byte is the request type, the second the length of
// the request in units of 16 bytes. No byte may be shown that is not there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  if (size < 2) return 0;
  const auto type = static_cast<oxcmapihttp::RequestType>(
      data[0] % (static_cast<unsigned>(oxcmapihttp::RequestType::update_stat) + 1));
  const wire::ByteView bytes(data + 2, size - 2);
  const auto split = std::min<std::size_t>(bytes.size(), 16u * data[1]);
  decode::Exchange exchange;
  const auto check = [](wire::ByteView body, const decode::Node& node) {
    for (const auto& child : node.children) fuzz::require(child.offset + child.size <= body.size());
  };
  check(bytes.first(split), exchange.body(type, decode::Direction::request, bytes.first(split)));
  check(bytes.subspan(split), exchange.body(type, decode::Direction::response, bytes.subspan(split)));
  return 0;
}
