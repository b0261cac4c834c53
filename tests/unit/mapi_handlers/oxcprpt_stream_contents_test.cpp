// What streams hold, and where in it they are.

#include "tests/unit/mapi_handlers/streams_rig.hpp"

namespace mapigate::mapi {
namespace {

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

TEST_F(StreamsTest, ExtendedWritesSayMoreOfTheirSize) {
  const u32 stream = open(data);
  const Bytes bytes = pattern(30'000);
  const auto response = send<WriteStreamExtendedResponse>(WriteStreamExtendedRequest{bytes}, stream);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.written_size, 30'000u);
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

}  // namespace
}  // namespace mapigate::mapi
