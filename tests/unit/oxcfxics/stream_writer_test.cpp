#include "protocol/oxcfxics/stream_writer.hpp"

#include <gmock/gmock.h>

#include <random>

#include "protocol/oxcfxics/stream_producer.hpp"
#include "tests/unit/oxcfxics/stream_test_support.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::PropertyName;
using oxcdata::PropertyTag;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr PropertyTag integer{0x60010003}, binary{0x60020102}, string{0x6003001F}, integers{0x60041014};
constexpr PropertyTag strings{0x6005101F};

void write(StreamWriter& writer, const std::vector<StreamItem>& items) {
  for (const auto& item : items) {
    if (const auto* marker = std::get_if<Marker>(&item)) {
      writer.marker(*marker);
    } else {
      const auto& property = std::get<StreamProperty>(item);
      writer.property(property.head, property.value);
    }
  }
}
Bytes all(StreamWriter& writer) {
  Bytes bytes;
  writer.take(1'000'000'000, bytes);
  EXPECT_TRUE(writer.empty());
  return bytes;
}

TEST(StreamWriter, WritesWhatWasRead) {
  const auto stream = hex_vector("MS-OXCFXICS/2.2.4.1-stream.hex");
  StreamWriter writer;
  write(writer, read_stream(stream));
  ASSERT_TRUE(writer.ok()) << to_string(writer.failure());
  EXPECT_EQ(all(writer), stream);
}

// Sizes of the buffers that a stream of these elements is cut into.
std::vector<std::size_t> cuts(StreamWriter& writer, std::size_t size) {
  std::vector<std::size_t> sizes;
  while (!writer.empty()) {
    Bytes part;
    writer.take(size, part);
    sizes.push_back(part.size());
    if (part.empty()) break;
  }
  return sizes;
}

// Section 2.2.4.1.
TEST(StreamWriter, CutsBetweenElementsAndInsideVariableValues) {
  StreamWriter writer;
  writer.marker(Marker::start_message);      // 4 bytes
  writer.property(integer, wire::i32{1});    // 8 bytes that stay together
  writer.property(binary, Bytes(20, 0xAA));  // 8 bytes, then 20 that may be cut
  writer.marker(Marker::end_message);
  EXPECT_THAT(cuts(writer, 10), testing::ElementsAre(4, 8, 10, 10, 8, 4));
  EXPECT_TRUE(writer.empty());

  writer.property(string, std::u16string(u"abcd"));  // 8 bytes, then 10 in pairs
  EXPECT_THAT(cuts(writer, 11), testing::ElementsAre(10, 8));
  writer.property(integers, std::vector<wire::i64>{1, 2, 3});  // 8 bytes, then three times 8
  EXPECT_THAT(cuts(writer, 20), testing::ElementsAre(16, 16));
  writer.property(strings, std::vector<std::u16string>{u"a", u"b"});  // 8 bytes, then twice 4 and 4
  EXPECT_THAT(cuts(writer, 9), testing::ElementsAre(8, 8, 8));
}

TEST(StreamWriter, BufferThatIsTooSmall) {
  StreamWriter writer;
  writer.property({PropertyTag{0x80010003}, PropertyName{PropertyName::Kind::name, {}, 0, u"abc"}},
                  wire::i32{1});
  Bytes part;
  writer.take(32, part);
  EXPECT_TRUE(part.empty());
  EXPECT_EQ(writer.smallest(), 33u);
  writer.take(33, part);
  EXPECT_EQ(part.size(), 33u);
  EXPECT_EQ(writer.smallest(), 0u);
}

TEST(StreamWriter, LargeValueIsAskedForInPieces) {
  StreamWriter writer;
  wire::u8 next = 0;
  std::vector<std::size_t> asked;
  writer.large_property({binary, std::nullopt}, 300, [&](std::span<wire::u8> to) {
    asked.push_back(to.size());
    for (auto& byte : to) byte = next++;
    return true;
  });
  EXPECT_TRUE(asked.empty());
  Bytes stream;
  while (!writer.empty()) writer.take(100, stream);
  EXPECT_THAT(asked, testing::ElementsAre(92, 100, 100, 8));
  Bytes expected = from_hex("02 01 02 60 2C 01 00 00");
  for (int i = 0; i < 300; ++i) expected.push_back(static_cast<wire::u8>(i));
  EXPECT_EQ(stream, expected);
}

TEST(StreamWriter, WhatCannotBeWritten) {
  const auto fault = [](const PropertyHead& head, const oxcdata::PropertyValue& value) {
    StreamWriter writer;
    writer.property(head, value);
    EXPECT_TRUE(writer.empty());
    return writer.failure().fault;
  };
  EXPECT_EQ(fault({PropertyTag{0x80010003}, std::nullopt}, wire::i32{1}), Fault::invalid);  // no name
  EXPECT_EQ(fault({integer, PropertyName{}}, wire::i32{1}), Fault::invalid);  // a name and no need of it
  EXPECT_EQ(fault({PropertyTag{0x80010003}, PropertyName{}}, wire::i32{1}), Fault::invalid);  // of no kind
  EXPECT_EQ(fault({integer, std::nullopt}, Bytes{}), Fault::invalid);
  const auto large_fault = [](PropertyTag tag) {
    StreamWriter writer;
    writer.large_property({tag, std::nullopt}, 5, [](auto) { return true; });
    return writer.failure().fault;
  };
  EXPECT_EQ(large_fault(integer), Fault::invalid);
  EXPECT_EQ(large_fault(strings), Fault::invalid);
  EXPECT_EQ(large_fault(binary), Fault::none);
}

// Elements at random, some of them large; `rounds` times.
class RandomSource : public StreamSource {
 public:
  explicit RandomSource(unsigned seed, int rounds) : random_(seed), rounds_(rounds) {}

  bool produce(StreamWriter& out) override {
    for (auto count = 1 + random_() % 4; count > 0; --count) {
      switch (random_() % 5) {
        case 0:
          out.marker(Marker::start_recip);
          break;
        case 1:
          out.property(integer, wire::i32{7});
          break;
        case 2:
          out.property(strings, std::vector<std::u16string>(random_() % 5, u"abc"));
          break;
        case 3:
          out.property(integers, std::vector<wire::i64>(random_() % 100, 5));
          break;
        case 4:
          out.large_property({binary, std::nullopt}, static_cast<wire::u32>(random_() % 1000),
                             [next = wire::u8{0}](std::span<wire::u8> to) mutable {
                               for (auto& byte : to) byte = next++;
                               return true;
                             });
          break;
      }
    }
    return --rounds_ > 0;
  }

 private:
  std::mt19937 random_;
  int rounds_;
};

TEST(StreamProducer, TheSameStreamInBuffersOfAnySize) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    RandomSource whole_source(seed, 20);
    StreamProducer whole(whole_source);
    const auto expected = whole.get(10'000'000).value();
    EXPECT_TRUE(whole.done());
    EXPECT_TRUE(whole.get(100).value().empty());
    const auto items = read_stream(expected);

    RandomSource source(seed, 20);
    StreamProducer producer(source);
    std::mt19937 random(seed);
    Bytes stream;
    std::vector<Bytes> parts;
    while (!producer.done()) {
      const auto size = 8 + random() % 60;
      const auto part = producer.get(size);
      ASSERT_TRUE(part) << to_string(part.error());
      ASSERT_FALSE(part->empty());
      ASSERT_LE(part->size(), size);
      stream.insert(stream.end(), part->begin(), part->end());
      parts.push_back(*part);
    }
    EXPECT_EQ(stream, expected);

    // A receiver that gets just these buffers sees the same.
    StreamReader reader;
    auto part = parts.begin();
    EXPECT_EQ(read_stream(reader, stream, [&] { return part++->size(); }), items);
    EXPECT_TRUE(reader.finish());
  }
}

class OneSource : public StreamSource {
 public:
  explicit OneSource(std::function<void(StreamWriter&)> write) : write_(std::move(write)) {}
  bool produce(StreamWriter& out) override {
    write_(out);
    return false;
  }

 private:
  std::function<void(StreamWriter&)> write_;
};

TEST(StreamProducer, BufferThatIsTooSmall) {
  OneSource source([](StreamWriter& out) { out.property(integer, wire::i32{1}); });
  StreamProducer producer(source);
  EXPECT_EQ(producer.get(7).error().fault, Fault::limit);
  EXPECT_EQ(producer.smallest(), 8u);
  EXPECT_EQ(producer.get(8).value(), from_hex("03 00 01 60 01 00 00 00"));
  EXPECT_TRUE(producer.done());
}

TEST(StreamProducer, EmptyStream) {
  OneSource source([](StreamWriter&) {});
  StreamProducer producer(source);
  EXPECT_FALSE(producer.done());
  EXPECT_TRUE(producer.get(100).value().empty());
  EXPECT_TRUE(producer.done());
}

TEST(StreamProducer, FailuresStay) {
  OneSource broken([](StreamWriter& out) { out.property(integer, Bytes{}); });
  StreamProducer producer(broken);
  EXPECT_EQ(producer.get(100).error().fault, Fault::invalid);
  EXPECT_EQ(producer.get(100).error().fault, Fault::invalid);

  OneSource lost([](StreamWriter& out) {
    out.large_property({binary, std::nullopt}, 100, [](auto) { return false; });
  });
  StreamProducer of_lost(lost);
  EXPECT_EQ(of_lost.get(1000).error().fault, Fault::truncated);
  EXPECT_EQ(of_lost.get(1000).error().fault, Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxcfxics
