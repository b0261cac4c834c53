#include "protocol/oxcmapihttp/address_book_session.hpp"

#include <gmock/gmock.h>

#include "protocol/oxnspi/bind.hpp"
#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using oxcdata::ErrorCode;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;

TEST(AddressBookSession, BindRequest) {
  const auto body = checked<BindRequest>("2.2.5.1.1-bind-request.hex");
  EXPECT_EQ(body.flags, 0u);
  ASSERT_TRUE(body.state);
  EXPECT_EQ(body.state->delta, -5);
  EXPECT_EQ(body.state->code_page, 1252u);
  EXPECT_TRUE(body.auxiliary_buffer.empty());
}

TEST(AddressBookSession, BindRequestWithoutState) {
  wire::expect_exact<BindRequest>(from_hex("20 00 00 00 00 00 00 00 00"));
  const auto body = wire::parse<BindRequest>(from_hex("20 00 00 00 00 00 00 00 00")).value();
  EXPECT_EQ(body.flags, oxnspi::anonymous_login);
  EXPECT_FALSE(body.state);
}

// HasState is a Boolean: present when nonzero.
TEST(AddressBookSession, AnyNonzeroHasState) {
  auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/2.2.5.1.1-bind-request.hex");
  ASSERT_EQ(bytes[4], 0xFF);
  for (const auto has_state : {wire::u8{0x01}, wire::u8{0x80}}) {
    bytes[4] = has_state;
    EXPECT_TRUE(wire::parse<BindRequest>(bytes).value().state) << unsigned{has_state};
  }
}

TEST(AddressBookSession, BindSuccess) {
  const auto body = checked<BindResponse>("2.2.5.1.2-bind-success-response.hex");
  EXPECT_EQ(body.error_code, ErrorCode::success);
  EXPECT_EQ(body.server_guid.text(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST(AddressBookSession, Unbind) {
  EXPECT_THAT(checked<UnbindRequest>("2.2.5.2.1-unbind-request.hex").auxiliary_buffer, ElementsAre(0xA1));
  EXPECT_EQ(checked<UnbindResponse>("2.2.5.2.2-unbind-success-response.hex").error_code,
            ErrorCode::unbind_success);
}

TEST(AddressBookSession, GetMailboxUrl) {
  const auto request = checked<GetMailboxUrlRequest>("2.2.5.18.1-get-mailbox-url-request.hex");
  EXPECT_EQ(request.server_dn, u"/o=x");
  EXPECT_THAT(request.auxiliary_buffer, ElementsAre(0xA1));
  const auto response = checked<GetMailboxUrlResponse>("2.2.5.18.2-get-mailbox-url-success-response.hex");
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_EQ(response.server_url, u"https://x");
  EXPECT_THAT(response.auxiliary_buffer, ElementsAre(0xA1));
}

TEST(AddressBookSession, GetAddressBookUrl) {
  const auto request = checked<GetAddressBookUrlRequest>("2.2.5.19.1-get-address-book-url-request.hex");
  EXPECT_EQ(request.user_dn, u"/o=x");
  const auto response =
      checked<GetAddressBookUrlResponse>("2.2.5.19.2-get-address-book-url-success-response.hex");
  EXPECT_EQ(response.server_url, u"https://x");
  EXPECT_EQ(wire::serialize(GetAddressBookUrlRequest{std::u16string(u"a\0b", 3), {}}).error().fault,
            Fault::invalid);
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
