#include "protocol/oxcrops/failed_response.hpp"

#include "protocol/oxcrops/registry.hpp"

namespace mapigate::oxcrops {

void write_failed_response(RopId id, wire::u8 handle_index, oxcdata::ErrorCode return_value,
                           wire::Writer& writer) {
  visit_rop(id, [&](auto rop) {
    using Response = typename decltype(rop)::Response;
    if constexpr (requires(Response response) { response.return_value; }) {
      Response response{};
      response.return_value = return_value;
      writer.write(ResponseHead{id, handle_index});
      writer.write(response);
    }
  });
}

}  // namespace mapigate::oxcrops
