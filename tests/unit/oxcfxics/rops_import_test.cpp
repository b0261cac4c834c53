#include "protocol/oxcfxics/rops_import.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcfxics/predecessor_change_list.hpp"
#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::ErrorCode;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const auto client_guid = wire::Guid::from_text("01112233-4455-6677-8899-aabbccddeeff").value();

// The bytes of an id and of a change.
Bytes gid(wire::u64 counter) { return wire::serialize(Xid(guid, oxcdata::global_counter(counter))).value(); }
Bytes change(wire::u8 number) {
  const Bytes local_id{0, 0, 0, number};
  return wire::serialize(Xid(client_guid, local_id)).value();
}
Bytes changes(wire::u8 number) {
  const Bytes local_id{0, 0, 0, number};
  PredecessorChangeList list;
  list.add(Xid(client_guid, local_id));
  return wire::serialize(list).value();
}

TEST(Import, MessageChange) {
  using Request = SynchronizationImportMessageChangeRequest;
  const auto [head, request] = expect_request<Request>(
      hex_vector("MS-OXCROPS/2.2.13.2.1-synchronization-import-message-change-request.hex"));
  EXPECT_EQ(head.handle_index, 2);
  EXPECT_EQ(request.output_handle_index, 3);
  EXPECT_EQ(request.import_flag, Request::associated | Request::fail_on_conflict);
  const std::vector<oxcdata::TaggedPropertyValue> expected{
      {property_tag(0x65E0, PropertyType::binary), gid(6)},
      {property_tag(0x3008, PropertyType::time), wire::FileTime{0x019DB1DED53E8000}},
      {property_tag(0x65E2, PropertyType::binary), change(1)},
      {property_tag(0x65E3, PropertyType::binary), changes(1)}};
  EXPECT_EQ(request.property_values, expected);

  EXPECT_EQ(expect_response<SynchronizationImportMessageChangeResponse>(
                hex_vector("MS-OXCROPS/2.2.13.2.2-synchronization-import-message-change-response.hex"))
                .body.message_id,
            oxcdata::MessageId{});
}

TEST(Import, MessageMove) {
  const auto request =
      expect_request<SynchronizationImportMessageMoveRequest>(
          hex_vector("MS-OXCROPS/2.2.13.6.1-synchronization-import-message-move-request.hex"))
          .body;
  EXPECT_EQ(request,
            (SynchronizationImportMessageMoveRequest{gid(5), gid(6), changes(1), gid(7), change(2)}));

  const auto response = expect_response<SynchronizationImportMessageMoveResponse>(
      hex_vector("MS-OXCROPS/2.2.13.6.2-synchronization-import-message-move-response.hex"));
  EXPECT_EQ(response.head.handle_index, 2);
  EXPECT_EQ(response.body, SynchronizationImportMessageMoveResponse{});
  // SYNC_W_CLIENT_CHANGE_NEWER is no failure, yet nothing follows it.
  EXPECT_EQ(expect_response<SynchronizationImportMessageMoveResponse>(from_hex("78 02 21 08 04 00"))
                .body.return_value,
            ErrorCode::newer_client_change);
  EXPECT_EQ(wire::parse<SynchronizationImportMessageMoveRequest>(from_hex("FF FF FF FF 00")).error().fault,
            Fault::truncated);
}

TEST(Import, HierarchyChange) {
  const auto request =
      expect_request<SynchronizationImportHierarchyChangeRequest>(
          hex_vector("MS-OXCROPS/2.2.13.4.1-synchronization-import-hierarchy-change-request.hex"))
          .body;
  const SynchronizationImportHierarchyChangeRequest expected{
      {{property_tag(0x65E1, PropertyType::binary), Bytes{}}},
      {{property_tag(0x3001, PropertyType::string), std::u16string(u"A")}}};
  EXPECT_EQ(request, expected);
  EXPECT_EQ(expect_response<SynchronizationImportHierarchyChangeResponse>(
                hex_vector("MS-OXCROPS/2.2.13.4.2-synchronization-import-hierarchy-change-response.hex"))
                .body.folder_id,
            oxcdata::FolderId{});
}

TEST(Import, Deletes) {
  using Request = SynchronizationImportDeletesRequest;
  const auto request =
      expect_request<Request>(hex_vector("MS-OXCROPS/2.2.13.5.1-synchronization-import-deletes-request.hex"))
          .body;
  EXPECT_EQ(request.import_delete_flags, Request::hierarchy | Request::hard_delete);
  const std::vector<oxcdata::TaggedPropertyValue> expected{
      {property_tag(0x0000, PropertyType::multiple_binary), std::vector<Bytes>{gid(6)}}};
  EXPECT_EQ(request.property_values, expected);
}

TEST(Import, ReadStateChanges) {
  using Request = SynchronizationImportReadStateChangesRequest;
  const auto request =
      expect_request<Request>(
          hex_vector("MS-OXCROPS/2.2.13.3.1-synchronization-import-read-state-changes-request.hex"))
          .body;
  EXPECT_THAT(request.message_read_states,
              ElementsAre(MessageReadState{gid(6), true}, MessageReadState{gid(7), false}));
  EXPECT_TRUE(expect_request<Request>(from_hex("80 00 02 00 00")).body.message_read_states.empty());
  // The size ends within a state; there is less than the size.
  EXPECT_EQ(wire::parse<Request>(from_hex("05 00 01 00 AA 01 00")).error().fault, Fault::truncated);
  EXPECT_EQ(wire::parse<Request>(from_hex("FF FF 01 00 AA 01")).error().fault, Fault::truncated);
  Request large;
  large.message_read_states.resize(0x10000 / 3 + 1);
  EXPECT_EQ(wire::serialize(large).error().fault, Fault::too_long);
}

TEST(Import, Failures) {
  oxcrops::expect_failures<SynchronizationImportMessageChangeResponse,
                           SynchronizationImportMessageMoveResponse,
                           SynchronizationImportHierarchyChangeResponse>();
  oxcrops::expect_plain_responses<SynchronizationImportDeletesResponse,
                                  SynchronizationImportReadStateChangesResponse>();
}

}  // namespace
}  // namespace mapigate::oxcfxics
