#include "protocol/oxcstor/replicas.hpp"

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

const auto folder_id = oxcdata::make_id<oxcdata::FolderId>(2, oxcdata::global_counter(42));

TEST(Replicas, GetOwningServers) {
  const auto [head, request] = expect_request<GetOwningServersRequest>(
      hex_vector("MS-OXCROPS/2.2.3.6.1-get-owning-servers-request.hex"));
  EXPECT_EQ(head.logon_id, 3);
  EXPECT_EQ(request.folder_id, folder_id);

  const auto response = expect_response<GetOwningServersResponse>(
                            hex_vector("MS-OXCROPS/2.2.3.6.2-get-owning-servers-response.hex"))
                            .body;
  EXPECT_EQ(response.owning_servers.cheap_count, 1);
  EXPECT_THAT(response.owning_servers.servers, ElementsAre("/cn=A", "/cn=B"));

  EXPECT_EQ(expect_response<GetOwningServersResponse>(from_hex("42 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(Replicas, PublicFolderIsGhosted) {
  EXPECT_EQ(expect_request<PublicFolderIsGhostedRequest>(
                hex_vector("MS-OXCROPS/2.2.3.7.1-public-folder-is-ghosted-request.hex"))
                .body.folder_id,
            folder_id);

  const auto ghosted = expect_response<PublicFolderIsGhostedResponse>(
                           hex_vector("MS-OXCROPS/2.2.3.7.2-public-folder-is-ghosted-response.hex"))
                           .body;
  EXPECT_TRUE(ghosted.is_ghosted);
  EXPECT_EQ(ghosted.servers.cheap_count, 1);
  EXPECT_THAT(ghosted.servers.servers, ElementsAre("/cn=A"));

  EXPECT_FALSE(
      expect_response<PublicFolderIsGhostedResponse>(from_hex("45 01 00 00 00 00 00")).body.is_ghosted);
  EXPECT_EQ(expect_response<PublicFolderIsGhostedResponse>(from_hex("45 01 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(Replicas, Counts) {
  // As many cheap servers as there are, and one more.
  EXPECT_TRUE(wire::parse<ReplicaServers>(from_hex("01 00 01 00 61 00")));
  EXPECT_EQ(wire::parse<ReplicaServers>(from_hex("01 00 02 00 61 00")).error().fault, wire::Fault::invalid);
  EXPECT_EQ(wire::serialize(ReplicaServers{2, {"a"}}).error().fault, wire::Fault::invalid);
  // The largest count without the strings, and with them.
  EXPECT_EQ(wire::parse<ReplicaServers>(from_hex("FF FF 00 00 61 00")).error().fault, wire::Fault::truncated);
  ReplicaServers most{0, std::vector<std::string>(0xFFFF)};
  EXPECT_EQ(wire::parse<ReplicaServers>(wire::serialize(most).value()).value(), most);
  most.servers.emplace_back();
  EXPECT_FALSE(wire::serialize(most));
}

}  // namespace
}  // namespace mapigate::oxcstor
