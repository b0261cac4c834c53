#include "protocol/oxcmsg/recipients.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcmsg {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_failures;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const std::vector<PropertyTag> columns{property_tag(0x0FFE, PropertyType::integer32)};

oxcdata::RecipientRow recipient() {
  oxcdata::RecipientRow row;
  row.address_kind = oxcdata::AddressKind::smtp;
  row.email_address = u"a@b";
  row.display_name = u"A";
  row.transmittable_display_name = u"B";
  row.properties.values = {6};
  return row;
}

TEST(Recipients, ModifyRecipients) {
  const auto request = expect_request<ModifyRecipientsRequest>(
                           hex_vector("MS-OXCROPS/2.2.6.5.1-modify-recipients-request.hex"))
                           .body;
  EXPECT_EQ(request.recipient_columns, columns);
  EXPECT_THAT(request.recipient_rows, ElementsAre(ModifyRecipientRow{0, bcc_recipient, recipient()},
                                                  ModifyRecipientRow{5, primary_recipient, std::nullopt}));
}

TEST(Recipients, SizeOfARow) {
  const auto fault = [](const char* text) {
    return wire::parse<ModifyRecipientsRequest>(from_hex(text)).error().fault;
  };
  EXPECT_TRUE(wire::parse<ModifyRecipientsRequest>(from_hex("00 00 00 00")));
  EXPECT_TRUE(
      wire::parse<ModifyRecipientsRequest>(from_hex("00 00 01 00 00 00 00 00 01 05 00 00 02 00 00 00")));
  EXPECT_EQ(fault("00 00 01 00 00 00 00 00 01 06 00 00 02 00 00 00 00"), Fault::trailing);
  EXPECT_EQ(fault("00 00 01 00 00 00 00 00 01 04 00 00 02 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault("00 00 01 00 00 00 00 00 01 FF FF 00 02 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault("00 00 FF FF 00 00 00 00 01 00 00"), Fault::truncated);
  EXPECT_EQ(fault("FF FF 01 00 00 00 00 00 01 00 00"), Fault::truncated);
  // A value for a column that there is not.
  EXPECT_EQ(fault("00 00 01 00 00 00 00 00 01 09 00 00 02 01 00 00 00 00 00 00"), Fault::invalid);
}

TEST(Recipients, ReadRecipients) {
  EXPECT_EQ(
      expect_request<ReadRecipientsRequest>(hex_vector("MS-OXCROPS/2.2.6.6.1-read-recipients-request.hex"))
          .body,
      (ReadRecipientsRequest{2}));
  ReadRecipientsResponse prepared;
  prepared.columns = columns;
  const auto response =
      expect_response(hex_vector("MS-OXCROPS/2.2.6.6.2-read-recipients-response.hex"), prepared).body;
  EXPECT_THAT(response.recipient_rows,
              ElementsAre(ReadRecipientRow{2, primary_recipient, 1252, recipient()}));
}

TEST(Recipients, AsManyRowsAsTheCountCanSay) {
  ReadRecipientsResponse response;
  response.recipient_rows.resize(0xFF);
  EXPECT_TRUE(wire::serialize(response));
  response.recipient_rows.resize(0x100);
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::too_long);
}

TEST(Recipients, RemoveAllRecipients) {
  EXPECT_EQ(expect_request<RemoveAllRecipientsRequest>(
                hex_vector("MS-OXCROPS/2.2.6.4.1-remove-all-recipients-request.hex"))
                .head.handle_index,
            1);
}

TEST(Recipients, Responses) {
  expect_plain_responses<RemoveAllRecipientsResponse, ModifyRecipientsResponse>();
  expect_failures<ReadRecipientsResponse>();
}

}  // namespace
}  // namespace mapigate::oxcmsg
