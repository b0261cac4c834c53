#include "protocol/wire/writer.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

template <class N>
struct Counting {
  std::vector<u16> values;
  static void fields(auto& self, auto& archive) { archive("Values", counted<N>(self.values)); }
};

template <class N>
struct Boxed {
  Counting<u16> inner;
  static void fields(auto& self, auto& archive) { archive("Inner", sized<N>(self.inner)); }
};

TEST(Writer, CountThatDoesNotFitIsAFailure) {
  Counting<u8> counting{std::vector<u16>(255)};
  EXPECT_EQ(serialize(counting).value().size(), 1u + 2 * 255);
  counting.values.push_back(1);
  const auto written = serialize(counting);
  ASSERT_FALSE(written);
  EXPECT_EQ(to_string(written.error()), "Values at offset 0: too long for its length field");
}

TEST(Writer, BlockThatDoesNotFitIsAFailure) {
  EXPECT_EQ(serialize(Boxed<u8>{{std::vector<u16>(126)}}).value().size(), 1u + 2 + 252);
  EXPECT_EQ(serialize(Boxed<u8>{{std::vector<u16>(127)}}).error().fault, Fault::too_long);
  EXPECT_EQ(serialize(Boxed<u16>{{std::vector<u16>(127)}}).value().size(), 2u + 2 + 254);
}

struct Texts {
  std::string narrow;
  std::u16string wide;
  static void fields(auto& self, auto& archive) {
    archive("Narrow", ascii_z(self.narrow));
    archive("Wide", utf16_z(self.wide));
  }
};

TEST(Writer, StringsHoldNoZero) {
  EXPECT_EQ(serialize(Texts{"a", u"b"}).value(), from_hex("61 00 62 00 00 00"));
  EXPECT_EQ(serialize(Texts{std::string("a\0b", 3), u""}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(Texts{"", std::u16string(u"a\0b", 3)}).error().fault, Fault::invalid);
}

struct SizedText {
  std::string text;
  static void fields(auto& self, auto& archive) { archive("Text", sized_ascii_z<u8>(self.text)); }
};

TEST(Writer, SizedStringCountsItsTerminator) {
  EXPECT_EQ(serialize(SizedText{""}).value(), from_hex("00"));
  EXPECT_EQ(serialize(SizedText{"ab"}).value(), from_hex("03 61 62 00"));
  EXPECT_EQ(serialize(SizedText{std::string(254, 'a')}).value().size(), 256u);
  EXPECT_EQ(serialize(SizedText{std::string(255, 'a')}).error().fault, Fault::too_long);
}

struct Fixed {
  Bytes bytes;
  std::vector<u16> words;
  static void fields(auto& self, auto& archive) {
    archive("Bytes", raw(2, self.bytes));
    archive("Words", repeated(1, self.words));
  }
};

TEST(Writer, FixedCountsMustBeMet) {
  EXPECT_TRUE(serialize(Fixed{{1, 2}, {3}}));
  EXPECT_STREQ(serialize(Fixed{{1}, {3}}).error().field, "Bytes");
  EXPECT_STREQ(serialize(Fixed{{1, 2}, {3, 4}}).error().field, "Words");
}

struct Ruled {
  u8 first = 0;
  Counting<u8> inner;
  u8 last = 0;
  static void fields(auto& self, auto& archive) {
    archive("First", self.first);
    archive.check(self.first != 1);
    archive("Inner", sized<u8>(self.inner));
    archive.check(self.inner.values.size() != 2);
    archive("Last", self.last);
  }
};

TEST(Writer, RuleIsOfTheFieldBeforeIt) {
  EXPECT_STREQ(serialize(Ruled{1, {}, 0}).error().field, "First");
  EXPECT_STREQ(serialize(Ruled{0, {{1, 2}}, 0}).error().field, "Inner");
  // The block is too long, not what is in it.
  EXPECT_STREQ(serialize(Ruled{0, {std::vector<u16>(200)}, 0}).error().field, "Inner");
}

TEST(Writer, GrowsPatchesAndTruncates) {
  Writer writer(1);
  for (u32 i = 0; i < 1000; ++i) writer.number(i);
  EXPECT_EQ(writer.size(), 4000u);
  writer.patch(4, u16{0xFFFF});
  writer.truncate(8);
  EXPECT_EQ(writer.take(), from_hex("00 00 00 00 FF FF 00 00"));
  EXPECT_EQ(writer.size(), 0u);
}

TEST(Writer, PatchBehindTheEndIsAFailure) {
  Writer writer;
  writer.number(u16{1});
  writer.patch(1, u16{1});
  EXPECT_EQ(writer.failure().fault, Fault::invalid);
}

TEST(Writer, FirstFailureStays) {
  Writer writer;
  writer.fail(Fault::too_long);
  writer.fail(Fault::invalid);
  EXPECT_FALSE(writer.ok());
  EXPECT_EQ(writer.failure().fault, Fault::too_long);
}

}  // namespace
}  // namespace mapigate::wire
