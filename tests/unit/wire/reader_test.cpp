#include "protocol/wire/reader.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

using testing::ElementsAre;

enum class Colour : u16 { green = 0x0201 };

struct Point {
  u16 x = 0;
  u16 y = 0;
  bool operator==(const Point&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("X", self.x);
    archive("Y", self.y);
  }
};

// One of every kind of field.
struct Everything {
  u8 byte = 0;
  u16 word = 0;
  u32 number = 0;
  u64 large = 0;
  i32 negative = 0;
  bool flag = false;
  Colour colour{};
  std::array<u8, 3> three{};
  std::array<u16, 2> two{};
  Point point;
  std::vector<u32> numbers;
  std::vector<Point> points;
  Bytes blob;
  Point boxed;
  std::optional<Point> absent;
  std::optional<Point> present;
  u8 kind = 0;
  u16 only_for_kind_two = 0;
  u16 only_for_kind_three = 0;
  std::string text;
  std::string sized_text;
  std::u16string wide;
  Bytes two_bytes;
  std::vector<u16> two_words;
  Bytes tail;

  static void fields(auto& self, auto& archive) {
    archive("Byte", self.byte);
    archive("Word", self.word);
    archive("Number", self.number);
    archive("Large", self.large);
    archive("Negative", self.negative);
    archive("Flag", self.flag);
    archive("Colour", self.colour);
    archive("Three", self.three);
    archive("Two", self.two);
    archive("Point", self.point);
    archive("Numbers", counted<u16>(self.numbers));
    archive("Points", counted<u8>(self.points));
    archive("Blob", sized<u16>(self.blob));
    archive("Boxed", sized<u8>(self.boxed));
    archive("Absent", flagged(self.absent));
    archive("Present", flagged(self.present));
    archive("Kind", self.kind);
    archive("OnlyForKindTwo", when(self.kind == 2, self.only_for_kind_two));
    archive("OnlyForKindThree", when(self.kind == 3, self.only_for_kind_three));
    archive("Text", ascii_z(self.text));
    archive("SizedText", sized_ascii_z<u16>(self.sized_text));
    archive("Wide", utf16_z(self.wide));
    archive("Reserved", reserved(2));
    archive("Constant", constant<u16>(0xBABE));
    archive("TwoBytes", raw(2, self.two_bytes));
    archive("TwoWords", repeated(2, self.two_words));
    archive("Tail", rest(self.tail));
  }
};

const Bytes everything = from_hex(R"(
    01                         # Byte
    02 01                      # Word
    04 03 02 01                # Number
    08 07 06 05 04 03 02 01    # Large
    FE FF FF FF                # Negative
    01                         # Flag
    01 02                      # Colour
    0A 0B 0C                   # Three
    01 00 02 00                # Two
    05 00 06 00                # Point
    02 00 01 00 00 00 02 00 00 00   # Numbers
    02 01 00 02 00 03 00 04 00      # Points
    03 00 AA BB CC             # Blob
    04 07 00 08 00             # Boxed
    00                         # Absent
    01 09 00 0A 00             # Present
    02 34 12                   # Kind, OnlyForKindTwo
    61 E9 00                   # Text
    03 00 62 63 00             # SizedText
    3D D8 00 DE 00 00          # Wide: U+1F600
    00 00                      # Reserved
    BE BA                      # Constant
    D1 D2                      # TwoBytes
    01 00 02 00                # TwoWords
    EE EF                      # Tail
)");

TEST(Reader, ReadsEveryKindOfField) {
  const auto value = parse<Everything>(everything);
  ASSERT_TRUE(value) << to_string(value.error());
  EXPECT_EQ(value->byte, 1);
  EXPECT_EQ(value->word, 0x0102);
  EXPECT_EQ(value->number, 0x01020304u);
  EXPECT_EQ(value->large, 0x0102030405060708u);
  EXPECT_EQ(value->negative, -2);
  EXPECT_TRUE(value->flag);
  EXPECT_EQ(value->colour, Colour::green);
  EXPECT_THAT(value->three, ElementsAre(0x0A, 0x0B, 0x0C));
  EXPECT_THAT(value->two, ElementsAre(1, 2));
  EXPECT_EQ(value->point, (Point{5, 6}));
  EXPECT_THAT(value->numbers, ElementsAre(1u, 2u));
  EXPECT_THAT(value->points, ElementsAre(Point{1, 2}, Point{3, 4}));
  EXPECT_THAT(value->blob, ElementsAre(0xAA, 0xBB, 0xCC));
  EXPECT_EQ(value->boxed, (Point{7, 8}));
  EXPECT_FALSE(value->absent);
  EXPECT_EQ(value->present, (Point{9, 10}));
  EXPECT_EQ(value->only_for_kind_two, 0x1234);
  EXPECT_EQ(value->only_for_kind_three, 0);
  EXPECT_EQ(value->text, "a\xE9");
  EXPECT_EQ(value->sized_text, "bc");
  EXPECT_EQ(value->wide, u"\U0001F600");
  EXPECT_THAT(value->two_bytes, ElementsAre(0xD1, 0xD2));
  EXPECT_THAT(value->two_words, ElementsAre(1, 2));
  EXPECT_THAT(value->tail, ElementsAre(0xEE, 0xEF));
}

TEST(Reader, WriterGivesTheSameBytes) {
  const auto written = serialize(parse<Everything>(everything).value());
  ASSERT_TRUE(written) << to_string(written.error());
  EXPECT_EQ(*written, everything);
}

TEST(Reader, FailsAtEveryTruncation) {
  const auto without_tail = everything.size() - 2;
  for (std::size_t size = 0; size < without_tail; ++size) {
    const auto cut = parse<Everything>(ByteView(everything).first(size));
    ASSERT_FALSE(cut) << size;
    EXPECT_LE(cut.error().offset, size);
    EXPECT_STRNE(cut.error().field, "") << size;
  }
  EXPECT_TRUE(parse<Everything>(ByteView(everything).first(without_tail)));
}

TEST(Reader, FirstFailureStaysAndNamesItsField) {
  Reader reader(everything);
  u16 first = 1;
  u32 second = 1;
  reader("First", first);
  reader.take(1000);
  reader("Second", second);
  EXPECT_EQ(first, 0x0201);
  EXPECT_EQ(second, 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.remaining(), 0u);
  EXPECT_FALSE(reader.finish());
  EXPECT_EQ(reader.failure().fault, Fault::truncated);
  EXPECT_EQ(reader.failure().offset, 2u);
  EXPECT_EQ(to_string(parse<Point>(from_hex("01 00 02")).error()), "Y at offset 2: truncated");
}

struct Nested {
  Point inner;
  u8 after = 0;
  static void fields(auto& self, auto& archive) {
    archive("Inner", sized<u16>(self.inner));
    archive("After", self.after);
  }
};

// Rules before, between and behind fields; those of a block in it.
struct Ruled {
  u8 first = 0;
  Point point;
  u8 last = 0;
  static void fields(auto& self, auto& archive) {
    archive("First", self.first);
    archive.check(self.first != 1);
    archive("Inner", sized<u8>(self.point));
    archive.check(self.point.x != 2);
    archive("Last", self.last);
    archive.check(self.last != 3);
  }
};
struct HoldsRuled {
  u8 before = 0;
  Ruled ruled;
  static void fields(auto& self, auto& archive) {
    archive("Before", self.before);
    archive("Ruled", self.ruled);
  }
};
struct Refused {
  static void fields(auto&, auto& archive) { archive.check(false); }
};
struct HoldsRefused {
  u8 before = 0;
  Refused refused;
  static void fields(auto& self, auto& archive) {
    archive("Before", self.before);
    archive("Refused", self.refused);
  }
};

TEST(Reader, RuleIsOfTheFieldBeforeIt) {
  EXPECT_EQ(to_string(parse<HoldsRuled>(from_hex("00 01 04 00 00 00 00 00")).error()),
            "First at offset 2: invalid value");
  EXPECT_EQ(to_string(parse<HoldsRuled>(from_hex("00 00 04 02 00 00 00 00")).error()),
            "Inner at offset 7: invalid value");
  EXPECT_EQ(to_string(parse<HoldsRuled>(from_hex("00 00 04 00 00 00 00 03")).error()),
            "Last at offset 8: invalid value");
  EXPECT_EQ(to_string(parse<HoldsRefused>(from_hex("00")).error()), "Refused at offset 1: invalid value");
}

TEST(Reader, SizedBlockMustBeUsedUp) {
  EXPECT_TRUE(parse<Nested>(from_hex("04 00 01 00 02 00 09")));
  const auto longer = parse<Nested>(from_hex("05 00 01 00 02 00 09 09"));
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().fault, Fault::trailing);
  EXPECT_EQ(longer.error().offset, 6u);
  EXPECT_STREQ(longer.error().field, "Inner");
}

TEST(Reader, SizedBlockCannotReadBeyondItself) {
  const auto shorter = parse<Nested>(from_hex("03 00 01 00 02 00 09"));
  ASSERT_FALSE(shorter);
  EXPECT_EQ(shorter.error().fault, Fault::truncated);
  EXPECT_EQ(shorter.error().offset, 4u);
  EXPECT_STREQ(shorter.error().field, "Y");
}

TEST(Reader, SizedBlockCannotBeLargerThanWhatEnclosesIt) {
  const auto claimed = parse<Nested>(from_hex("FF FF 01 00 02 00 09"));
  ASSERT_FALSE(claimed);
  EXPECT_EQ(claimed.error().fault, Fault::truncated);
  EXPECT_EQ(claimed.error().offset, 2u);
}

template <class T>
struct Many {
  std::vector<T> values;
  static void fields(auto& self, auto& archive) { archive("Values", counted<u32>(self.values)); }
};

struct Nothing {
  static void fields(auto&, auto&) {}
};

TEST(Reader, CountBeyondTheBytesIsRefusedBeforeMemoryIsTaken) {
  const auto bytes = from_hex("FF FF FF FF 01 00 02 00");
  Many<u32> a;
  Reader reader_a(bytes);
  reader_a.read(a);
  EXPECT_EQ(reader_a.failure().fault, Fault::truncated);
  EXPECT_EQ(a.values.capacity(), 0u);
  Many<Point> b;
  Reader reader_b(bytes);
  reader_b.read(b);
  EXPECT_EQ(reader_b.failure().fault, Fault::truncated);
  EXPECT_EQ(b.values.capacity(), 0u);
}

TEST(Reader, ElementsThatAreCutOffDoNotTakeMuchMemory) {
  // 40 bytes could be 40 elements of one byte, but not of four: no more than what was read is kept.
  Bytes bytes = from_hex("28 00 00 00");
  bytes.resize(44);
  Many<Point> many;
  Reader reader(bytes);
  reader.read(many);
  EXPECT_EQ(reader.failure().fault, Fault::truncated);
  EXPECT_LE(many.values.capacity() * sizeof(Point), 2 * bytes.size());
}

TEST(Reader, CountOfElementsWithoutBytesIsRefused) {
  const auto many = parse<Many<Nothing>>(from_hex("02 00 00 00 01 02 03"));
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().fault, Fault::invalid);
}

struct Filled {
  std::vector<u16> words;
  static void fields(auto& self, auto& archive) { archive("Words", until_end(self.words)); }
};
struct FilledWithPoints {
  std::vector<Point> points;
  static void fields(auto& self, auto& archive) { archive("Points", until_end(self.points)); }
};

TEST(Reader, ElementsUpToTheEnd) {
  EXPECT_THAT(parse<Filled>(from_hex("01 00 02 00")).value().words, ElementsAre(1, 2));
  EXPECT_TRUE(parse<Filled>({}).value().words.empty());
  EXPECT_EQ(parse<Filled>(from_hex("01 00 02")).error().fault, Fault::trailing);
  EXPECT_THAT(parse<FilledWithPoints>(from_hex("01 00 02 00")).value().points, ElementsAre(Point{1, 2}));
  EXPECT_EQ(parse<FilledWithPoints>(from_hex("01 00 02 00 03")).error().fault, Fault::truncated);
}

struct Texts {
  std::string narrow;
  std::u16string wide;
  static void fields(auto& self, auto& archive) {
    archive("Narrow", ascii_z(self.narrow));
    archive("Wide", utf16_z(self.wide));
  }
};

TEST(Reader, StringsNeedTheirTerminator) {
  EXPECT_EQ(parse<Texts>(from_hex("00 00 00")).value().narrow, "");
  EXPECT_EQ(parse<Texts>(from_hex("61 62")).error().fault, Fault::unterminated);
  EXPECT_EQ(parse<Texts>(from_hex("00 61 00 00")).error().fault, Fault::unterminated);
  EXPECT_EQ(parse<Texts>(from_hex("00")).error().fault, Fault::unterminated);
  // A zero byte at an odd place is not a zero code unit.
  EXPECT_EQ(parse<Texts>(from_hex("00 61 00 00 01 00 00")).value().wide, u"a\u0100");
}

struct WideText {
  std::u16string text;
  Bytes after;
  static void fields(auto& self, auto& archive) {
    archive("Text", utf16_z(self.text));
    archive("After", rest(self.after));
  }
};

// The search goes several units at a time: units that differ from zero in one bit, a zero at every place.
TEST(Reader, WideStringEndsAtItsFirstZeroUnit) {
  constexpr char16_t units[] = {0x0001, 0x0080, 0x0100, 0x8000, 0x00FF, 0xFF00, 0xFFFF};
  for (std::size_t length = 0; length < 40; ++length) {
    WideText value{{}, {0x01, 0x00, 0x00, 0x80, 0x00}};
    for (std::size_t i = 0; i < length; ++i) value.text += units[(i + length) % std::size(units)];
    const auto bytes = serialize(value).value();
    const auto read = parse<WideText>(bytes).value();
    EXPECT_EQ(read.text, value.text) << length;
    EXPECT_EQ(read.after, value.after) << length;
    EXPECT_EQ(parse<WideText>(ByteView(bytes).first(2 * length + 1)).error().fault, Fault::unterminated);
    for (std::size_t zero = 0; zero < length; ++zero) {
      auto broken = value;
      broken.text[zero] = 0;
      EXPECT_EQ(serialize(broken).error().fault, Fault::invalid) << length << " " << zero;
    }
  }
}

struct SizedText {
  std::string text;
  static void fields(auto& self, auto& archive) { archive("Text", sized_ascii_z<u16>(self.text)); }
};

TEST(Reader, SizedStringEndsWhereItsSizeSays) {
  EXPECT_EQ(parse<SizedText>(from_hex("00 00")).value().text, "");
  EXPECT_EQ(parse<SizedText>(from_hex("01 00 00")).value().text, "");
  EXPECT_EQ(parse<SizedText>(from_hex("02 00 61 62 00")).error().fault, Fault::unterminated);
  EXPECT_EQ(parse<SizedText>(from_hex("03 00 61 00 62")).error().fault, Fault::trailing);
}

struct Versioned {
  static void fields(auto&, auto& archive) {
    archive("Before", reserved(1));
    archive("Version", constant<u16>(7));
  }
};

TEST(Reader, OtherThanTheConstantIsInvalid) {
  EXPECT_TRUE(parse<Versioned>(from_hex("FF 07 00")));
  const auto other = parse<Versioned>(from_hex("FF 08 00"));
  ASSERT_FALSE(other);
  EXPECT_EQ(to_string(other.error()), "Version at offset 1: invalid value");
}

struct Viewing {
  ByteView block;
  ByteView tail;
  static void fields(auto& self, auto& archive) {
    archive("Block", sized<u8>(self.block));
    archive("Tail", rest(self.tail));
  }
};

TEST(Reader, ViewsReferIntoTheBuffer) {
  const auto bytes = from_hex("02 AA BB CC");
  const auto value = parse<Viewing>(bytes).value();
  EXPECT_EQ(value.block.data(), bytes.data() + 1);
  EXPECT_EQ(value.block.size(), 2u);
  EXPECT_EQ(value.tail.data(), bytes.data() + 3);
  EXPECT_EQ(serialize(value).value(), bytes);
}

TEST(Reader, AnyByteButZeroIsTrue) {
  const auto bytes = from_hex("FF 00");
  Reader reader(bytes);
  EXPECT_TRUE(reader.number<bool>());
  EXPECT_FALSE(reader.number<bool>());
}

TEST(Result, TakingTheValueOfAFailureIsALogicError) {
  EXPECT_THROW(parse<Point>({}).value(), std::logic_error);
}

}  // namespace
}  // namespace mapigate::wire
