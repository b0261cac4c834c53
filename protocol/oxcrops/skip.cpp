#include "protocol/oxcrops/skip.hpp"

#include "protocol/oxcrops/registry.hpp"

namespace mapigate::oxcrops {

bool skip_request(RopId id, wire::Reader& reader) {
  bool has_request = false;
  visit_rop(id, [&](auto rop) {
    if constexpr (decltype(rop)::has_request) {
      has_request = true;
      typename decltype(rop)::Request request{};
      reader.read(request);
    }
  });
  return has_request;
}

}  // namespace mapigate::oxcrops
