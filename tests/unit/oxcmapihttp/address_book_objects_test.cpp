#include "protocol/oxcmapihttp/address_book_objects.hpp"

#include <gmock/gmock.h>

#include "protocol/oxnspi/flags.hpp"
#include "tests/unit/oxcmapihttp/address_book_support.hpp"
#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcdata::TaggedPropertyValue;
using oxnspi::DisplayType;
using oxnspi::MinimalEntryId;
using testing::ElementsAre;
using testing::Optional;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;

AddressBookPropertyValueList values() {
  AddressBookPropertyValueList list;
  list.property_values.push_back({display_name, u"a"});
  list.property_values.push_back({PropertyTag{0x39FE000A}, ErrorCode::not_found});
  return list;
}

TEST(AddressBookObjects, DnToMid) {
  EXPECT_THAT(checked<DnToMidRequest>("2.2.5.4.1-dn-to-mid-request.hex").names,
              Optional(ElementsAre("/o=x", "/")));
  const auto response = checked<DnToMidResponse>("2.2.5.4.2-dn-to-mid-success-response.hex");
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_THAT(response.minimal_ids, Optional(ElementsAre(MinimalEntryId{0x1928}, MinimalEntryId{0})));
}

TEST(AddressBookObjects, GetPropList) {
  const auto request = checked<GetPropListRequest>("2.2.5.6.1-get-prop-list-request.hex");
  EXPECT_EQ(request.flags, oxnspi::skip_objects);
  EXPECT_EQ(request.minimal_id, MinimalEntryId{0x1928});
  EXPECT_EQ(request.code_page, 1252u);
  EXPECT_THAT(checked<GetPropListResponse>("2.2.5.6.2-get-prop-list-success-response.hex").property_tags,
              Optional(ElementsAre(display_name, smtp_address)));
}

TEST(AddressBookObjects, GetProps) {
  const auto request = checked<GetPropsRequest>("2.2.5.7.1-get-props-request.hex");
  EXPECT_EQ(request.flags, oxnspi::skip_objects | oxnspi::ephemeral_ids);
  EXPECT_EQ(request.state, state);
  EXPECT_THAT(request.property_tags, Optional(ElementsAre(display_name, smtp_address)));
  const auto response = checked<GetPropsResponse>("2.2.5.7.2-get-props-success-response.hex");
  EXPECT_EQ(response.error_code, ErrorCode::errors_returned);
  EXPECT_EQ(response.code_page, 1200u);
  EXPECT_EQ(response.property_values, values());
}

TEST(AddressBookObjects, GetTemplateInfo) {
  const auto request = checked<GetTemplateInfoRequest>("2.2.5.9.1-get-template-info-request.hex");
  EXPECT_EQ(request.flags, oxnspi::template_info_template);
  EXPECT_EQ(request.display_type, DisplayType::remote_mail_user);
  EXPECT_EQ(request.template_dn, "/o=x");
  EXPECT_EQ(request.code_page, 1252u);
  EXPECT_EQ(request.locale_id, 0x409u);
  const auto response = checked<GetTemplateInfoResponse>("2.2.5.9.2-get-template-info-success-response.hex");
  EXPECT_EQ(response.code_page, 1252u);
  ASSERT_TRUE(response.row);
  ASSERT_EQ(response.row->property_values.size(), 1u);
  EXPECT_EQ(response.row->property_values[0],
            (TaggedPropertyValue{PropertyTag{0x00010102}, Bytes{0xD1, 0xD2, 0xD3}}));
}

TEST(AddressBookObjects, ModLinkAtt) {
  const auto request = checked<ModLinkAttRequest>("2.2.5.10.1-mod-link-att-request.hex");
  EXPECT_EQ(request.flags, oxnspi::delete_links);
  EXPECT_EQ(request.property_tag, PropertyTag{0x8009000D});
  EXPECT_EQ(request.minimal_id, MinimalEntryId{0x1928});
  ASSERT_TRUE(request.entry_ids);
  ASSERT_EQ(request.entry_ids->size(), 2u);
  const auto ephemeral = oxnspi::parse_entry_id((*request.entry_ids)[0]).value();
  EXPECT_EQ(std::get<oxnspi::EphemeralEntryId>(ephemeral).mid, MinimalEntryId{0x1928});
  EXPECT_EQ(std::get<oxnspi::PermanentEntryId>(oxnspi::parse_entry_id((*request.entry_ids)[1]).value()),
            (oxnspi::PermanentEntryId{DisplayType::local_mail_user, "/o=x"}));
  EXPECT_EQ(checked<ModLinkAttResponse>("2.2.5.10.2-mod-link-att-success-response.hex").error_code,
            ErrorCode::access_denied);
}

TEST(AddressBookObjects, ModProps) {
  const auto request = checked<ModPropsRequest>("2.2.5.11.1-mod-props-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_THAT(request.property_tags, Optional(ElementsAre(display_name, smtp_address)));
  EXPECT_EQ(request.property_values, values());
}

TEST(AddressBookObjects, QueryColumns) {
  EXPECT_EQ(checked<QueryColumnsRequest>("2.2.5.13.1-query-columns-request.hex").mapi_flags,
            oxnspi::unicode_property_types);
  EXPECT_THAT(checked<QueryColumnsResponse>("2.2.5.13.2-query-columns-success-response.hex").columns,
              Optional(ElementsAre(display_name, smtp_address)));
}

// What is not there is one zero byte.
TEST(AddressBookObjects, WithoutWhatIsOptional) {
  EXPECT_EQ(wire::serialize(DnToMidRequest{}).value(), from_hex("00 00 00 00 00 00 00 00 00"));
  EXPECT_EQ(wire::serialize(GetPropsRequest{}).value(), from_hex("00 00 00 00 00 00 00 00 00 00"));
  EXPECT_EQ(wire::serialize(DnToMidResponse{}).value(), from_hex("00 00 00 00 00 00 00 00 00 00 00 00 00"));
  EXPECT_EQ(wire::serialize(GetPropsResponse{}).value(),
            from_hex("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"));
  wire::expect_exact<ModPropsRequest>(from_hex("00 00 00 00 00 00 00 00 00 00 00"));
  wire::expect_exact<GetTemplateInfoRequest>(
      from_hex("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"));
}

// An empty list is there, and no list is not.
TEST(AddressBookObjects, EmptyLists) {
  const auto bytes = from_hex("00 00 00 00 00 00 00 00 FF 00 00 00 00 00 00 00 00");
  wire::expect_exact<QueryColumnsResponse>(bytes);
  EXPECT_EQ(wire::parse<QueryColumnsResponse>(bytes).value().columns, LargePropertyTagArray{});
}

TEST(AddressBookObjects, CountsBeyondTheBody) {
  const auto names = from_hex("00 00 00 00 FF FF FF FF FF 00 00 00 00");
  EXPECT_EQ(wire::parse<DnToMidRequest>(names).error().fault, Fault::truncated);
  EXPECT_STREQ(wire::parse<DnToMidRequest>(names).error().field, "Names");
  const auto tags = from_hex("00 00 00 00 00 00 00 00 FF FF FF FF 7F 00 00 00 00");
  EXPECT_STREQ(wire::parse<QueryColumnsResponse>(tags).error().field, "Columns");
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
