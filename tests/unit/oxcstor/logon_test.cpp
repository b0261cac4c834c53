#include "protocol/oxcstor/logon.hpp"

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcstor {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;
using wire::hex_vector;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const auto other_guid = wire::Guid::from_text("01112233-4455-6677-8899-aabbccddeeff").value();

oxcdata::FolderId folder(wire::u16 replica, wire::u64 counter) {
  return oxcdata::make_id<oxcdata::FolderId>(replica, oxcdata::global_counter(counter));
}

TEST(Logon, RequestForAMailbox) {
  const auto [head, request] =
      expect_request<LogonRequest>(hex_vector("MS-OXCROPS/2.2.3.1.1-logon-request.hex"));
  EXPECT_EQ(head.logon_id, 0);
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request.logon_flags, logon_private);
  EXPECT_EQ(request.open_flags, LogonRequest::home_logon | LogonRequest::take_ownership |
                                    LogonRequest::no_mail | LogonRequest::use_per_mdb_replid_mapping);
  EXPECT_EQ(request.store_state, 0u);
  EXPECT_EQ(request.essdn, "/o=x");
}

TEST(Logon, RequestForPublicFoldersHasNoName) {
  const auto [head, request] =
      expect_request<LogonRequest>(from_hex("FE 05 02 00 02 00 00 00 00 00 00 00 00 00"));
  EXPECT_EQ(head.logon_id, 5);
  EXPECT_EQ(head.handle_index, 2);
  EXPECT_EQ(request.open_flags, LogonRequest::open_public);
  EXPECT_EQ(request.essdn, "");
}

TEST(Logon, SuccessForAMailbox) {
  const auto response =
      expect_response<LogonResponse>(hex_vector("MS-OXCROPS/2.2.3.1.2-logon-response-mailbox.hex")).body;
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.logon_flags, logon_private);
  for (std::size_t i = 0; i < LogonResponse::folder_count; ++i) {
    EXPECT_EQ(response.folder_ids[i], folder(1, i + 1)) << i;
  }
  EXPECT_EQ(response.folder_ids[LogonResponse::inbox], folder(1, 5));
  EXPECT_EQ(response.folder_ids[LogonResponse::shortcuts], folder(1, 13));
  EXPECT_EQ(response.response_flags,
            LogonResponse::always_set | LogonResponse::owner_right | LogonResponse::send_as_right);
  EXPECT_EQ(response.mailbox_guid, guid);
  EXPECT_EQ(response.repl_id, 1);
  EXPECT_EQ(response.repl_guid, other_guid);
  EXPECT_EQ(response.logon_time, (LogonTime{59, 30, 23, 2, 29, 2, 2024}));
  EXPECT_EQ(response.gwart_time, 0x0102030405060708u);
  EXPECT_EQ(response.store_state, 0u);
}

TEST(Logon, SuccessForPublicFolders) {
  const auto [head, response] =
      expect_response<LogonResponse>(hex_vector("MS-OXCROPS/2.2.3.1.3-logon-response-public-folders.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(response.logon_flags, 0);
  EXPECT_EQ(response.folder_ids[LogonResponse::public_root], folder(2, 1));
  EXPECT_EQ(response.folder_ids[LogonResponse::nntp_article_index], folder(2, 10));
  EXPECT_EQ(response.folder_ids[LogonResponse::nntp_article_index + 1], oxcdata::FolderId{});
  EXPECT_EQ(response.repl_id, 2);
  EXPECT_EQ(response.repl_guid, guid);
  EXPECT_EQ(response.per_user_guid, other_guid);
}

TEST(Logon, Redirection) {
  const auto response =
      expect_response<LogonResponse>(hex_vector("MS-OXCROPS/2.2.3.1.4-logon-response-redirect.hex")).body;
  EXPECT_EQ(response.return_value, ErrorCode::wrong_server);
  EXPECT_EQ(response.logon_flags, logon_private);
  EXPECT_EQ(response.server_name, "/o=x/cn=MBX2");
}

// Section 2.2.3.1.5.
TEST(Logon, FailureEndsBehindReturnValue) {
  const auto response = expect_response<LogonResponse>(from_hex("FE 00 EB 03 00 00")).body;
  EXPECT_EQ(response.return_value, ErrorCode::unknown_user);
}

TEST(Logon, NamesThatDoNotFit) {
  LogonResponse response;
  response.return_value = ErrorCode::wrong_server;
  response.server_name.assign(254, 'x');
  EXPECT_EQ(wire::parse<LogonResponse>(wire::serialize(response).value()).value(), response);
  response.server_name.push_back('x');
  EXPECT_EQ(wire::serialize(response).error().fault, wire::Fault::too_long);
  // A size that ends before, or behind, the null.
  EXPECT_EQ(wire::parse<LogonResponse>(from_hex("78 04 00 00 01 02 61 62 00")).error().fault,
            wire::Fault::unterminated);
  EXPECT_EQ(wire::parse<LogonResponse>(from_hex("78 04 00 00 01 03 61 00 62")).error().fault,
            wire::Fault::trailing);
}

}  // namespace
}  // namespace mapigate::oxcstor
