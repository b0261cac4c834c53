#include <array>

#include "protocol/oxcrops/registry.hpp"
#include "tests/fuzz/one_of.hpp"

// Every ROP of the registry: the first byte says whether the rest is a request or a response, the second is
// the RopId.

namespace {

using namespace mapigate;

constexpr std::array columns{oxcdata::property_tag(0x674D, oxcdata::PropertyType::integer64),
                             oxcdata::property_tag(0x0037, oxcdata::PropertyType::string),
                             oxcdata::property_tag(0x0E06, oxcdata::PropertyType::time),
                             oxcdata::property_tag(0x0FFF, oxcdata::PropertyType::binary)};

template <class T>
struct WithColumns : T {
  WithColumns() {
    if constexpr (requires { this->columns = std::span<const oxcdata::PropertyTag>(::columns); })
      this->columns = ::columns;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const wire::ByteView body(data + 2, size - 2);
  oxcrops::visit_rop(static_cast<oxcrops::RopId>(data[1]), [&](auto rop) {
    using Rop = decltype(rop);
    if (data[0] % 2 == 0) {
      if constexpr (Rop::has_request) fuzz::normalized_round_trip<WithColumns<typename Rop::Request>>(body);
    } else {
      if constexpr (Rop::has_response) fuzz::normalized_round_trip<WithColumns<typename Rop::Response>>(body);
    }
  });
  return 0;
}
