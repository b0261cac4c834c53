#include "protocol/oxcfxics/stream_value.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using oxcdata::String8;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;

constexpr PropertyTag binary{0x60010102}, string{0x6001001F}, string8{0x6001001E};
constexpr PropertyTag strings{0x6001101F}, strings8{0x6001101E}, integers{0x60011003};

PropertyValue value(PropertyTag tag, std::string_view hex) {
  const auto parsed = parse_value(tag, from_hex(hex));
  EXPECT_TRUE(parsed) << hex << ": " << to_string(parsed.error());
  return parsed ? *parsed : PropertyValue{};
}
Fault fault(PropertyTag tag, std::string_view hex) {
  const auto parsed = parse_value(tag, from_hex(hex));
  return parsed ? Fault::none : parsed.error().fault;
}
Bytes written(PropertyTag tag, const PropertyValue& value) {
  wire::Writer writer;
  write_value(writer, tag, value);
  EXPECT_TRUE(writer.ok()) << to_string(writer.failure());
  return writer.take();
}
Fault write_fault(PropertyTag tag, const PropertyValue& value) {
  wire::Writer writer;
  write_value(writer, tag, value);
  return writer.failure().fault;
}

// Section 2.2.4.1.3: the terminator should be there, and is taken away where it is.
TEST(StreamValue, StringsWithoutTerminator) {
  EXPECT_EQ(value(string8, "02 00 00 00 61 62"), PropertyValue(String8{"ab"}));
  EXPECT_EQ(value(string, "04 00 00 00 61 00 62 00"), PropertyValue(std::u16string(u"ab")));
  EXPECT_EQ(value(strings, "02 00 00 00 02 00 00 00 61 00 00 00 00 00"),
            PropertyValue(std::vector<std::u16string>{u"a", u""}));
  EXPECT_EQ(value(string8, "05 00 00 00 61 00 62 00 00"), PropertyValue(String8{"a"}));
}

TEST(StreamValue, StringsAreWrittenWithTerminator) {
  EXPECT_EQ(written(string8, String8{}), from_hex("01 00 00 00 00"));
  EXPECT_EQ(written(string, std::u16string()), from_hex("02 00 00 00 00 00"));
  EXPECT_EQ(written(strings8, std::vector<String8>{{"a"}, {}}),
            from_hex("02 00 00 00 02 00 00 00 61 00 01 00 00 00 00"));
}

TEST(StreamValue, CodePages) {
  constexpr auto utf16 = oxcdata::property_tag(0x6001, code_page_type(code_page_utf16));
  constexpr auto turned = oxcdata::property_tag(0x6001, code_page_type(code_page_utf16_big_endian));
  constexpr auto western = oxcdata::property_tag(0x6001, code_page_type(1250));
  EXPECT_EQ(static_cast<wire::u32>(utf16), 0x600184B0u);
  EXPECT_EQ(static_cast<wire::u32>(western), 0x600184E2u);
  EXPECT_EQ(written(utf16, std::u16string(u"\u20AC")), from_hex("04 00 00 00 AC 20 00 00"));
  EXPECT_EQ(written(turned, std::u16string(u"\u20AC")), from_hex("04 00 00 00 20 AC 00 00"));
  EXPECT_EQ(value(turned, "04 00 00 00 20 AC 00 00"), PropertyValue(std::u16string(u"\u20AC")));
  EXPECT_EQ(written(western, String8{"\x80"}), from_hex("02 00 00 00 80 00"));
  EXPECT_EQ(write_fault(utf16, String8{"a"}), Fault::invalid);
  EXPECT_EQ(code_page_of(oxcdata::type_of(western)), 1250);
  EXPECT_EQ(code_page_of(oxcdata::PropertyType::string), std::nullopt);
}

TEST(StreamValue, Malformed) {
  EXPECT_EQ(fault(string, "03 00 00 00 61 00 00"), Fault::trailing);  // half a character
  EXPECT_EQ(fault(string, "04 00 00 00 61 00"), Fault::truncated);
  EXPECT_EQ(fault(string, "02 00 00 00 00 00 00"), Fault::trailing);
  EXPECT_EQ(fault(binary, "02 00 00 00 01"), Fault::truncated);
  EXPECT_EQ(fault(integers, "FF FF FF FF 01 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault(strings, "FF FF FF FF 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault(strings8, "02 00 00 00 01 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault(PropertyTag{0x60010000}, "00 00"), Fault::invalid);
  EXPECT_EQ(write_fault(string, String8{"a"}), Fault::invalid);
  EXPECT_EQ(write_fault(binary, std::u16string(u"a")), Fault::invalid);
  EXPECT_EQ(write_fault(strings, std::u16string(u"a")), Fault::invalid);
  EXPECT_EQ(write_fault(string8, String8{std::string("a\0b", 3)}), Fault::invalid);
  EXPECT_EQ(write_fault(PropertyTag{0x600100FD}, PropertyValue{}), Fault::invalid);
}

TEST(PropertyCollector, TakesNoMoreThanItsLimit) {
  PropertyCollector collector(10);
  const auto begin = [](wire::u64 length) {
    return StreamEvent(PropertyBegin{{binary, std::nullopt}, {}, 1, length});
  };
  EXPECT_EQ(collector.add(begin(11)).error().fault, Fault::limit);
  EXPECT_TRUE(collector.add(begin(10)));
  const Bytes ten(10, 1);
  EXPECT_FALSE(collector.add(ValuePiece{ten})->has_value());
  EXPECT_EQ(collector.add(PropertyEnd{})->value().value, PropertyValue(ten));

  EXPECT_TRUE(collector.add(PropertyBegin{{strings, std::nullopt}, {true, 0}, 1000, 0}));
  EXPECT_TRUE(collector.add(ValueBegin{0}));
  EXPECT_TRUE(collector.add(ValueBegin{0}));
  EXPECT_EQ(collector.add(ValueBegin{0}).error().fault, Fault::limit);
}

TEST(PropertyCollector, ValueThatIsWrong) {
  PropertyCollector collector(100);
  const Bytes odd(3, 1);
  EXPECT_TRUE(collector.add(PropertyBegin{{string, std::nullopt}, {}, 1, 3}));
  EXPECT_TRUE(collector.add(ValuePiece{odd}));
  EXPECT_EQ(collector.add(PropertyEnd{}).error().fault, Fault::trailing);
}

}  // namespace
}  // namespace mapigate::oxcfxics
