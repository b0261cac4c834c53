// The ROPs of [MS-OXCTABL], and those that open tables, as a client sends them on a real mailbox.

#include "gateway/mapi/handlers/oxctabl.hpp"

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/handlers/row_writer.hpp"
#include "gateway/mapi/objects/table_object.hpp"
#include "gateway/store/sqlite/queue_store.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcperm/permissions.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxctabl/categories.hpp"
#include "protocol/oxctabl/cursor.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/view.hpp"
#include "protocol/oxorule/rules.hpp"
#include "tests/unit/mapi_handlers/mailbox_sender.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxctabl;
using namespace oxprops;
using namespace oxcdata;
using oxcrops::RopId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto keywords = property_tag(0x8008, PropertyType::multiple_string);
constexpr auto keyword_instances = property_tag(0x8008, static_cast<PropertyType>(0x301F));

class OxctablTest : public testing::Test, protected MailboxSender {
 protected:
  OxctablTest() { handlers::register_oxctabl(registry, services_); }

  store::MessageNumber add(std::u16string subject, std::uint64_t time, store::Properties properties = {}) {
    store::Content content;
    content.properties = std::move(properties);
    content.properties.set(pid_tag_subject, std::move(subject));
    content.properties.set(pid_tag_message_delivery_time, wire::FileTime{time});
    mailbox::NewMessage message;
    message.folder = folder;
    return alice->save_message(mailbox::message_write(*alice, std::move(content), message)).value().number;
  }
  wire::u32 open_contents(wire::u8 flags = 0, LogonPtr who = {}) {
    oxcfold::GetContentsTableRequest request;
    request.output_handle_index = 1;
    request.table_flags = flags;
    std::vector<wire::u32> its_handles{add_folder(who), oxcrops::no_handle};
    last_ = send<oxcfold::GetContentsTableResponse>(request, its_handles);
    return its_handles[1];
  }
  wire::u32 add_folder(LogonPtr who = {}) { return MailboxSender::add(folder, std::move(who)); }

  ErrorCode set_columns(wire::u32 table, std::vector<PropertyTag> tags) {
    columns_ = tags;
    SetColumnsRequest request;
    request.property_tags = std::move(tags);
    return send<SetColumnsResponse>(request, table).return_value;
  }
  ErrorCode sort(wire::u32 table, std::vector<SortOrder> orders, wire::u16 categories = 0,
                 wire::u16 expanded = 0) {
    SortTableRequest request;
    request.sort_orders.sort_orders = std::move(orders);
    request.sort_orders.categorized_count = categories;
    request.sort_orders.expanded_count = expanded;
    return send<SortTableResponse>(request, table).return_value;
  }
  QueryRowsResponse query(wire::u32 table, wire::u16 count, wire::u8 flags = 0, bool forward = true) {
    QueryRowsRequest request;
    request.row_count = count;
    request.query_rows_flags = flags;
    request.forward_read = forward;
    QueryRowsResponse response;
    response.columns = columns_;
    return send<QueryRowsResponse>(request, table, std::move(response));
  }
  // The first column of all rows.
  std::vector<PropertyValue> first_column(const QueryRowsResponse& response) {
    std::vector<PropertyValue> values;
    for (const PropertyRow& row : response.row_data) values.push_back(row.values[0]);
    return values;
  }
  template <class Response, class Request>
  ErrorCode error_of(const Request& request, wire::u32 handle) {
    return send<Response>(request, handle).return_value;
  }
  static RestrictionValue subject_is(PropertyValue value) {
    PropertyRestriction it;
    it.rel_op = RelOp::equal;
    it.tagged_value.tag = with_type(pid_tag_subject, type_of(value));
    it.property_tag = it.tagged_value.tag;
    it.tagged_value.value = std::move(value);
    return operand(std::move(it));
  }

  fakes::TempDir queue_folder_;
  std::unique_ptr<store::QueueStore> queue_ =
      store::sqlite::open_queue_store(queue_folder_.path() / "queue.sqlite", std::chrono::seconds(5)).value();
  mailbox::Submission submission_{{*queue_, rig().mailboxes(), rig().directory(), rig().clock, rig().log()}};
  RopServices services_{rig().directory(), rig().mailboxes(), submission_, rig().clock, rig().random(), log};
  std::vector<PropertyTag> columns_;
  oxcfold::GetContentsTableResponse last_;
};

TEST_F(OxctablTest, RowsOfAFolder) {
  add(u"first", 1);
  add(u"second", 2);
  const wire::u32 table = open_contents();
  EXPECT_EQ(last_.return_value, ErrorCode::success);
  EXPECT_EQ(last_.row_count, 2u);
  ASSERT_EQ(set_columns(table, {pid_tag_subject, pid_tag_message_delivery_time, pid_tag_row_type}),
            ErrorCode::success);
  ASSERT_EQ(sort(table, {{pid_tag_message_delivery_time, SortDirection::descending}}), ErrorCode::success);
  const auto response = query(table, 50);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.origin, PredefinedBookmark::end);
  ASSERT_THAT(response.row_data, SizeIs(2));
  EXPECT_FALSE(response.row_data[0].flagged);
  EXPECT_EQ(response.row_data[0].values[0], text(u"second"));
  EXPECT_EQ(response.row_data[0].values[1], PropertyValue(wire::FileTime{2}));
  EXPECT_EQ(response.row_data[0].values[2], PropertyValue(wire::i32{1}));
  EXPECT_EQ(response.row_data[1].values[0], text(u"first"));
  const auto position = send<QueryPositionResponse>(QueryPositionRequest{}, table);
  EXPECT_EQ(position.numerator, 2u);
  EXPECT_EQ(position.denominator, 2u);
}

// [MS-OXCTABL] section 4: the bytes of the requests in the document, on a table made for them.
TEST_F(OxctablTest, ExampleOfTheDocument) {
  store::Properties properties;
  properties.set(keywords, std::vector<std::u16string>{u"Red Category", u"Blue Category"});
  add(u"Two categories", 10, std::move(properties));
  add(u"None", 20);
  std::vector<wire::u32> its_handles{add_folder(), oxcrops::no_handle};
  run(wire::hex_vector("MS-OXCTABL/4.1.1-get-contents-table-request.hex"), its_handles);
  run(wire::hex_vector("MS-OXCTABL/4.2.1-set-columns-request.hex"), its_handles);
  EXPECT_EQ(output, (wire::Bytes{0x12, 0x01, 0, 0, 0, 0, 0}));
  std::vector<wire::u32> table{its_handles[1]};
  run(wire::hex_vector("MS-OXCTABL/4.3.1-sort-table-request.hex"), table);
  EXPECT_EQ(output, (wire::Bytes{0x13, 0x00, 0, 0, 0, 0, 0}));
  // The columns of section 4.5.1, as far as the rows that the document shows have them.
  set_columns(table[0], {pid_tag_folder_id, pid_tag_mid, pid_tag_inst_id, pid_tag_instance_num,
                         pid_tag_row_type, pid_tag_depth, keyword_instances, pid_tag_subject});
  run(wire::hex_vector("MS-OXCTABL/4.5.3.1-query-rows-request.hex"), table);
  wire::Reader reader(output);
  oxcrops::ResponseHead head;
  QueryRowsResponse response;
  response.columns = columns_;
  reader.read(head);
  reader.read(response);
  ASSERT_TRUE(reader.finish());
  EXPECT_EQ(response.origin, PredefinedBookmark::end);
  ASSERT_THAT(response.row_data, SizeIs(6));
  const auto& header = response.row_data[0].values;
  EXPECT_TRUE(response.row_data[0].flagged);
  EXPECT_EQ(header[0], PropertyValue(static_cast<wire::i64>(mailbox::folder_id(folder))));
  EXPECT_EQ(header[1], PropertyValue(ErrorCode::not_found));
  EXPECT_EQ(header[3], PropertyValue(wire::i32{0}));
  EXPECT_EQ(header[4], PropertyValue(wire::i32{3}));
  EXPECT_EQ(header[5], PropertyValue(wire::i32{0}));
  EXPECT_EQ(header[6], PropertyValue(ErrorCode::not_found)) << "the category of those without one";
  EXPECT_EQ(header[7], PropertyValue(ErrorCode::not_found));
  EXPECT_EQ(response.row_data[1].values[7], text(u"None"));
  EXPECT_EQ(response.row_data[1].values[5], PropertyValue(wire::i32{1}));
  EXPECT_EQ(response.row_data[2].values[6], text(u"Blue Category"));
  EXPECT_EQ(response.row_data[3].values[6], text(u"Blue Category"));
  EXPECT_EQ(response.row_data[3].values[3], PropertyValue(wire::i32{1}));
  EXPECT_EQ(response.row_data[5].values[6], text(u"Red Category"));
  EXPECT_EQ(response.row_data[5].values[2], response.row_data[3].values[2]) << "the same message";
}

TEST_F(OxctablTest, RowsWithWhatIsMissing) {
  add(u"x", 1);
  const wire::u32 table = open_contents();
  const auto string8 = with_type(pid_tag_subject, PropertyType::string8);
  set_columns(table, {pid_tag_subject, pid_tag_transport_message_headers, string8,
                      with_type(pid_tag_subject, PropertyType::integer32), pid_tag_message_size,
                      with_type(pid_tag_message_size, PropertyType::integer64),
                      with_type(pid_tag_subject, PropertyType::null)});
  const auto response = query(table, 1);
  ASSERT_THAT(response.row_data, SizeIs(1));
  const PropertyRow& row = response.row_data[0];
  EXPECT_TRUE(row.flagged);
  EXPECT_EQ(row.values[0], text(u"x"));
  EXPECT_EQ(row.values[1], PropertyValue(ErrorCode::not_found));
  EXPECT_EQ(row.values[2], PropertyValue(String8{"x"}));
  EXPECT_EQ(row.values[3], PropertyValue(ErrorCode::unexpected_type));
  EXPECT_TRUE(std::holds_alternative<wire::i32>(row.values[4]));
  EXPECT_TRUE(std::holds_alternative<wire::i64>(row.values[5]));
}

TEST_F(OxctablTest, EachRowHasItsOwnForm) {
  store::Properties properties;
  properties.set(pid_tag_transport_message_headers, std::u16string(u"h"));
  add(u"1", 1, properties);
  add(u"2", 2);
  add(u"3", 3, properties);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject, pid_tag_transport_message_headers});
  const auto response = query(table, 10);
  ASSERT_THAT(response.row_data, SizeIs(3));
  EXPECT_FALSE(response.row_data[0].flagged);
  EXPECT_TRUE(response.row_data[1].flagged);
  EXPECT_FALSE(response.row_data[2].flagged);
  EXPECT_EQ(response.row_data[2].values[1], text(u"h"));
}

// [MS-OXCTABL] section 2.2.2.5.2.
TEST_F(OxctablTest, LongValuesAreCut) {
  store::Properties properties;
  properties.set(pid_tag_body, std::u16string(100'000, u'b'));
  properties.set(pid_tag_search_key, wire::Bytes(600, 7));
  properties.set(keywords, std::vector<std::u16string>{std::u16string(300, u'k'), u"x"});
  add(std::u16string(300, u'\u4F60'), 1, std::move(properties));
  session.default_code_page = 65001;
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject, with_type(pid_tag_subject, PropertyType::string8), pid_tag_search_key,
                      pid_tag_body, keywords});
  const auto response = query(table, 1);
  ASSERT_THAT(response.row_data, SizeIs(1));
  const auto& values = response.row_data[0].values;
  EXPECT_EQ(values[0], text(std::u16string(255, u'\u4F60')));
  EXPECT_EQ(std::get<String8>(values[1]).bytes.size(), 510u);
  EXPECT_EQ(values[2], PropertyValue(wire::Bytes(510, 7)));
  EXPECT_EQ(values[3], text(std::u16string(255, u'b'))) << "a value that rows do not have";
  EXPECT_EQ(std::get<std::vector<std::u16string>>(values[4])[0].size(), 255u);
}

TEST_F(OxctablTest, RowsWithLargeValues) {
  for (int i = 0; i < 6; ++i) {
    store::Properties properties;
    if (i % 3 != 2) properties.set(pid_tag_body, std::u16string(10'000, static_cast<char16_t>(u'0' + i)));
    add(number_text(i), i, std::move(properties));
  }
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject, pid_tag_body});
  for (const PropertyTag order : {pid_tag_message_delivery_time, pid_tag_subject}) {
    ASSERT_EQ(sort(table, {{order, SortDirection::ascending}}), ErrorCode::success);
    EXPECT_THAT(first_column(query(table, 2)), ElementsAre(text(u"0"), text(u"1")));
    const auto rest = query(table, 10);
    EXPECT_THAT(first_column(rest), ElementsAre(text(u"2"), text(u"3"), text(u"4"), text(u"5")));
    EXPECT_EQ(rest.row_data[1].values[1], text(std::u16string(255, u'3')));
    EXPECT_EQ(rest.row_data[3].values[1], PropertyValue(ErrorCode::not_found));
    EXPECT_EQ(rest.origin, PredefinedBookmark::end);
    EXPECT_THAT(first_column(query(table, 4, 0, false)),
                ElementsAre(text(u"5"), text(u"4"), text(u"3"), text(u"2")));
    FindRowRequest find;
    find.restriction = subject_is(text(u"4"));
    FindRowResponse response;
    response.columns = columns_;
    EXPECT_EQ(send<FindRowResponse>(find, table, response).row_data.values[1],
              text(std::u16string(255, u'4')));
  }
}

TEST_F(OxctablTest, ColumnsFirst) {
  add(u"x", 1);
  const wire::u32 table = open_contents();
  EXPECT_EQ(query(table, 1).return_value, ErrorCode::null_object);
  EXPECT_EQ(error_of<FindRowResponse>(FindRowRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<ExpandRowResponse>(ExpandRowRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<CollapseRowResponse>(CollapseRowRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<GetCollapseStateResponse>(GetCollapseStateRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<SetCollapseStateResponse>(SetCollapseStateRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<SeekRowBookmarkResponse>(SeekRowBookmarkRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<FreeBookmarkResponse>(FreeBookmarkRequest{}, table), ErrorCode::null_object);
  EXPECT_EQ(error_of<QueryPositionResponse>(QueryPositionRequest{}, table), ErrorCode::success);
  EXPECT_EQ(set_columns(table, {}), ErrorCode::invalid_parameter);
  EXPECT_EQ(set_columns(table, {with_type(pid_tag_subject, PropertyType::unspecified)}),
            ErrorCode::invalid_parameter);
  EXPECT_EQ(set_columns(table, {pid_tag_subject}), ErrorCode::success);
  EXPECT_EQ(query(table, 1).return_value, ErrorCode::success);
  EXPECT_EQ(error_of<ResetTableResponse>(ResetTableRequest{}, table), ErrorCode::success);
  EXPECT_EQ(query(table, 1).return_value, ErrorCode::null_object);
}

TEST_F(OxctablTest, OtherObjects) {
  const wire::u32 its_folder = add_folder();
  EXPECT_EQ(query(its_folder, 1).return_value, ErrorCode::not_supported);
  EXPECT_EQ(query(4711, 1).return_value, ErrorCode::null_object);
  EXPECT_EQ(set_columns(its_folder, {pid_tag_subject}), ErrorCode::not_supported);
  EXPECT_EQ(error_of<SeekRowResponse>(SeekRowRequest{}, its_folder), ErrorCode::not_supported);
  const wire::u32 table = open_contents();
  EXPECT_EQ(error_of<oxcfold::GetContentsTableResponse>(oxcfold::GetContentsTableRequest{}, table),
            ErrorCode::not_supported);
  EXPECT_EQ(error_of<oxcmsg::GetAttachmentTableResponse>(oxcmsg::GetAttachmentTableRequest{}, its_folder),
            ErrorCode::not_supported);
}

TEST_F(OxctablTest, StatusIsAlwaysComplete) {
  const wire::u32 table = open_contents();
  SetColumnsRequest request;
  request.set_columns_flags = table_async;
  request.property_tags = {pid_tag_subject};
  EXPECT_EQ(send<SetColumnsResponse>(request, table).table_status, TableStatus::complete);
  EXPECT_EQ(send<GetStatusResponse>(GetStatusRequest{}, table).table_status, TableStatus::complete);
  EXPECT_EQ(send<AbortResponse>(AbortRequest{}, table).return_value, ErrorCode::abort_failed);
}

TEST_F(OxctablTest, QueryBothWays) {
  for (int i = 0; i < 5; ++i) add(number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  EXPECT_THAT(first_column(query(table, 2)), ElementsAre(text(u"0"), text(u"1")));
  const auto same = query(table, 2, QueryRowsRequest::no_advance);
  EXPECT_EQ(same.origin, PredefinedBookmark::current);
  EXPECT_THAT(first_column(same), ElementsAre(text(u"2"), text(u"3")));
  const auto last = query(table, 3);
  EXPECT_THAT(first_column(last), ElementsAre(text(u"2"), text(u"3"), text(u"4")));
  EXPECT_EQ(last.origin, PredefinedBookmark::end);
  const auto none = query(table, 3);
  EXPECT_THAT(none.row_data, IsEmpty());
  EXPECT_EQ(none.origin, PredefinedBookmark::end);
  const auto back = query(table, 2, 0, false);
  EXPECT_THAT(first_column(back), ElementsAre(text(u"4"), text(u"3")));
  EXPECT_EQ(back.origin, PredefinedBookmark::current);
  EXPECT_EQ(query(table, 10, 0, false).origin, PredefinedBookmark::beginning);
}

TEST_F(OxctablTest, AsManyRowsAsFit) {
  for (int i = 0; i < 300; ++i) add(std::u16string(200, u'x') + number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  const auto response = query(table, 1000);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  EXPECT_GT(response.row_data.size(), 60u);
  EXPECT_LT(response.row_data.size(), 90u);
  EXPECT_LE(output.size(), max_payload);
  EXPECT_EQ(response.origin, PredefinedBookmark::current);
  EXPECT_FALSE(results.chain);
  std::size_t read = response.row_data.size();
  for (;;) {
    const auto more = query(table, 1000);
    if (more.row_data.empty()) break;
    read += more.row_data.size();
  }
  EXPECT_EQ(read, 300u);
}

TEST_F(OxctablTest, MoreRowsInChainedBuffers) {
  for (int i = 0; i < 200; ++i) add(std::u16string(200, u'x') + number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  std::size_t read = query(table, 150, QueryRowsRequest::enable_packed_buffers).row_data.size();
  ASSERT_TRUE(results.chain);
  EXPECT_GT(results.chain_room, 1000u);
  while (results.chain) {
    results = dispatcher.run(session, std::move(*results.chain), max_payload);
    ASSERT_EQ(results.error, ErrorCode::success);
    wire::Reader reader(results.output.rops);
    oxcrops::ResponseHead head;
    QueryRowsResponse response;
    response.columns = columns_;
    reader.read(head);
    reader.read(response);
    ASSERT_TRUE(reader.finish());
    EXPECT_GT(response.row_data.size(), 0u);
    read += response.row_data.size();
  }
  EXPECT_EQ(read, 150u) << "no more than were asked for";
  query(table, 1000, QueryRowsRequest::enable_packed_buffers | QueryRowsRequest::no_advance);
  EXPECT_FALSE(results.chain) << "it would be the same rows";
}

TEST_F(OxctablTest, ARowThatDoesNotFit) {
  add(std::u16string(250, u'x'), 1);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  QueryRowsRequest request;
  request.row_count = 1;
  std::vector<wire::u32> its_handles{table};
  run(bytes_of(request), its_handles, 300);
  wire::Reader reader(output);
  oxcrops::ResponseHead head;
  QueryRowsResponse response;
  response.columns = columns_;
  reader.read(head);
  reader.read(response);
  EXPECT_EQ(response.return_value, ErrorCode::buffer_too_small);

  // Behind another response it comes again in a request of its own.
  wire::Bytes both = bytes_of(QueryPositionRequest{});
  const wire::Bytes second = bytes_of(request);
  both.insert(both.end(), second.begin(), second.end());
  run(both, its_handles, 500);
  EXPECT_EQ(output[0], static_cast<wire::u8>(RopId::query_position));
  ASSERT_GT(output.size(), 15u);
  EXPECT_EQ(output[14], static_cast<wire::u8>(RopId::buffer_too_small));
  EXPECT_EQ(query(table, 1).row_data.size(), 1u) << "the cursor has not moved";
}

TEST_F(OxctablTest, SeekAndBookmarks) {
  for (int i = 0; i < 10; ++i) add(number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  SeekRowRequest seek;
  seek.origin = PredefinedBookmark::end;
  seek.row_count = -3;
  seek.want_row_moved_count = true;
  auto sought = send<SeekRowResponse>(seek, table);
  EXPECT_EQ(sought.rows_sought, -3);
  EXPECT_FALSE(sought.has_sought_less);
  const auto bookmark = send<CreateBookmarkResponse>(CreateBookmarkRequest{}, table).bookmark;
  seek.origin = PredefinedBookmark::beginning;
  seek.row_count = 20;
  sought = send<SeekRowResponse>(seek, table);
  EXPECT_EQ(sought.rows_sought, 10);
  EXPECT_TRUE(sought.has_sought_less);
  seek.origin = PredefinedBookmark::custom;
  EXPECT_EQ(error_of<SeekRowResponse>(seek, table), ErrorCode::invalid_parameter);
  SeekRowBookmarkRequest to;
  to.bookmark = bookmark;
  to.row_count = 1;
  to.want_row_moved_count = true;
  const auto moved = send<SeekRowBookmarkResponse>(to, table);
  EXPECT_EQ(moved.rows_sought, 1);
  EXPECT_FALSE(moved.row_no_longer_visible);
  EXPECT_THAT(first_column(query(table, 1)), ElementsAre(text(u"8")));
  SeekRowFractionalRequest fraction;
  fraction.numerator = 1;
  fraction.denominator = 2;
  EXPECT_EQ(error_of<SeekRowFractionalResponse>(fraction, table), ErrorCode::success);
  EXPECT_THAT(first_column(query(table, 1)), ElementsAre(text(u"5")));
  fraction.denominator = 0;
  EXPECT_EQ(error_of<SeekRowFractionalResponse>(fraction, table), ErrorCode::invalid_bookmark);
  FreeBookmarkRequest free;
  free.bookmark = bookmark;
  EXPECT_EQ(error_of<FreeBookmarkResponse>(free, table), ErrorCode::success);
  EXPECT_EQ(error_of<FreeBookmarkResponse>(free, table), ErrorCode::invalid_bookmark);
  EXPECT_EQ(error_of<SeekRowBookmarkResponse>(to, table), ErrorCode::invalid_bookmark);
}

TEST_F(OxctablTest, RestrictAndFind) {
  for (int i = 0; i < 10; ++i) add(number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  FindRowRequest find;
  find.restriction = subject_is(String8{"7"});
  find.origin = PredefinedBookmark::beginning;
  FindRowResponse response;
  response.columns = columns_;
  auto found = send<FindRowResponse>(find, table, response);
  ASSERT_EQ(found.return_value, ErrorCode::success);
  EXPECT_TRUE(found.has_row_data);
  EXPECT_EQ(found.row_data.values[0], text(u"7"));
  find.find_row_flags = FindRowRequest::backwards;
  find.restriction = {};
  find.origin = PredefinedBookmark::end;
  found = send<FindRowResponse>(find, table, response);
  EXPECT_EQ(found.row_data.values[0], text(u"9"));
  find.restriction = subject_is(text(u"none"));
  EXPECT_EQ(send<FindRowResponse>(find, table, response).return_value, ErrorCode::not_found);
  find.origin = static_cast<PredefinedBookmark>(4);
  EXPECT_EQ(send<FindRowResponse>(find, table, response).return_value, ErrorCode::invalid_parameter);
  find.origin = PredefinedBookmark::custom;
  EXPECT_EQ(send<FindRowResponse>(find, table, response).return_value, ErrorCode::invalid_bookmark);

  RestrictRequest restrict_to;
  restrict_to.restriction = subject_is(String8{"3"});
  EXPECT_EQ(error_of<RestrictResponse>(restrict_to, table), ErrorCode::success);
  EXPECT_THAT(first_column(query(table, 10)), ElementsAre(text(u"3")));
  restrict_to.restriction = subject_is(wire::i32{3});
  EXPECT_EQ(error_of<RestrictResponse>(restrict_to, table), ErrorCode::success)
      << "an integer property of that id";
  restrict_to.restriction = {};
  EXPECT_EQ(error_of<RestrictResponse>(restrict_to, table), ErrorCode::success);
  EXPECT_EQ(query(table, 10).row_data.size(), 10u);
}

TEST_F(OxctablTest, Categories) {
  add(u"a", 1);
  add(u"b", 2);
  add(u"a", 3);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject, pid_tag_inst_id, pid_tag_content_count});
  ASSERT_EQ(
      sort(table, {{with_type(pid_tag_subject, PropertyType::string8), SortDirection::ascending}}, 1, 0),
      ErrorCode::success);
  auto rows = query(table, 10);
  ASSERT_THAT(rows.row_data, SizeIs(2));
  EXPECT_EQ(rows.row_data[0].values[2], PropertyValue(wire::i32{2}));
  ExpandRowRequest expand;
  expand.category_id = static_cast<wire::u64>(std::get<wire::i64>(rows.row_data[0].values[1]));
  expand.max_row_count = 1;
  ExpandRowResponse response;
  response.columns = columns_;
  const auto expanded = send<ExpandRowResponse>(expand, table, response);
  ASSERT_EQ(expanded.return_value, ErrorCode::success);
  EXPECT_EQ(expanded.expanded_row_count, 2u);
  ASSERT_THAT(expanded.row_data, SizeIs(1));
  EXPECT_EQ(send<ExpandRowResponse>(expand, table, response).return_value, ErrorCode::not_collapsed);

  GetCollapseStateRequest get;
  get.row_id = expand.category_id;
  const auto state = send<GetCollapseStateResponse>(get, table);
  ASSERT_EQ(state.return_value, ErrorCode::success);
  CollapseRowRequest collapse;
  collapse.category_id = expand.category_id;
  EXPECT_EQ(send<CollapseRowResponse>(collapse, table).collapsed_row_count, 2u);
  EXPECT_EQ(send<CollapseRowResponse>(collapse, table).return_value, ErrorCode::not_expanded);
  SetCollapseStateRequest set;
  set.collapse_state = state.collapse_state;
  const auto restored = send<SetCollapseStateResponse>(set, table);
  ASSERT_EQ(restored.return_value, ErrorCode::success);
  SeekRowBookmarkRequest to;
  to.bookmark = restored.bookmark;
  EXPECT_FALSE(send<SeekRowBookmarkResponse>(to, table).row_no_longer_visible);
  EXPECT_EQ(query(table, 10).row_data.size(), 4u);
  set.collapse_state = {1, 2, 3};
  EXPECT_EQ(send<SetCollapseStateResponse>(set, table).return_value, ErrorCode::invalid_collapse_state);
}

TEST_F(OxctablTest, AllColumns) {
  add(u"x", 1);
  const auto has = [](const QueryColumnsAllResponse& response, PropertyTag tag) {
    return std::count(response.property_tags.begin(), response.property_tags.end(), tag) == 1;
  };
  const auto string8 = with_type(pid_tag_subject, PropertyType::string8);
  using Flags = oxcfold::GetContentsTableRequest;
  const auto unicode =
      send<QueryColumnsAllResponse>(QueryColumnsAllRequest{}, open_contents(Flags::use_unicode));
  EXPECT_TRUE(has(unicode, pid_tag_subject));
  EXPECT_FALSE(has(unicode, string8));
  const auto other = send<QueryColumnsAllResponse>(QueryColumnsAllRequest{}, open_contents());
  EXPECT_TRUE(has(other, string8));
  EXPECT_FALSE(has(other, pid_tag_subject));
}

TEST_F(OxctablTest, OpeningContents) {
  using Flags = oxcfold::GetContentsTableRequest;
  open_contents(0x01);
  EXPECT_EQ(last_.return_value, ErrorCode::not_supported) << "a bit that there is not";
  open_contents(Flags::conversation_members);
  EXPECT_EQ(last_.return_value, ErrorCode::invalid_parameter) << "not the root";
  open_contents(Flags::associated | Flags::deferred_errors | Flags::no_notifications | Flags::use_unicode);
  EXPECT_EQ(last_.return_value, ErrorCode::success);
  EXPECT_EQ(last_.row_count, 0u);
  open_contents(0, std::make_shared<mailbox::Logon>(rig().guest(alice, "bob@example.org")));
  EXPECT_EQ(last_.return_value, ErrorCode::access_denied);
  oxcfold::GetContentsTableRequest request;
  request.output_handle_index = 9;
  EXPECT_EQ(send<oxcfold::GetContentsTableResponse>(request, add_folder()).return_value,
            ErrorCode::null_object);
}

TEST_F(OxctablTest, OpeningHierarchies) {
  new_folder(new_folder(folder, u"b"), u"c");
  new_folder(folder, u"a");
  using Request = oxcfold::GetHierarchyTableRequest;
  const auto rows = [&](wire::u8 flags) {
    Request request;
    request.output_handle_index = 1;
    request.table_flags = flags;
    std::vector<wire::u32> its_handles{add_folder(), oxcrops::no_handle};
    const auto opened = send<oxcfold::GetHierarchyTableResponse>(request, its_handles);
    EXPECT_EQ(opened.return_value, ErrorCode::success);
    set_columns(its_handles[1], {pid_tag_display_name, pid_tag_folder_id, pid_tag_depth});
    auto values = first_column(query(its_handles[1], 10));
    EXPECT_EQ(values.size(), opened.row_count);
    EXPECT_EQ(sort(its_handles[1], {{pid_tag_display_name, SortDirection::ascending}}),
              ErrorCode::not_supported);
    ExpandRowRequest expand;
    EXPECT_EQ(error_of<ExpandRowResponse>(expand, its_handles[1]), ErrorCode::not_supported);
    return values;
  };
  EXPECT_THAT(rows(0), ElementsAre(text(u"a"), text(u"b")));
  EXPECT_THAT(rows(Request::depth | Request::suppresses_notifications), SizeIs(3));
  EXPECT_THAT(rows(Request::soft_deletes), IsEmpty());
  Request request;
  request.table_flags = 0x02;
  EXPECT_EQ(send<oxcfold::GetHierarchyTableResponse>(request, add_folder()).return_value,
            ErrorCode::not_supported);
}

TEST_F(OxctablTest, OpeningSmallTables) {
  auto message = new_message();
  attach(message, u"a.txt", {1, 2, 3});
  oxcmsg::GetAttachmentTableRequest attachments;
  attachments.output_handle_index = 1;
  std::vector<wire::u32> its_handles{MailboxSender::add(message), oxcrops::no_handle};
  EXPECT_EQ(send<oxcmsg::GetAttachmentTableResponse>(attachments, its_handles).return_value,
            ErrorCode::success);
  set_columns(its_handles[1], {pid_tag_attach_long_filename, pid_tag_attach_number, pid_tag_attach_size});
  EXPECT_THAT(first_column(query(its_handles[1], 10)), ElementsAre(text(u"a.txt")));
  release(its_handles[0]);
  EXPECT_EQ(query(its_handles[1], 10, 0, false).row_data.size(), 1u) << "the table holds the message";
  EXPECT_EQ(error_of<RestrictResponse>(RestrictRequest{}, its_handles[1]), ErrorCode::not_supported);
  EXPECT_EQ(error_of<FindRowResponse>(FindRowRequest{}, its_handles[1]), ErrorCode::not_supported);
  EXPECT_EQ(error_of<CreateBookmarkResponse>(CreateBookmarkRequest{}, its_handles[1]),
            ErrorCode::not_supported);

  oxcperm::GetPermissionsTableRequest permissions;
  permissions.output_handle_index = 1;
  its_handles = {add_folder(), oxcrops::no_handle};
  EXPECT_EQ(send<oxcperm::GetPermissionsTableResponse>(permissions, its_handles).return_value,
            ErrorCode::success);
  set_columns(its_handles[1],
              {pid_tag_member_id, pid_tag_member_name, pid_tag_member_rights, pid_tag_entry_id});
  EXPECT_THAT(first_column(query(its_handles[1], 10)),
              testing::IsSupersetOf({PropertyValue(wire::i64{0}), PropertyValue(wire::i64{-1})}));

  store::Rule rule;
  rule.properties.set(pid_tag_rule_name, std::u16string(u"r"));
  rule.properties.set(pid_tag_rule_provider_data, wire::Bytes(1000, 1));
  rule.properties.set(pid_tag_rule_condition, RestrictionValue(subject_is(text(u"x"))));
  ASSERT_TRUE(alice->store().set_rules(folder, {rule}));
  oxorule::GetRulesTableRequest rules;
  rules.output_handle_index = 1;
  its_handles = {add_folder(), oxcrops::no_handle};
  EXPECT_EQ(send<oxorule::GetRulesTableResponse>(rules, its_handles).return_value, ErrorCode::success);
  set_columns(its_handles[1], {pid_tag_rule_name, pid_tag_rule_provider_data, pid_tag_rule_condition});
  const auto response = query(its_handles[1], 10);
  ASSERT_THAT(response.row_data, SizeIs(1));
  EXPECT_EQ(response.row_data[0].values[1], PropertyValue(wire::Bytes(1000, 1))) << "not cut";
  EXPECT_EQ(response.row_data[0].values[2], PropertyValue(RestrictionValue(subject_is(text(u"x")))));
}

TEST_F(OxctablTest, MemoryOfTables) {
  for (int i = 0; i < 100; ++i) add(number_text(i), i);
  const wire::u32 table = open_contents();
  set_columns(table, {pid_tag_subject});
  const std::size_t before = session.objects.memory();
  ASSERT_EQ(sort(table, {{pid_tag_subject, SortDirection::ascending}}), ErrorCode::success);
  query(table, 1);
  EXPECT_GT(session.objects.memory(), before + 2000) << "an index in memory is counted";
}

}  // namespace
}  // namespace mapigate::mapi
