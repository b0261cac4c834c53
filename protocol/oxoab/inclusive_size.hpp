#pragma once

#include <limits>
#include <type_traits>
#include <utility>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxoab {

// cbSize of MS-OXOAB section 2.9: 32 bits that count the bytes of a structure, themselves included; then the
// structure, which `body` describes and which must use them up.
template <class F>
struct InclusiveSize {
  F body;

  static void fields(auto& self, auto& archive) {
    using Archive = std::remove_reference_t<decltype(archive)>;
    if constexpr (Archive::reading) {
      const auto size = archive.template number<wire::u32>();
      archive.check(size >= sizeof(wire::u32));
      if (archive.ok()) archive.within(size - sizeof(wire::u32), self.body);
    } else {
      const auto at = archive.size();
      archive.number(wire::u32{0});
      self.body();
      const auto size = archive.size() - at;
      if (size > std::numeric_limits<wire::u32>::max()) return archive.fail(wire::Fault::too_long);
      archive.patch(at, static_cast<wire::u32>(size));
    }
  }
};
template <class F>
InclusiveSize<F> inclusive_size(F body) {
  return {std::move(body)};
}

}  // namespace mapigate::oxoab
