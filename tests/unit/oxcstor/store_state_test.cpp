#include "protocol/oxcstor/store_state.hpp"

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcstor {
namespace {

using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;

TEST(StoreState, Get) {
  expect_request<GetStoreStateRequest>(from_hex("7B 00 00"));
  EXPECT_EQ(expect_response<GetStoreStateResponse>(
                wire::hex_vector("MS-OXCROPS/2.2.3.5.2-get-store-state-response.hex"))
                .body.store_state,
            GetStoreStateResponse::store_has_searches);
  EXPECT_EQ(expect_response<GetStoreStateResponse>(from_hex("7B 00 02 01 04 80")).body.return_value,
            oxcdata::ErrorCode::not_supported);
}

}  // namespace
}  // namespace mapigate::oxcstor
