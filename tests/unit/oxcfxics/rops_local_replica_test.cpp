#include "protocol/oxcfxics/rops_local_replica.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();

TEST(LocalReplica, GetIds) {
  EXPECT_EQ(expect_request<GetLocalReplicaIdsRequest>(
                hex_vector("MS-OXCROPS/2.2.13.13.1-get-local-replica-ids-request.hex"))
                .body.id_count,
            0x10000u);
  const auto response = expect_response<GetLocalReplicaIdsResponse>(
                            hex_vector("MS-OXCROPS/2.2.13.13.2-get-local-replica-ids-response.hex"))
                            .body;
  EXPECT_EQ(response.repl_guid, guid);
  EXPECT_EQ(oxcdata::to_number(response.global_count), 0x0E8EDF36u);
  oxcrops::expect_failures<GetLocalReplicaIdsResponse>();
}

TEST(LocalReplica, SetDeletedIds) {
  using Request = SetLocalReplicaMidsetDeletedRequest;
  EXPECT_THAT(expect_request<Request>(
                  hex_vector("MS-OXCROPS/2.2.13.12.1-set-local-replica-midset-deleted-request.hex"))
                  .body.long_term_id_ranges,
              ElementsAre(LongTermIdRange{{guid, oxcdata::global_counter(0x10)},
                                          {guid, oxcdata::global_counter(0x1F)}}));
  EXPECT_TRUE(
      expect_request<Request>(from_hex("93 00 01 04 00 00 00 00 00")).body.long_term_id_ranges.empty());
  // The size has no room for the count, for what is counted, and more than that.
  EXPECT_EQ(wire::parse<Request>(from_hex("03 00 00 00 00 00")).error().fault, Fault::truncated);
  EXPECT_EQ(wire::parse<Request>(from_hex("04 00 FF FF FF FF")).error().fault, Fault::truncated);
  EXPECT_EQ(wire::parse<Request>(from_hex("05 00 00 00 00 00 00")).error().fault, Fault::trailing);
  Request large;
  large.long_term_id_ranges.resize(0x10000 / 48 + 1);
  EXPECT_EQ(wire::serialize(large).error().fault, Fault::too_long);
  oxcrops::expect_plain_responses<SetLocalReplicaMidsetDeletedResponse>();
}

}  // namespace
}  // namespace mapigate::oxcfxics
