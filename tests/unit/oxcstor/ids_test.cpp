#include "protocol/oxcstor/ids.hpp"

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcstor {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;
using wire::hex_vector;

const oxcdata::LongTermId long_term_id{wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value(),
                                       oxcdata::global_counter(0x0E8EDF36)};
constexpr wire::u64 object_id = 0x36DF'8E0E'0000'0001;  // replica 1, the same counter

TEST(Ids, LongTermIdFromId) {
  const auto [head, request] = expect_request<LongTermIdFromIdRequest>(
      hex_vector("MS-OXCROPS/2.2.3.8.1-long-term-id-from-id-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.object_id, object_id);
  EXPECT_EQ(counter_of(static_cast<oxcdata::MessageId>(request.object_id)), long_term_id.counter);

  EXPECT_EQ(expect_response<LongTermIdFromIdResponse>(
                hex_vector("MS-OXCROPS/2.2.3.8.2-long-term-id-from-id-response.hex"))
                .body.long_term_id,
            long_term_id);
  EXPECT_EQ(expect_response<LongTermIdFromIdResponse>(from_hex("43 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(Ids, IdFromLongTermId) {
  EXPECT_EQ(expect_request<IdFromLongTermIdRequest>(
                hex_vector("MS-OXCROPS/2.2.3.9.1-id-from-long-term-id-request.hex"))
                .body.long_term_id,
            long_term_id);
  EXPECT_EQ(expect_response<IdFromLongTermIdResponse>(
                hex_vector("MS-OXCROPS/2.2.3.9.2-id-from-long-term-id-response.hex"))
                .body.object_id,
            object_id);
  EXPECT_EQ(expect_response<IdFromLongTermIdResponse>(from_hex("44 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

}  // namespace
}  // namespace mapigate::oxcstor
