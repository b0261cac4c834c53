#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;

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

}  // namespace
}  // namespace mapigate::oxcmapihttp
