#include "protocol/oxcfxics/stream_reader.hpp"

#include <gmock/gmock.h>

#include <random>

#include "protocol/oxcfxics/meta_properties.hpp"
#include "tests/unit/oxcfxics/stream_test_support.hpp"
#include "tests/unit/wire/hex_vector.hpp"
#include "tests/unit/wire/peak_memory.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::PropertyName;
using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::Guid;
using wire::hex_vector;

constexpr auto tag(wire::u32 value) { return static_cast<PropertyTag>(value); }

PropertyName lid(const char* set, wire::u32 number) {
  return {PropertyName::Kind::lid, Guid::from_text(set).value(), number, {}};
}
PropertyName text(const char* set, std::u16string name) {
  return {PropertyName::Kind::name, Guid::from_text(set).value(), 0, std::move(name)};
}

StreamItem property(wire::u32 number, PropertyValue value) {
  return StreamProperty{{tag(number), std::nullopt}, std::move(value)};
}

// What the vector holds.
std::vector<StreamItem> everything() {
  using namespace oxcdata;
  return {
      Marker::start_message,
      property(0x60010002, wire::i16{0x1234}),
      property(0x60020003, wire::i32{0x12345678}),
      property(0x60030004, 1.5f),
      property(0x60040005, 2.5),
      property(0x60050006, Currency{10000}),
      property(0x60060007, FloatingTime{1}),
      property(0x6007000A, ErrorCode::not_found),
      property(0x6008000B, true),
      property(0x60090014, wire::i64{0x0102030405060708}),
      property(0x600A0040, wire::FileTime{116'444'736'000'000'000}),
      property(0x600B0048, Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value()),
      property(0x600C001E, String8{"abc"}),
      property(0x600D001F, std::u16string(u"a\u00E9")),
      property(0x600E84B0, std::u16string(u"b")),
      property(0x600F84B1, std::u16string(u"c")),
      property(0x601084E4, String8{"\xE9"}),
      property(0x60110102, Bytes{1, 2, 3}),
      property(0x6012000D, Object{{0xAA, 0xBB}}),
      property(0x601300FB, ServerId{true,
                                    make_id<FolderId>(1, global_counter(5)),
                                    make_id<MessageId>(1, global_counter(6)),
                                    7,
                                    {}}),
      property(0x60141002, std::vector<wire::i16>{1, -1}),
      property(0x6015101F, std::vector<std::u16string>{u"x", u"yz"}),
      property(0x6016101E, std::vector<String8>{{"q"}}),
      property(0x60171102, std::vector<Bytes>{{0xEE}, {}}),
      StreamProperty{{tag(0x80010003), lid("00062008-0000-0000-c000-000000000046", 0x8503)}, wire::i32{1}},
      StreamProperty{{tag(0x8002001E), text("00020329-0000-0000-c000-000000000046", u"Key")}, String8{"v"}},
      property(0x40170003, Bytes{0x0A, 0x0B}),
      Marker::end_message,
  };
}

TEST(StreamReader, EveryKindOfElement) {
  const auto expected = everything();
  const auto items = read_stream(hex_vector("MS-OXCFXICS/2.2.4.1-stream.hex"));
  ASSERT_EQ(items.size(), expected.size());
  for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ(items[i], expected[i]) << i;
}

TEST(StreamReader, BuffersOfAnySize) {
  const auto stream = hex_vector("MS-OXCFXICS/2.2.4.1-stream.hex");
  const auto expected = everything();
  for (std::size_t size = 1; size < 40; ++size) {
    StreamReader reader;
    EXPECT_EQ(read_stream(reader, stream, [&] { return size; }), expected) << size;
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(reader.offset(), stream.size());
  }
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    StreamReader reader;
    EXPECT_EQ(read_stream(reader, stream, [&] { return random() % 20; }), expected);
  }
  // One cut, at each place.
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    StreamReader reader;
    bool first = true;
    const auto items =
        read_stream(reader, stream, [&] { return std::exchange(first, false) ? cut : stream.size(); });
    EXPECT_EQ(items, expected) << cut;
  }
}

// The end of an element is the only place where a stream can end.
TEST(StreamReader, StreamThatEndsInsideAnElement) {
  const auto stream = hex_vector("MS-OXCFXICS/2.2.4.1-stream.hex");
  std::vector<std::size_t> ends{0};
  StreamReader whole;
  whole.feed(stream);
  while (const auto event = whole.next()) {
    if (std::holds_alternative<Marker>(*event) || std::holds_alternative<PropertyEnd>(*event)) {
      ends.push_back(whole.offset());
    }
  }
  EXPECT_EQ(ends.size(), everything().size() + 1);
  for (std::size_t size = 0; size < stream.size(); ++size) {
    StreamReader reader;
    reader.feed(ByteView(stream).first(size));
    while (reader.next()) {
    }
    EXPECT_TRUE(reader.ok());
    const bool at_end = std::ranges::find(ends, size) != ends.end();
    EXPECT_EQ(reader.finish(), at_end) << size;
    if (!at_end) {
      EXPECT_EQ(reader.failure().fault, Fault::truncated);
      EXPECT_EQ(reader.failure().offset, size);
    }
  }
}

// A value of any size passes through in the pieces in which it comes.
TEST(StreamReader, LargeValueIsNotHeld) {
  StreamReader reader;
  const auto head = from_hex("02 01 13 10 00 00 00 C0");  // 3 GiB
  reader.feed(head);
  auto event = reader.next();
  ASSERT_TRUE(event);
  const auto& begin = std::get<PropertyBegin>(*event);
  EXPECT_EQ(begin.length, 0xC0000000u);
  EXPECT_EQ(begin.count, 1u);
  EXPECT_FALSE(reader.next());
  wire::u64 seen = 0;
  const Bytes buffer(0x100000, 0x55);
  const wire::PeakMemory peak;
  for (int i = 0; i < 3 * 1024; ++i) {
    reader.feed(buffer);
    event = reader.next();
    ASSERT_TRUE(event);
    EXPECT_EQ(std::get<ValuePiece>(*event).bytes.data(), buffer.data());
    seen += std::get<ValuePiece>(*event).bytes.size();
  }
  EXPECT_EQ(seen, begin.length);
  EXPECT_EQ(peak.bytes(), 0u);
  event = reader.next();
  ASSERT_TRUE(event);
  EXPECT_TRUE(std::holds_alternative<PropertyEnd>(*event));
  EXPECT_TRUE(reader.finish());
}

TEST(StreamReader, ListsOfFixedSizeComeInWholeValues) {
  const auto stream = from_hex("03 10 01 60 03 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00");
  for (std::size_t size = 1; size <= stream.size(); ++size) {
    StreamReader reader;
    Bytes values;
    for (ByteView left(stream); !left.empty();) {
      const auto part = left.first(std::min(size, left.size()));
      left = left.subspan(part.size());
      reader.feed(part);
      while (const auto event = reader.next()) {
        if (const auto* begin = std::get_if<PropertyBegin>(&*event)) {
          EXPECT_EQ(begin->count, 3u);
          EXPECT_EQ(begin->length, 12u);
        }
        if (const auto* piece = std::get_if<ValuePiece>(&*event)) {
          EXPECT_EQ(piece->bytes.size() % 4, 0u);
          values.insert(values.end(), piece->bytes.begin(), piece->bytes.end());
        }
      }
    }
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(values, from_hex("01 00 00 00 02 00 00 00 03 00 00 00"));
  }
}

TEST(StreamReader, EmptyValues) {
  const auto items =
      read_stream(from_hex("02 01 01 60 00 00 00 00"
                           "1F 00 02 60 00 00 00 00"
                           "03 10 03 60 00 00 00 00"
                           "1F 10 04 60 00 00 00 00"
                           "1F 10 05 60 01 00 00 00 00 00 00 00"));
  const std::vector<StreamItem> expected{
      property(0x60010102, Bytes{}),
      property(0x6002001F, std::u16string()),
      property(0x60031003, std::vector<wire::i32>()),
      property(0x6004101F, std::vector<std::u16string>()),
      property(0x6005101F, std::vector<std::u16string>{u""}),
  };
  EXPECT_EQ(items, expected);
}

struct Outcome {
  Fault fault;
  std::string field;
  wire::u64 offset;
};
Outcome outcome(std::string_view hex) {
  const auto stream = from_hex(hex);
  StreamReader reader;
  reader.feed(stream);
  while (reader.next()) {
  }
  EXPECT_FALSE(reader.next());
  return {reader.failure().fault, reader.failure().field, reader.failure().offset};
}

TEST(StreamReader, Malformed) {
  for (const auto* type : {
           "00 00",  // PtypUnspecified
           "01 00",  // PtypNull
           "FD 00",  // PtypRestriction
           "FE 00",  // PtypRuleAction
           "08 00",  // no type
           "0B 10",  // several Booleans
           "0A 10", "0D 10", "FB 10",
           "1F 30",  // a table's column
       }) {
    const auto [fault, field, offset] = outcome(std::string(type) + " 01 60 00 00 00 00");
    EXPECT_EQ(fault, Fault::invalid) << type;
    EXPECT_EQ(field, "propType");
    EXPECT_EQ(offset, 4u);
  }
  const std::string name = "03 00 00 80 08 20 06 00 00 00 00 00 C0 00 00 00 00 00 00 46 ";
  EXPECT_EQ(outcome(name + "02 00 00 00 00").fault, Fault::invalid);
  EXPECT_EQ(outcome(name + "FF").field, "namedPropInfo");
  EXPECT_EQ(outcome(name + "00 01 00 00 00 01 00 00 00").fault, Fault::none);
}

TEST(StreamReader, NamesHaveALimit) {
  std::string head = "03 00 00 80 08 20 06 00 00 00 00 00 C0 00 00 00 00 00 00 46 01";
  for (std::size_t i = 0; i < StreamReader::max_name; ++i) head += " 61 00";
  EXPECT_EQ(outcome(head + " 00 00 01 00 00 00").fault, Fault::none);
  EXPECT_EQ(outcome(head + " 61 00").fault, Fault::limit);
}

TEST(StreamReader, MarkersAndTheirNames) {
  EXPECT_EQ(name(Marker::start_top_fld), "StartTopFld");
  EXPECT_EQ(name(Marker::fx_error_info), "FXErrorInfo");
  EXPECT_TRUE(is_marker(0x4074000B));
  EXPECT_FALSE(is_marker(0x40160003));  // MetaTagFXDelProp
  EXPECT_EQ(name(static_cast<Marker>(0x40160003)), "");
  EXPECT_EQ(meta_property_name(tag(0x40160003)), "MetaTagFXDelProp");
  EXPECT_EQ(meta_property_name(tag(0x40170102)), "MetaTagIdsetGiven");
  EXPECT_EQ(meta_property_name(tag(0x0037001F)), "");
}

}  // namespace
}  // namespace mapigate::oxcfxics
