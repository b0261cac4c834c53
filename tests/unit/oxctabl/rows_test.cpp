#include "protocol/oxctabl/rows.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxctabl {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyRow;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto subject = property_tag(0x0037, PropertyType::string);
const std::vector<PropertyTag> columns{property_tag(0x674D, PropertyType::integer64), subject};
const PropertyRow first{{wire::i64{0x2A00'0000'0000'0001}, std::u16string(u"a")}, false};
const PropertyRow second{{wire::i64{0x2B00'0000'0000'0001}, std::monostate()}, true};

template <class Response>
Response with_columns(const std::vector<PropertyTag>& of_table = columns) {
  Response response;
  response.columns = of_table;
  return response;
}

TEST(Rows, QueryRowsRequest) {
  const auto [head, request] =
      expect_request<QueryRowsRequest>(hex_vector("MS-OXCTABL/4.5.3.1-query-rows-request.hex"));
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request, (QueryRowsRequest{0, true, 50}));
}

TEST(Rows, QueryRowsResponse) {
  const auto response = expect_response(hex_vector("MS-OXCROPS/2.2.5.4.2-query-rows-response.hex"),
                                        with_columns<QueryRowsResponse>())
                            .body;
  EXPECT_EQ(response.origin, PredefinedBookmark::current);
  EXPECT_THAT(response.row_data, ElementsAre(first, second));
  const auto end =
      expect_response<QueryRowsResponse>(hex_vector("MS-OXCROPS/2.2.5.4.2-query-rows-response-end.hex")).body;
  EXPECT_EQ(end.origin, PredefinedBookmark::end);
  EXPECT_TRUE(end.row_data.empty());
}

TEST(Rows, PublishedRows) {
  const std::vector<PropertyTag> of_rules{property_tag(0x6674, PropertyType::integer64),
                                          property_tag(0x6684, PropertyType::binary),
                                          property_tag(0x6682, PropertyType::string)};
  const auto rules = expect_response(hex_vector("MS-OXORULE/4.2.2-query-rows-response.hex"),
                                     with_columns<QueryRowsResponse>(of_rules))
                         .body;
  EXPECT_EQ(rules.origin, PredefinedBookmark::end);
  EXPECT_THAT(rules.row_data,
              ElementsAre(PropertyRow{
                  {wire::i64{0x56F8'3F01'0000'0001},
                   from_hex("01 00 00 00 01 00 00 00 55 55 55 55 D1 44 E3 40"), std::u16string(u"Project X")},
                  false}));

  std::vector<PropertyTag> of_messages(3, property_tag(0x6748, PropertyType::integer64));
  of_messages.resize(6, property_tag(0x674E, PropertyType::integer32));
  of_messages.resize(8, subject);
  const auto messages = expect_response(hex_vector("MS-OXCTABL/4.5.3.2-query-rows-response.hex"),
                                        with_columns<QueryRowsResponse>(of_messages))
                            .body;
  const PropertyValue missing = ErrorCode::not_found;
  EXPECT_THAT(messages.row_data, ElementsAre(PropertyRow{{wire::i64{0x321F'F100'0000'0001}, missing,
                                                          static_cast<wire::i64>(0xBD88'F100'0000'0001), 0, 3,
                                                          0, missing, missing},
                                                         true}));
}

TEST(Rows, CountsOfRows) {
  auto response = with_columns<QueryRowsResponse>();
  const auto bytes = from_hex("00 00 00 00 01 FF FF 00 01 00 00 00 00 00 00 00 00 00");
  wire::Reader reader(bytes);
  reader.read(response);
  EXPECT_FALSE(reader.finish());
  EXPECT_EQ(reader.failure().fault, Fault::truncated);

  response = with_columns<QueryRowsResponse>();
  response.row_data.assign(0xFFFF, second);
  EXPECT_TRUE(wire::serialize(response));
  response.row_data.push_back(second);
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::invalid);
}

TEST(Rows, FindRow) {
  const auto request =
      expect_request<FindRowRequest>(hex_vector("MS-OXCROPS/2.2.5.13.1-find-row-request.hex")).body;
  EXPECT_EQ(request.find_row_flags, FindRowRequest::backwards);
  EXPECT_EQ(request.restriction, oxcdata::operand(oxcdata::ExistRestriction{subject}));
  EXPECT_EQ(request.origin, PredefinedBookmark::custom);
  EXPECT_THAT(request.bookmark, ElementsAre(0xAA, 0xBB));
  EXPECT_EQ(wire::parse<FindRowRequest>(from_hex("00 00 00 00 FF FF")).error().fault, Fault::truncated);

  const auto found = expect_response(hex_vector("MS-OXCROPS/2.2.5.13.2-find-row-response.hex"),
                                     with_columns<FindRowResponse>())
                         .body;
  EXPECT_FALSE(found.row_no_longer_visible);
  EXPECT_TRUE(found.has_row_data);
  EXPECT_EQ(found.row_data, first);
  const auto none =
      expect_response<FindRowResponse>(hex_vector("MS-OXCROPS/2.2.5.13.2-find-row-response-no-row.hex")).body;
  EXPECT_TRUE(none.row_no_longer_visible);
  EXPECT_FALSE(none.has_row_data);
}

TEST(Rows, Failures) { expect_failures<QueryRowsResponse, FindRowResponse>(); }

}  // namespace
}  // namespace mapigate::oxctabl
