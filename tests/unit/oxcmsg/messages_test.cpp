#include "protocol/oxcmsg/messages.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcmsg {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcdata::StringType;
using oxcdata::TypedString;
using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::Fault;
using wire::hex_vector;

const auto folder = oxcdata::make_id<FolderId>(1, oxcdata::global_counter(0x11));
const auto message = oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x22));

OpenedMessage opened() {
  oxcdata::RecipientRow row;
  row.address_kind = oxcdata::AddressKind::smtp;
  row.email_address = u"a@b";
  row.display_name = u"A";
  row.transmittable_display_name = u"B";
  row.properties.values = {6};
  OpenedMessage expected;
  expected.has_named_properties = true;
  expected.subject_prefix = {StringType::reduced_unicode, {}, u"RE: "};
  expected.normalized_subject = {StringType::unicode, {}, u"\u20AC"};
  expected.recipient_count = 3;
  expected.recipient_columns = {property_tag(0x0FFE, PropertyType::integer32)};
  expected.recipient_rows = {{primary_recipient, 1252, row},
                             {cc_recipient | recipient_succeeded_before, 1252, row}};
  return expected;
}

TEST(Messages, OpenMessage) {
  const auto [head, request] =
      expect_request<OpenMessageRequest>(hex_vector("MS-OXCROPS/2.2.6.1.1-open-message-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (OpenMessageRequest{2, code_page_of_logon, folder, open_best_access, message}));
  const auto [response_head, response] =
      expect_response<OpenMessageResponse>(hex_vector("MS-OXCROPS/2.2.6.1.2-open-message-response.hex"));
  EXPECT_EQ(response_head.handle_index, 2);
  EXPECT_EQ(response.message, opened());
}

TEST(Messages, MessageWithoutRecipients) {
  OpenedMessage expected;
  expected.normalized_subject.type = StringType::empty;
  EXPECT_EQ(expect_response<OpenMessageResponse>(
                hex_vector("MS-OXCROPS/2.2.6.1.2-open-message-response-no-recipients.hex"))
                .body.message,
            expected);
}

TEST(Messages, AsManyRowsAsTheCountCanSay) {
  OpenMessageResponse response;
  response.message.recipient_count = 1000;
  response.message.recipient_rows.resize(0xFF);
  EXPECT_EQ(wire::parse<OpenMessageResponse>(wire::serialize(response).value()).value(), response);
  response.message.recipient_rows.resize(0x100);
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::too_long);
}

TEST(Messages, CreateMessage) {
  EXPECT_EQ(
      expect_request<CreateMessageRequest>(hex_vector("MS-OXCROPS/2.2.6.2.1-create-message-request.hex"))
          .body,
      (CreateMessageRequest{2, code_page_of_logon, folder, true}));
  EXPECT_EQ(
      expect_response<CreateMessageResponse>(hex_vector("MS-OXCROPS/2.2.6.2.2-create-message-response.hex"))
          .body.message_id,
      message);
  EXPECT_EQ(expect_response<CreateMessageResponse>(
                hex_vector("MS-OXCROPS/2.2.6.2.2-create-message-response-no-id.hex"))
                .body.message_id,
            std::nullopt);
}

TEST(Messages, SaveChangesMessage) {
  const auto [head, request] = expect_request<SaveChangesMessageRequest>(
      hex_vector("MS-OXCROPS/2.2.6.3.1-save-changes-message-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (SaveChangesMessageRequest{2, save_keep_open_read_write}));
  const auto [response_head, response] = expect_response<SaveChangesMessageResponse>(
      hex_vector("MS-OXCROPS/2.2.6.3.2-save-changes-message-response.hex"));
  EXPECT_EQ(response_head.handle_index, 1);
  EXPECT_EQ(response, (SaveChangesMessageResponse{ErrorCode::success, 2, message}));
}

TEST(Messages, ReloadCachedInformation) {
  EXPECT_EQ(expect_request<ReloadCachedInformationRequest>(
                hex_vector("MS-OXCROPS/2.2.6.7.1-reload-cached-information-request.hex"))
                .head.handle_index,
            1);
  EXPECT_EQ(expect_response<ReloadCachedInformationResponse>(
                hex_vector("MS-OXCROPS/2.2.6.7.2-reload-cached-information-response.hex"))
                .body.message,
            opened());
}

TEST(Messages, OpenEmbeddedMessage) {
  EXPECT_EQ(expect_request<OpenEmbeddedMessageRequest>(
                hex_vector("MS-OXCROPS/2.2.6.16.1-open-embedded-message-request.hex"))
                .body,
            (OpenEmbeddedMessageRequest{2, 1252, open_create}));
  EXPECT_EQ(expect_response<OpenEmbeddedMessageResponse>(
                hex_vector("MS-OXCROPS/2.2.6.16.2-open-embedded-message-response.hex"))
                .body,
            (OpenEmbeddedMessageResponse{ErrorCode::success, message, opened()}));
}

TEST(Messages, Failures) {
  expect_failures<OpenMessageResponse, CreateMessageResponse, SaveChangesMessageResponse,
                  ReloadCachedInformationResponse, OpenEmbeddedMessageResponse>();
}

}  // namespace
}  // namespace mapigate::oxcmsg
