#include "protocol/oxcstor/per_user.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcstor {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const auto other_guid = wire::Guid::from_text("01112233-4455-6677-8899-aabbccddeeff").value();

oxcdata::LongTermId folder(wire::u64 counter) { return {guid, oxcdata::global_counter(counter)}; }

TEST(PerUser, GetPerUserLongTermIds) {
  const auto [head, request] = expect_request<GetPerUserLongTermIdsRequest>(
      hex_vector("MS-OXCROPS/2.2.3.10.1-get-per-user-long-term-ids-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.database_guid, guid);

  EXPECT_THAT(expect_response<GetPerUserLongTermIdsResponse>(
                  hex_vector("MS-OXCROPS/2.2.3.10.2-get-per-user-long-term-ids-response.hex"))
                  .body.long_term_ids,
              ElementsAre(folder(1), folder(2)));
  EXPECT_EQ(expect_response<GetPerUserLongTermIdsResponse>(from_hex("60 01 02 01 04 80")).body.return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(wire::parse<GetPerUserLongTermIdsResponse>(from_hex("00 00 00 00 FF FF 00")).error().fault,
            wire::Fault::truncated);
}

TEST(PerUser, GetPerUserGuid) {
  EXPECT_EQ(
      expect_request<GetPerUserGuidRequest>(hex_vector("MS-OXCROPS/2.2.3.11.1-get-per-user-guid-request.hex"))
          .body.long_term_id,
      folder(1));
  EXPECT_EQ(expect_response<GetPerUserGuidResponse>(
                hex_vector("MS-OXCROPS/2.2.3.11.2-get-per-user-guid-response.hex"))
                .body.database_guid,
            guid);
  EXPECT_EQ(expect_response<GetPerUserGuidResponse>(from_hex("61 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(PerUser, ReadPerUserInformation) {
  const auto request = expect_request<ReadPerUserInformationRequest>(
                           hex_vector("MS-OXCROPS/2.2.3.12.1-read-per-user-information-request.hex"))
                           .body;
  EXPECT_EQ(request.folder_id, folder(1));
  EXPECT_EQ(request.data_offset, 4096u);
  EXPECT_EQ(request.max_data_size, 8192);

  const auto response = expect_response<ReadPerUserInformationResponse>(
                            hex_vector("MS-OXCROPS/2.2.3.12.2-read-per-user-information-response.hex"))
                            .body;
  EXPECT_TRUE(response.has_finished);
  EXPECT_THAT(response.data, ElementsAre(0xAA, 0xBB, 0xCC));
  EXPECT_EQ(expect_response<ReadPerUserInformationResponse>(from_hex("63 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(PerUser, WritePerUserInformation) {
  const auto bytes = hex_vector("MS-OXCROPS/2.2.3.13.1-write-per-user-information-request.hex");
  const auto request = expect_request<WritePerUserInformationRequest>(bytes).body;
  EXPECT_EQ(request.folder_id, folder(1));
  EXPECT_FALSE(request.has_finished);
  EXPECT_EQ(request.data_offset, 0u);
  EXPECT_THAT(request.data, ElementsAre(0xAA, 0xBB));
  EXPECT_EQ(request.repl_guid, other_guid);

  expect_response<WritePerUserInformationResponse>(from_hex("64 01 00 00 00 00"));
  EXPECT_EQ(expect_response<WritePerUserInformationResponse>(from_hex("64 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

// ReplGuid comes with the first piece, and for a mailbox only.
TEST(PerUser, WritePerUserInformationWithoutReplGuid) {
  const auto next = expect_request<WritePerUserInformationRequest>(
                        hex_vector("MS-OXCROPS/2.2.3.13.1-write-per-user-information-request-next.hex"))
                        .body;
  EXPECT_TRUE(next.has_finished);
  EXPECT_EQ(next.data_offset, 2u);
  EXPECT_THAT(next.data, ElementsAre(0xCC));

  auto bytes = hex_vector("MS-OXCROPS/2.2.3.13.1-write-per-user-information-request.hex");
  bytes.resize(bytes.size() - sizeof(wire::Guid));
  WritePerUserInformationRequest of_public_folders;
  of_public_folders.private_logon = false;
  EXPECT_THAT(expect_request(bytes, of_public_folders).body.data, ElementsAre(0xAA, 0xBB));
}

}  // namespace
}  // namespace mapigate::oxcstor
