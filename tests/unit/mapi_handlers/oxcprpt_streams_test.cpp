// Streams and the objects whose properties they are.

#include "protocol/oxcprpt/properties.hpp"
#include "tests/unit/mapi_handlers/streams_rig.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

TEST_F(StreamsTest, AValueIsReadInPieces) {
  set_large(data, pattern(10'000));
  u32 stream = 0;
  EXPECT_EQ(try_open(data, OpenStreamRequest::read_only, handle, stream).stream_size, 10'000u);
  EXPECT_EQ(size_of(stream), 10'000u);
  EXPECT_EQ(read(stream, 100), pattern(100));
  EXPECT_EQ(read(stream, 9'000), pattern(9'000, 101));
  EXPECT_EQ(read(stream, 9'000), pattern(900, wire::u8(9'101)));
  EXPECT_EQ(read(stream, 9'000), Bytes());
}

TEST_F(StreamsTest, ASmallValueIsReadTheSame) {
  object->properties.set(data, pattern(10));
  EXPECT_EQ(read(open(data, OpenStreamRequest::read_only)), pattern(10));
  object->properties.set(body, std::u16string(u"Hé"));
  EXPECT_EQ(read(open(body, OpenStreamRequest::read_only)), utf16(u"Hé"));
}

TEST_F(StreamsTest, OnlyWhatIsThereCanBeRead) {
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_only), ErrorCode::not_found);
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_write), ErrorCode::not_found);
  object->properties.set(data, pattern(10));
  EXPECT_EQ(open_error(oxprops::pid_tag_attach_data_object, OpenStreamRequest::read_only),
            ErrorCode::not_found);
}

TEST_F(StreamsTest, TheseTypesHaveStreams) {
  for (const PropertyType type : {PropertyType::binary, PropertyType::string, PropertyType::string8}) {
    EXPECT_EQ(open_error(oxcdata::with_type(data, type), OpenStreamRequest::create), ErrorCode::success);
  }
  EXPECT_EQ(open_error(oxprops::pid_tag_attach_data_object, OpenStreamRequest::create), ErrorCode::success);
  EXPECT_EQ(open_error(oxprops::pid_tag_importance, OpenStreamRequest::create), ErrorCode::not_supported);
  EXPECT_EQ(open_error(oxcdata::with_type(data, PropertyType::multiple_binary), OpenStreamRequest::create),
            ErrorCode::not_supported);
}

TEST_F(StreamsTest, OfFoldersOnlyBytesAndOfLogonsNothing) {
  u32 folder_handle = 0;
  u32 logon_handle = 0;
  add(folder_handle, ObjectKind::folder);
  add(logon_handle, ObjectKind::logon);
  EXPECT_EQ(open_error(data, OpenStreamRequest::create, folder_handle), ErrorCode::success);
  EXPECT_EQ(open_error(body, OpenStreamRequest::create, folder_handle), ErrorCode::not_supported);
  EXPECT_EQ(open_error(data, OpenStreamRequest::create, logon_handle), ErrorCode::not_supported);
}

TEST_F(StreamsTest, FoldersOfPublicStoresAreOnlyRead) {
  auto public_store = home->new_mailbox(store::MailboxKind::public_folders);
  u32 folder_handle = 0;
  MemoryObject& public_folder = add(folder_handle, ObjectKind::folder);
  public_folder.logon = std::make_shared<mailbox::Logon>(public_store, logon->actor());
  public_folder.properties.set(data, pattern(10));
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_write, folder_handle), ErrorCode::not_supported);
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_only, folder_handle), ErrorCode::success);
}

TEST_F(StreamsTest, WhoMayNotChangeTheObjectMayReadIt) {
  object->properties.set(data, pattern(10));
  object->writable_error = ErrorCode::access_denied;
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_write), ErrorCode::access_denied);
  EXPECT_EQ(open_error(data, OpenStreamRequest::create), ErrorCode::access_denied);
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_only), ErrorCode::success);
  EXPECT_EQ(open_error(data, 4), ErrorCode::invalid_parameter);
}

TEST_F(StreamsTest, ANamelessNamedPropertyIsNotMade) {
  EXPECT_EQ(open_error(oxcdata::property_tag(0xFFFE, PropertyType::binary), OpenStreamRequest::create),
            ErrorCode::unexpected_id);
}

TEST_F(StreamsTest, WhatIsWrittenIsSetByCommit) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  EXPECT_EQ(write(stream, pattern(5, 11)), ErrorCode::success);
  EXPECT_FALSE(object->properties.find(id_of(data)));
  EXPECT_EQ(commit(stream), ErrorCode::success);
  EXPECT_EQ(kept(data), pattern(15));
  EXPECT_EQ(write(stream, pattern(5, 16)), ErrorCode::success);
  EXPECT_EQ(kept(data), pattern(15));
  EXPECT_EQ(commit(stream), ErrorCode::success);
  EXPECT_EQ(kept(data), pattern(20));
}

TEST_F(StreamsTest, WhatIsWrittenIsSetByRelease) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(data), pattern(10));
  EXPECT_TRUE(object->streams.empty());
}

TEST_F(StreamsTest, WhatIsWrittenIsReadThroughTheSameObjectAtOnce) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  std::vector<PropertyTag> columns{data};
  GetPropertiesSpecificRequest request;
  request.property_tags = columns;
  GetPropertiesSpecificResponse response;
  response.columns = columns;
  EXPECT_EQ(send(request, handle, response).row_data.values.at(0), PropertyValue(pattern(10)));
  EXPECT_THAT(send<GetPropertiesListResponse>(GetPropertiesListRequest{}, handle).property_tags,
              ::testing::ElementsAre(data));
  EXPECT_FALSE(object->properties.find(id_of(data))) << "but the object does not have it for that";
}

TEST_F(StreamsTest, TheObjectTakesWhatIsWrittenBeforeItIsSaved) {
  const u32 first = open(data);
  const u32 second = open(body);
  EXPECT_EQ(write(first, pattern(10)), ErrorCode::success);
  EXPECT_EQ(write(second, utf16(u"Hello")), ErrorCode::success);
  EXPECT_TRUE(object->take_streams());
  EXPECT_EQ(kept(data), pattern(10));
  EXPECT_EQ(kept(body), utf16(u"Hello"));
  EXPECT_TRUE(object->streams.empty());
  EXPECT_EQ(write(first, pattern(10)), ErrorCode::success);
  EXPECT_EQ(object->streams.size(), 1u);
}

TEST_F(StreamsTest, WhatIsSetAfterwardsGoesOverWhatWasWritten) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  EXPECT_EQ(send<SetPropertiesResponse>(SetPropertiesRequest{{{data, pattern(3)}}}, handle).return_value,
            ErrorCode::success);
  EXPECT_EQ(object->current_property(id_of(data))->value, PropertyValue(pattern(3)));
  release(stream);
  EXPECT_EQ(kept(data), pattern(3));
}

TEST_F(StreamsTest, WhatTheObjectRefusesIsAnErrorOfCommit) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  object->read_only.insert(id_of(data));
  EXPECT_EQ(commit(stream), ErrorCode::access_denied);
  EXPECT_EQ(object->take_streams().error(), ErrorCode::access_denied);
  object->read_only.clear();
  object->change_error = ErrorCode::out_of_disk;
  EXPECT_EQ(commit(stream), ErrorCode::out_of_disk);
  object->change_error = ErrorCode::success;
  EXPECT_EQ(commit(stream), ErrorCode::success);
  EXPECT_EQ(kept(data), pattern(10));
}

TEST_F(StreamsTest, CreateBeginsWithNothing) {
  object->properties.set(data, pattern(10));
  u32 stream = 0;
  EXPECT_EQ(try_open(data, OpenStreamRequest::create, handle, stream).stream_size, 0u);
  EXPECT_EQ(object->current_property(id_of(data))->value, PropertyValue(Bytes()));
  release(stream);
  EXPECT_EQ(kept(data), Bytes());
  EXPECT_TRUE(object->properties.find(id_of(data)));
}

TEST_F(StreamsTest, AnOpenStreamThatWasNotWrittenToChangesNothing) {
  object->properties.set(data, pattern(10));
  object->change_error = ErrorCode::out_of_disk;
  const u32 stream = open(data, OpenStreamRequest::read_write);
  EXPECT_EQ(read(stream), pattern(10));
  EXPECT_EQ(commit(stream), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(data), pattern(10));
}

TEST_F(StreamsTest, BytesAreReplacedInTheMiddle) {
  set_large(data, pattern(10'000));
  const u32 stream = open(data, OpenStreamRequest::read_write);
  EXPECT_EQ(seek(stream, SeekOrigin::beginning, 5'000).new_position, 5'000u);
  EXPECT_EQ(write(stream, Bytes(100, 0xEE)), ErrorCode::success);
  EXPECT_EQ(commit(stream), ErrorCode::success);
  Bytes expected = pattern(10'000);
  std::fill_n(expected.begin() + 5'000, 100, 0xEE);
  EXPECT_EQ(kept(data), expected);
  EXPECT_EQ(seek(stream, SeekOrigin::current, 0).new_position, 5'100u);
}

TEST_F(StreamsTest, AStreamForReadingIsNotWrittenTo) {
  object->properties.set(data, pattern(10));
  const u32 stream = open(data, OpenStreamRequest::read_only);
  EXPECT_EQ(write(stream, pattern(1)), ErrorCode::storage_access_denied);
  EXPECT_EQ(resize(stream, 5), ErrorCode::storage_access_denied);
  EXPECT_EQ(seek(stream, SeekOrigin::beginning, 11).return_value, ErrorCode::storage_access_denied);
  EXPECT_EQ(size_of(stream), 10u);
}

TEST_F(StreamsTest, ObjectsAreBytes) {
  constexpr auto data_object = oxprops::pid_tag_attach_data_object;
  const u32 stream = open(data_object);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(data_object), pattern(10));
  EXPECT_EQ(read(open(data_object, OpenStreamRequest::read_only)), pattern(10));
}

TEST_F(StreamsTest, AReleasedObjectLivesAsLongAsItsStreams) {
  const u32 stream = open(data);
  release(handle);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  EXPECT_EQ(commit(stream), ErrorCode::success);
  EXPECT_EQ(kept(data), pattern(10));
}

TEST_F(StreamsTest, ASessionThatEndsCommitsNothing) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  const auto shared = std::static_pointer_cast<MemoryObject>(session.objects.share(handle));
  session.objects = {};
  EXPECT_TRUE(shared->properties.empty());
  EXPECT_TRUE(shared->streams.empty());
}

TEST_F(StreamsTest, WriteAndCommitIsBoth) {
  const u32 stream = open(data);
  const Bytes bytes = pattern(10);
  const auto response = send<WriteAndCommitStreamResponse>(WriteAndCommitStreamRequest{bytes}, stream);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.written_size, 10u);
  EXPECT_EQ(kept(data), bytes);
  object->its_kind = ObjectKind::folder;
  EXPECT_EQ(send<WriteAndCommitStreamResponse>(WriteAndCommitStreamRequest{bytes}, stream).return_value,
            ErrorCode::not_supported);
}

TEST_F(StreamsTest, CommitsWhileAValueGrowsCopyNothing) {
  const u32 stream = open(data);
  store::LargeValuePtr first;
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(write(stream, Bytes(30'000, wire::u8(i))), ErrorCode::success);
    EXPECT_EQ(commit(stream), ErrorCode::success);
    if (i == 9) first = object->properties.find(id_of(data))->large;
  }
  EXPECT_EQ(session.spool_budget->used(), 900'000u) << "one file";
  EXPECT_EQ(first->size(), 300'000u);
  EXPECT_EQ(kept(data).size(), 900'000u);
}

// [MS-OXCPRPT] section 4.4.
TEST_F(StreamsTest, ExampleOfWorkingWithStreams) {
  object->properties.set(oxcdata::property_tag(0x0E9A, PropertyType::binary), pattern(3));
  std::vector<u32> handles{handle, oxcrops::no_handle};
  run(wire::hex_vector("MS-OXCPRPT/4.4.1.1-open-stream-request.hex"), handles);
  EXPECT_EQ(output, wire::from_hex("2B 01 00000000 03000000"));
  EXPECT_NE(handles[1], oxcrops::no_handle);
}

}  // namespace
}  // namespace mapigate::mapi
