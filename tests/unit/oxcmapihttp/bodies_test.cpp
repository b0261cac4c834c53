#include <gmock/gmock.h>

#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/oxnspi/bind.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;

// The vector with the structure it is one of: read, compared by the caller, written, cut at every length, and
// with a byte too many.
template <class T>
T checked(const std::string& file) {
  const auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/" + file);
  wire::expect_exact<T>(bytes);
  return wire::parse<T>(bytes).value();
}

TEST(MailboxBodies, ConnectRequest) {
  const auto body = checked<ConnectRequest>("2.2.4.1.1-connect-request.hex");
  EXPECT_EQ(body.user_dn, "/o=x");
  EXPECT_EQ(body.flags, 0u);
  EXPECT_EQ(body.default_code_page, 1252u);
  EXPECT_EQ(body.lcid_sort, 0x0409u);
  EXPECT_EQ(body.lcid_string, 0x0409u);
  EXPECT_THAT(body.auxiliary_buffer, ElementsAre(0xA1, 0xA2, 0xA3));
}

TEST(MailboxBodies, ConnectSuccess) {
  const auto body = checked<ConnectResponse>("2.2.4.1.2-connect-success-response.hex");
  EXPECT_EQ(body.status_code, 0u);
  EXPECT_EQ(body.error_code, ErrorCode::success);
  EXPECT_EQ(body.polls_max, 60'000u);
  EXPECT_EQ(body.retry_count, 6u);
  EXPECT_EQ(body.retry_delay, 10'000u);
  EXPECT_EQ(body.dn_prefix, "/o=x");
  EXPECT_EQ(body.display_name, u"Zo\u00EB");
  EXPECT_TRUE(body.auxiliary_buffer.empty());
}

TEST(MailboxBodies, ConnectFailureIsStatusAndAuxiliaryBufferOnly) {
  const auto body = checked<ConnectResponse>("2.2.4.1.3-connect-failure-response.hex");
  EXPECT_EQ(body.status_code, 0x80004005u);
  EXPECT_THAT(body.auxiliary_buffer, ElementsAre(0xA1, 0xA2));
}

TEST(MailboxBodies, FailureOfEveryKindOfResponse) {
  const auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/2.2.4.1.3-connect-failure-response.hex");
  wire::expect_exact<ExecuteResponse>(bytes);
  wire::expect_exact<DisconnectResponse>(bytes);
  wire::expect_exact<NotificationWaitResponse>(bytes);
  wire::expect_exact<BindResponse>(bytes);
  wire::expect_exact<UnbindResponse>(bytes);
}

TEST(MailboxBodies, ExecuteRequest) {
  const auto body = checked<ExecuteRequest>("2.2.4.2.1-execute-request.hex");
  EXPECT_EQ(body.flags, 3u);
  EXPECT_EQ(body.rop_buffer.size(), 24u);
  EXPECT_EQ(body.rop_buffer[8], 0x08);
  EXPECT_EQ(body.max_rop_out, 0x18008u);
}

TEST(MailboxBodies, ExecuteSuccess) {
  const auto body = checked<ExecuteResponse>("2.2.4.2.2-execute-success-response.hex");
  EXPECT_EQ(body.error_code, ErrorCode::rpc_format);
  EXPECT_THAT(body.rop_buffer, ElementsAre(0xB1, 0xB2));
}

TEST(MailboxBodies, Disconnect) {
  EXPECT_THAT(checked<DisconnectRequest>("2.2.4.3.1-disconnect-request.hex").auxiliary_buffer,
              ElementsAre(0xA1));
  EXPECT_EQ(checked<DisconnectResponse>("2.2.4.3.2-disconnect-success-response.hex").error_code,
            ErrorCode::success);
}

TEST(MailboxBodies, NotificationWait) {
  EXPECT_EQ(checked<NotificationWaitRequest>("2.2.4.4.1-notification-wait-request.hex").flags, 0u);
  EXPECT_EQ(
      checked<NotificationWaitResponse>("2.2.4.4.2-notification-wait-success-response.hex").event_pending,
      1u);
}

TEST(MailboxBodies, SizesBeyondTheBodyTakeNoMemory) {
  const auto auxiliary = from_hex("FF FF FF FF 00");
  EXPECT_EQ(wire::parse<DisconnectRequest>(auxiliary).error().fault, Fault::truncated);
  const auto rops = from_hex("00 00 00 00 FF FF FF FF 00 00");
  EXPECT_STREQ(wire::parse<ExecuteRequest>(rops).error().field, "RopBuffer");
}

TEST(MailboxBodies, UserDnNeedsItsTerminator) {
  EXPECT_EQ(wire::parse<ConnectRequest>(from_hex("2F 6F 3D 78")).error().fault, Fault::unterminated);
}

TEST(AddressBookBodies, BindRequest) {
  const auto body = checked<BindRequest>("2.2.5.1.1-bind-request.hex");
  EXPECT_EQ(body.flags, 0u);
  ASSERT_TRUE(body.state);
  EXPECT_EQ(body.state->delta, -5);
  EXPECT_EQ(body.state->code_page, 1252u);
  EXPECT_TRUE(body.auxiliary_buffer.empty());
}

TEST(AddressBookBodies, BindRequestWithoutState) {
  wire::expect_exact<BindRequest>(from_hex("20 00 00 00 00 00 00 00 00"));
  const auto body = wire::parse<BindRequest>(from_hex("20 00 00 00 00 00 00 00 00")).value();
  EXPECT_EQ(body.flags, oxnspi::anonymous_login);
  EXPECT_FALSE(body.state);
}

// HasState is a Boolean: present when nonzero.
TEST(AddressBookBodies, AnyNonzeroHasState) {
  auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/2.2.5.1.1-bind-request.hex");
  bytes[4] = 0xFF;
  EXPECT_TRUE(wire::parse<BindRequest>(bytes).value().state);
}

TEST(AddressBookBodies, BindSuccess) {
  const auto body = checked<BindResponse>("2.2.5.1.2-bind-success-response.hex");
  EXPECT_EQ(body.error_code, ErrorCode::success);
  EXPECT_EQ(body.server_guid.text(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST(AddressBookBodies, Unbind) {
  EXPECT_THAT(checked<UnbindRequest>("2.2.5.2.1-unbind-request.hex").auxiliary_buffer, ElementsAre(0xA1));
  EXPECT_EQ(
      static_cast<wire::u32>(checked<UnbindResponse>("2.2.5.2.2-unbind-success-response.hex").error_code),
      1u);
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
