#include "protocol/oxcprpt/streams.hpp"

#include <numeric>

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/objects/stream_object.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/unit/mapi_handlers/memory_rig.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcprpt;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using wire::Bytes;
using wire::u32;

constexpr auto data = oxprops::pid_tag_attach_data_binary;
constexpr auto body = oxprops::pid_tag_body;
constexpr auto body8 = oxcdata::with_type(body, PropertyType::string8);
constexpr u32 size_limit = 1 << 20;  // of MemoryRig

Bytes pattern(std::size_t size, wire::u8 first = 1) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}
Bytes utf16(std::u16string_view text) {
  Bytes bytes;
  for (const char16_t unit : text) {
    bytes.push_back(wire::u8(unit));
    bytes.push_back(wire::u8(unit >> 8));
  }
  return bytes;
}
Bytes joined(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

class StreamsTest : public ::testing::Test, public MemoryRig {
 protected:
  StreamsTest() {
    handlers::register_oxcprpt_properties(registry);
    handlers::register_oxcprpt_streams(registry);
    object = &add(handle);
  }

  OpenStreamResponse try_open(PropertyTag tag, wire::u8 mode, u32 of, u32& stream) {
    std::vector<u32> handles{of, oxcrops::no_handle};
    const auto response = send<OpenStreamResponse>(OpenStreamRequest{1, tag, mode}, handles);
    stream = handles[1];
    return response;
  }
  ErrorCode open_error(PropertyTag tag, wire::u8 mode, u32 of = 0) {
    u32 stream = 0;
    return try_open(tag, mode, of ? of : handle, stream).return_value;
  }
  u32 open(PropertyTag tag, wire::u8 mode = OpenStreamRequest::create) {
    u32 stream = 0;
    EXPECT_EQ(try_open(tag, mode, handle, stream).return_value, ErrorCode::success);
    return stream;
  }
  Bytes read(u32 stream, wire::u16 count = 30'000) {
    const auto response = send<ReadStreamResponse>(ReadStreamRequest{count, 0}, stream);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return {response.data.begin(), response.data.end()};
  }
  ErrorCode write(u32 stream, const Bytes& bytes) {
    const auto response = send<WriteStreamResponse>(WriteStreamRequest{bytes}, stream);
    EXPECT_EQ(response.written_size, response.return_value == ErrorCode::success ? bytes.size() : 0);
    return response.return_value;
  }
  ErrorCode commit(u32 stream) {
    return send<CommitStreamResponse>(CommitStreamRequest{}, stream).return_value;
  }
  SeekStreamResponse seek(u32 stream, SeekOrigin origin, wire::i64 offset) {
    return send<SeekStreamResponse>(SeekStreamRequest{origin, offset}, stream);
  }
  ErrorCode resize(u32 stream, wire::u64 size) {
    return send<SetStreamSizeResponse>(SetStreamSizeRequest{size}, stream).return_value;
  }
  u32 size_of(u32 stream) {
    const auto response = send<GetStreamSizeResponse>(GetStreamSizeRequest{}, stream);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return response.stream_size;
  }
  void set_large(PropertyTag tag, Bytes bytes) {
    object->properties.set(tag, store::memory_value(std::move(bytes)));
  }
  // What the object itself has by now; empty where it has nothing of the kind.
  Bytes kept(PropertyTag tag) {
    const store::Property* property = object->properties.find(id_of(tag));
    if (!property || property->tag != tag) return {};
    if (property->large) {
      Bytes bytes(property->large->size());
      EXPECT_EQ(property->large->read(0, bytes).value(), bytes.size());
      return bytes;
    }
    if (const auto* text = std::get_if<std::u16string>(&property->value)) return utf16(*text);
    if (const auto* as_object = std::get_if<oxcdata::Object>(&property->value)) return as_object->bytes;
    return std::get<Bytes>(property->value);
  }

  MemoryObject* object;
  u32 handle = 0;
};

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
  auto public_store = new_mailbox(store::MailboxKind::public_folders);
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
  EXPECT_EQ(open_error(oxcdata::property_tag(0x8000, PropertyType::binary), OpenStreamRequest::create),
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

TEST_F(StreamsTest, SeekCountsFromThreePlaces) {
  object->properties.set(data, pattern(10));
  const u32 stream = open(data, OpenStreamRequest::read_write);
  EXPECT_EQ(seek(stream, SeekOrigin::beginning, 4).new_position, 4u);
  EXPECT_EQ(seek(stream, SeekOrigin::current, 3).new_position, 7u);
  EXPECT_EQ(seek(stream, SeekOrigin::current, -2).new_position, 5u);
  EXPECT_EQ(seek(stream, SeekOrigin::end, -1).new_position, 9u);
  EXPECT_EQ(read(stream), Bytes{10});
}

TEST_F(StreamsTest, SeekStaysWithinWhatAStreamCanBe) {
  object->properties.set(data, pattern(10));
  const u32 stream = open(data, OpenStreamRequest::read_write);
  for (const auto& [origin, offset] : std::vector<std::pair<SeekOrigin, wire::i64>>{
           {SeekOrigin::beginning, -1},
           {SeekOrigin::current, -1},
           {SeekOrigin::end, -11},
           {SeekOrigin::beginning, size_limit + 1},
           {SeekOrigin::end, size_limit},
           {SeekOrigin::beginning, wire::i64(max_stream_size) + 1},
           {SeekOrigin::beginning, INT64_MIN},
           {SeekOrigin::end, INT64_MAX},
       }) {
    EXPECT_EQ(seek(stream, origin, offset).return_value, stream_seek_error) << offset;
  }
  EXPECT_EQ(seek(stream, SeekOrigin(3), 0).return_value, ErrorCode::storage_invalid_parameter);
  EXPECT_EQ(size_of(stream), 10u);
}

TEST_F(StreamsTest, SeekBehindTheEndFillsWithZeros) {
  object->properties.set(data, pattern(2));
  const u32 stream = open(data, OpenStreamRequest::read_write);
  EXPECT_EQ(seek(stream, SeekOrigin::end, 3).new_position, 5u);
  EXPECT_EQ(size_of(stream), 5u);
  release(stream);
  EXPECT_EQ(kept(data), (Bytes{1, 2, 0, 0, 0}));
}

TEST_F(StreamsTest, TheSizeIsSet) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(10)), ErrorCode::success);
  EXPECT_EQ(resize(stream, 4), ErrorCode::success);
  EXPECT_EQ(size_of(stream), 4u);
  EXPECT_EQ(resize(stream, 6), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(data), (Bytes{1, 2, 3, 4, 0, 0}));
}

TEST_F(StreamsTest, NoValueIsLargerThanAMessageMayBe) {
  const u32 stream = open(data);
  EXPECT_EQ(resize(stream, max_stream_size + 1), ErrorCode::invalid_parameter);
  EXPECT_EQ(resize(stream, size_limit + 1), ErrorCode::too_big);
  EXPECT_EQ(resize(stream, size_limit), ErrorCode::success);
  EXPECT_EQ(seek(stream, SeekOrigin::end, -1).return_value, ErrorCode::success);
  EXPECT_EQ(write(stream, pattern(2)), ErrorCode::too_big);
  EXPECT_EQ(write(stream, pattern(1)), ErrorCode::success);
  EXPECT_EQ(size_of(stream), size_limit);
}

TEST_F(StreamsTest, TemporaryFilesAreCounted) {
  session.spool_budget = std::make_shared<store::SpoolBudget>(200'000);
  const u32 first = open(data);
  EXPECT_EQ(resize(first, 150'000), ErrorCode::success);
  const u32 second = open(body);
  EXPECT_EQ(resize(second, 150'000), ErrorCode::out_of_disk);
  EXPECT_EQ(size_of(second), 0u);
  release(first);
  EXPECT_EQ(resize(second, 150'000), ErrorCode::out_of_disk) << "the object has it now";
  object->properties.erase(id_of(data));
  EXPECT_EQ(resize(second, 150'000), ErrorCode::success);
}

TEST_F(StreamsTest, TheMemoryOfStreamsIsCounted) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, Bytes(1'000)), ErrorCode::success);
  EXPECT_EQ(session.objects.memory(), 1'000u);
  EXPECT_EQ(resize(stream, 500'000), ErrorCode::success);
  EXPECT_EQ(session.objects.memory(), 0u) << "it is in a file";
}

TEST_F(StreamsTest, UnicodeTextEndsWithoutItsTerminator) {
  u32 stream = open(body);
  EXPECT_EQ(write(stream, joined(utf16(u"Hé"), {0, 0})), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(body), utf16(u"Hé"));
  stream = open(body);
  Bytes large = utf16(std::u16string(5'000, u'x'));
  EXPECT_EQ(write(stream, joined(large, {0, 0, 7})), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(body), large) << "and half a code unit is none";
}

TEST_F(StreamsTest, EightBitTextIsUnicodeInTheObject) {
  object->properties.set(body, std::u16string(u"Hé"));
  u32 stream = 0;
  EXPECT_EQ(try_open(body8, OpenStreamRequest::read_write, handle, stream).stream_size, 2u);
  EXPECT_EQ(read(stream), (Bytes{'H', 0xE9}));
  EXPECT_EQ(write(stream, {0xE8, 0}), ErrorCode::success);
  EXPECT_EQ(commit(stream), ErrorCode::success);
  EXPECT_EQ(kept(body), utf16(u"Héè"));
  EXPECT_EQ(size_of(stream), 4u);
}

TEST_F(StreamsTest, LargeEightBitTextIsConvertedInPieces) {
  object->code_page = 932;  // two bytes for most characters
  std::string line;
  for (int i = 0; i < 35; ++i) line += "\x82\xA0";
  line += "\r\n";
  Bytes text;
  while (text.size() < 300'000) text.insert(text.end(), line.begin(), line.end());
  u32 stream = open(body8);
  for (std::size_t at = 0; at < text.size(); at += 30'000) {
    const std::size_t count = std::min<std::size_t>(30'000, text.size() - at);
    EXPECT_EQ(write(stream, Bytes(text.begin() + at, text.begin() + at + count)), ErrorCode::success);
  }
  release(stream);
  std::u16string expected;
  while (expected.size() < text.size() / line.size() * 37) expected += std::u16string(35, u'あ') + u"\r\n";
  EXPECT_EQ(kept(body), utf16(expected));

  stream = open(body8, OpenStreamRequest::read_only);
  Bytes again;
  for (Bytes piece = read(stream); !piece.empty(); piece = read(stream)) again = joined(again, piece);
  EXPECT_EQ(again, text);
}

TEST_F(StreamsTest, CharactersOfUtf8AreNotCut) {
  object->code_page = 65001;
  std::u16string text(60'000, u'あ');
  text.insert(1, u"x");
  set_large(body, utf16(text));
  u32 stream = open(body8, OpenStreamRequest::read_write);
  EXPECT_EQ(size_of(stream), 180'001u);
  EXPECT_EQ(seek(stream, SeekOrigin::end, 0).return_value, ErrorCode::success);
  EXPECT_EQ(write(stream, {'y'}), ErrorCode::success);
  release(stream);
  EXPECT_EQ(kept(body), utf16(text + u"y"));
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

TEST_F(StreamsTest, ClonesShareTheValueAndNotThePosition) {
  object->properties.set(data, pattern(10));
  const u32 stream = open(data, OpenStreamRequest::read_write);
  EXPECT_EQ(read(stream, 2), pattern(2));
  std::vector<u32> handles{stream, oxcrops::no_handle};
  EXPECT_EQ(send<CloneStreamResponse>(CloneStreamRequest{1}, handles).return_value, ErrorCode::success);
  const u32 clone = handles[1];
  EXPECT_EQ(read(clone, 2), pattern(2, 3));
  EXPECT_EQ(write(stream, Bytes(3, 0xEE)), ErrorCode::success);
  EXPECT_EQ(read(clone, 2), (Bytes{0xEE, 6}));
  release(stream);
  EXPECT_EQ(kept(data), pattern(10)) << "the last one gives it back";
  release(clone);
  EXPECT_EQ(kept(data), (Bytes{1, 2, 0xEE, 0xEE, 0xEE, 6, 7, 8, 9, 10}));
}

TEST_F(StreamsTest, BytesAreCopiedBetweenStreams) {
  set_large(data, pattern(200'000));
  const u32 source = open(data, OpenStreamRequest::read_only);
  const u32 destination = open(body);
  EXPECT_EQ(seek(source, SeekOrigin::beginning, 10).return_value, ErrorCode::success);
  std::vector<u32> handles{source, destination};
  const auto first = send<CopyToStreamResponse>(CopyToStreamRequest{1, 100'000}, handles);
  EXPECT_EQ(first.return_value, ErrorCode::success);
  EXPECT_EQ(first.read_byte_count, 100'000u);
  EXPECT_EQ(first.written_byte_count, 100'000u);
  const auto rest = send<CopyToStreamResponse>(CopyToStreamRequest{1, UINT64_MAX}, handles);
  EXPECT_EQ(rest.written_byte_count, 99'990u);
  EXPECT_EQ(size_of(destination), 199'990u);
  release(destination);
  EXPECT_EQ(kept(body), pattern(199'990, 11));
}

TEST_F(StreamsTest, WhatCannotBeCopiedIsNot) {
  object->properties.set(data, pattern(10));
  const u32 source = open(data, OpenStreamRequest::read_only);
  std::vector<u32> handles{source, oxcrops::no_handle};
  auto response = send<CopyToStreamResponse>(CopyToStreamRequest{1, 5}, handles);
  EXPECT_EQ(response.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(response.dest_handle_index, 1u);
  handles = {source, handle};
  EXPECT_EQ(send<CopyToStreamResponse>(CopyToStreamRequest{1, 5}, handles).return_value,
            ErrorCode::not_supported);
  handles = {source, source};
  EXPECT_EQ(send<CopyToStreamResponse>(CopyToStreamRequest{1, 5}, handles).return_value,
            ErrorCode::storage_access_denied);
  const u32 full = open(body);
  EXPECT_EQ(resize(full, size_limit), ErrorCode::success);
  EXPECT_EQ(seek(full, SeekOrigin::end, -4).return_value, ErrorCode::success);
  handles = {source, full};
  response = send<CopyToStreamResponse>(CopyToStreamRequest{1, 5}, handles);
  EXPECT_EQ(response.return_value, ErrorCode::too_big);
  EXPECT_EQ(response.written_byte_count, 0u);
  EXPECT_EQ(seek(source, SeekOrigin::current, 0).new_position, 0u);
}

TEST_F(StreamsTest, AStreamIsCopiedBehindItself) {
  const u32 stream = open(data);
  EXPECT_EQ(write(stream, pattern(4)), ErrorCode::success);
  EXPECT_EQ(seek(stream, SeekOrigin::beginning, 1).return_value, ErrorCode::success);
  std::vector<u32> handles{stream, stream};
  EXPECT_EQ(send<CopyToStreamResponse>(CopyToStreamRequest{1, 2}, handles).written_byte_count, 2u);
  EXPECT_EQ(seek(stream, SeekOrigin::current, 0).new_position, 3u);
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

TEST_F(StreamsTest, ExtendedWritesSayMoreOfTheirSize) {
  const u32 stream = open(data);
  const Bytes bytes = pattern(30'000);
  const auto response = send<WriteStreamExtendedResponse>(WriteStreamExtendedRequest{bytes}, stream);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.written_size, 30'000u);
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

TEST_F(StreamsTest, LocksAreNotThere) {
  const u32 stream = open(data);
  EXPECT_EQ(send<LockRegionStreamResponse>(LockRegionStreamRequest{0, 10, 1}, stream).return_value,
            ErrorCode::not_implemented);
  EXPECT_EQ(send<UnlockRegionStreamResponse>(UnlockRegionStreamRequest{0, 10, 1}, stream).return_value,
            ErrorCode::not_implemented);
  EXPECT_EQ(send<LockRegionStreamResponse>(LockRegionStreamRequest{0, 10, 1}, handle).return_value,
            ErrorCode::not_supported);
}

TEST_F(StreamsTest, OnlyStreamsAreStreams) {
  EXPECT_EQ(write(handle, pattern(1)), ErrorCode::not_supported);
  EXPECT_EQ(commit(handle), ErrorCode::not_supported);
  EXPECT_EQ(send<ReadStreamResponse>(ReadStreamRequest{1, 0}, handle).return_value, ErrorCode::not_supported);
  EXPECT_EQ(commit(12'345), ErrorCode::null_object);
}

TEST_F(StreamsTest, AReadFillsTheResponseAndGoesOn) {
  set_large(data, pattern(100'000));
  const u32 stream = open(data, OpenStreamRequest::read_only);
  const auto response =
      send<ReadStreamResponse>(ReadStreamRequest{ReadStreamRequest::use_maximum, 50'000}, stream);
  EXPECT_EQ(response.data.size(), max_payload - 2 - 4 - 8);
  ASSERT_TRUE(results.chain);
  EXPECT_EQ(results.chain_room, 0x2000u);
  // The repetition that the dispatcher is to run asks for the rest.
  std::vector<u32> handles = results.chain->handles;
  run(results.chain->rops, handles);
  EXPECT_EQ(output.size(), 8 + 50'000 - (max_payload - 2 - 4 - 8));
  EXPECT_FALSE(results.chain);
  EXPECT_EQ(seek(stream, SeekOrigin::current, 0).new_position, 50'000u);
}

TEST_F(StreamsTest, AReadThatEndsIsNotRepeated) {
  set_large(data, pattern(20'000));
  const u32 stream = open(data, OpenStreamRequest::read_only);
  send<ReadStreamResponse>(ReadStreamRequest{ReadStreamRequest::use_maximum, 0x80000000}, stream);
  EXPECT_FALSE(results.chain);
}

TEST_F(StreamsTest, MoreThanTheLargestReadIsNoRequest) {
  set_large(data, pattern(20'000));
  std::vector<u32> handles{open(data, OpenStreamRequest::read_only)};
  run(bytes_of(ReadStreamRequest{ReadStreamRequest::use_maximum, 0x80000001}), handles);
  EXPECT_EQ(results.error, ErrorCode::rpc_format);
}

TEST_F(StreamsTest, AReadBehindOthersIsAskedForAgainWhereItHasNoRoom) {
  set_large(data, pattern(60'000));
  const u32 stream = open(data, OpenStreamRequest::read_only);
  std::vector<u32> handles{stream};
  const Bytes two = joined(bytes_of(ReadStreamRequest{20'000, 0}), bytes_of(ReadStreamRequest{20'000, 0}));
  run(two, handles);
  EXPECT_LT(output.size(), 20'100u);
  EXPECT_EQ(seek(stream, SeekOrigin::current, 0).new_position, 20'000u);
}

TEST_F(StreamsTest, AFailedReadIsAnError) {
  struct Gone final : store::LargeValue {
    std::uint64_t size() const override { return 10; }
    store::StoreResult<std::size_t> read(std::uint64_t, std::span<std::uint8_t>) const override {
      return store::StoreError{store::StoreFault::not_found, "deleted meanwhile"};
    }
  };
  object->properties.set(data, std::make_shared<Gone>());
  const u32 stream = open(data, OpenStreamRequest::read_write);
  const auto response = send<ReadStreamResponse>(ReadStreamRequest{10, 0}, stream);
  EXPECT_EQ(response.return_value, ErrorCode::not_found);
  EXPECT_TRUE(response.data.empty());
  EXPECT_EQ(write(stream, pattern(1)), ErrorCode::not_found);
}

TEST_F(StreamsTest, ASessionHasSoManyStreams) {
  object->properties.set(data, pattern(10));
  constexpr std::size_t most = ServerObjects::limits[static_cast<std::size_t>(ObjectKind::stream)];
  for (std::size_t i = 0; i < most; ++i) open(data, OpenStreamRequest::read_only);
  EXPECT_EQ(open_error(data, OpenStreamRequest::read_only), ErrorCode::too_many_open_objects);
  EXPECT_EQ(open_error(data, OpenStreamRequest::create), ErrorCode::too_many_open_objects);
  EXPECT_EQ(kept(data), pattern(10));
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
