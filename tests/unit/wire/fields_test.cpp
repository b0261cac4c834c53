#include "protocol/wire/fields.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

using testing::ElementsAre;

// A number whose width stands before the list, so that an element cannot be read without what is around it.
struct WidthBefore {
  u8 wide = 0;
  std::vector<u32> counted_numbers;
  std::vector<u32> three_numbers;

  static void fields(auto& self, auto& archive) {
    archive("Wide", self.wide);
    const bool wide = self.wide != 0;
    const auto number = [wide](auto& value, auto& inner) {
      auto narrow = static_cast<u16>(value);
      if (wide) return inner("Number", value);
      inner("Number", narrow);
      if constexpr (std::remove_reference_t<decltype(inner)>::reading) value = narrow;
    };
    archive("CountedNumbers", counted_with<u16>(self.counted_numbers, number));
    archive("ThreeNumbers", repeated_with(3, self.three_numbers, number));
  }
};

TEST(CountedWith, ElementsAreReadByWhatStandsAround) {
  const auto narrow = from_hex(R"(
      00              # Wide
      02 00           # count
      01 00 02 00     # CountedNumbers
      03 00 04 00 05 00   # ThreeNumbers
  )");
  const auto value = parse<WidthBefore>(narrow).value();
  EXPECT_THAT(value.counted_numbers, ElementsAre(1u, 2u));
  EXPECT_THAT(value.three_numbers, ElementsAre(3u, 4u, 5u));
  expect_exact<WidthBefore>(narrow);
  expect_exact<WidthBefore>(from_hex("01  01 00  01 00 00 00  03 00 00 00 04 00 00 00 05 00 00 00"));
}

TEST(CountedWith, CountMustBeThatOfTheValue) {
  EXPECT_EQ(serialize(WidthBefore{0, {}, {1, 2}}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(WidthBefore{0, std::vector<u32>(0x10000), {1, 2, 3}}).error().fault, Fault::too_long);
  EXPECT_EQ(parse<WidthBefore>(from_hex("00 FF FF 01 00")).error().fault, Fault::truncated);
}

struct ElementsOfNothing {
  std::vector<Bytes> values;
  static void fields(auto& self, auto& archive) {
    archive("Values", counted_with<u8>(self.values, [](auto&, auto&) {}));
  }
};

TEST(CountedWith, ElementsWithoutBytesAreRefused) {
  EXPECT_EQ(parse<ElementsOfNothing>(from_hex("02 00 00")).error().fault, Fault::invalid);
  EXPECT_TRUE(parse<ElementsOfNothing>(from_hex("00")));
}

struct Pair {
  u8 first = 0;
  u8 second = 0;
  bool operator==(const Pair&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("First", self.first);
    archive("Second", self.second);
  }
};

// Kind, then what it says: nothing, a number, a pair.
struct Choice {
  std::variant<std::monostate, u32, Pair> value;
  static void fields(auto& self, auto& archive) {
    auto kind = static_cast<u8>(self.value.index());
    archive("Kind", kind);
    archive("Value", alternative(kind, self.value));
  }
};

TEST(Alternative, IsChosenByItsIndex) {
  EXPECT_EQ(parse<Choice>(from_hex("00")).value().value.index(), 0u);
  EXPECT_EQ(std::get<u32>(parse<Choice>(from_hex("01 04 03 02 01")).value().value), 0x01020304u);
  EXPECT_EQ(std::get<Pair>(parse<Choice>(from_hex("02 05 06")).value().value), (Pair{5, 6}));
  for (const auto* text : {"00", "01 04 03 02 01", "02 05 06"}) expect_exact<Choice>(from_hex(text));
}

TEST(Alternative, UnknownIndexIsInvalid) {
  const auto unknown = parse<Choice>(from_hex("03 00 00 00 00"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_string(unknown.error()), "Value at offset 1: invalid value");
}

struct WrongChoice {
  std::variant<u8, u16> value;
  static void fields(auto& self, auto& archive) { archive("Value", alternative(1, self.value)); }
};

TEST(Alternative, OtherThanTheChosenIsNotWritten) {
  EXPECT_EQ(serialize(WrongChoice{u16{7}}).value(), from_hex("07 00"));
  EXPECT_EQ(serialize(WrongChoice{u8{7}}).error().fault, Fault::invalid);
}

// A length of two bytes, or of four in the wide format.
struct Formatted {
  Bytes value;
  static void fields(auto& self, auto& archive) {
    if (archive.format() == ValueFormat::rop) return archive("Value", sized<u16>(self.value));
    archive("Value", sized<u32>(self.value));
  }
};
struct FormatsInTurn {
  Formatted before;
  Formatted inside;
  Formatted after;
  static void fields(auto& self, auto& archive) {
    archive("Before", self.before);
    archive("Inside", in_format(ValueFormat::wide, sized<u8>(self.inside)));
    archive("After", self.after);
  }
};

TEST(InFormat, HoldsForEverythingInsideOnly) {
  const auto bytes = from_hex("01 00 AA  05 01 00 00 00 BB  01 00 CC");
  const auto value = parse<FormatsInTurn>(bytes).value();
  EXPECT_THAT(value.before.value, ElementsAre(0xAA));
  EXPECT_THAT(value.inside.value, ElementsAre(0xBB));
  EXPECT_THAT(value.after.value, ElementsAre(0xCC));
  expect_exact<FormatsInTurn>(bytes);
}

// Zero bytes for what has none inside it, a one before each that has.
struct Onion {
  std::shared_ptr<Onion> inner;
  static void fields(auto& self, auto& archive) {
    bool more = self.inner != nullptr;
    archive("More", more);
    if (!more || !archive.ok()) return;
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) self.inner = std::make_shared<Onion>();
    archive("Inner", wire::nested(*self.inner));
  }
};

TEST(Nested, DepthIsLimitedBothWays) {
  Bytes bytes(max_depth, 1);
  bytes.push_back(0);
  expect_exact<Onion>(bytes);
  const auto deepest = parse<Onion>(bytes).value();
  bytes.insert(bytes.begin(), 1);
  EXPECT_EQ(parse<Onion>(bytes).error().fault, Fault::limit);
  EXPECT_EQ(parse<Onion>(Bytes(100'000, 1)).error().fault, Fault::limit);
  EXPECT_EQ(serialize(Onion{std::make_shared<Onion>(deepest)}).error().fault, Fault::limit);
}

// Those beside each other do not count as those inside each other.
struct Row {
  std::vector<Onion> onions;
  static void fields(auto& self, auto& archive) {
    archive("Onions", counted_with<u8>(self.onions, [](auto& onion, auto& inner) {
              inner("Onion", wire::nested(onion));
            }));
  }
};

TEST(Nested, DepthIsLeftAgain) {
  Bytes bytes{200};
  for (int i = 0; i < 200; ++i) bytes.insert(bytes.end(), {1, 0});
  expect_exact<Row>(bytes);
}

struct SizedText {
  std::u16string text;
  u8 after = 0;
  static void fields(auto& self, auto& archive) {
    archive("Text", sized_field<u16>(utf16_z(self.text)));
    archive("After", self.after);
  }
};

TEST(SizedField, CountsTheBytesOfTheField) {
  const auto bytes = from_hex("06 00 61 00 62 00 00 00 07");
  EXPECT_EQ(parse<SizedText>(bytes).value().text, u"ab");
  expect_exact<SizedText>(bytes);
  EXPECT_EQ(parse<SizedText>(from_hex("04 00 61 00 62 00 00 00 07")).error().fault, Fault::unterminated);
  EXPECT_EQ(parse<SizedText>(from_hex("08 00 61 00 62 00 00 00 00 00 07")).error().fault, Fault::trailing);
  EXPECT_EQ(parse<SizedText>(from_hex("FF FF 61 00 00 00 07")).error().fault, Fault::truncated);
  EXPECT_EQ(serialize(SizedText{std::u16string(0x7FFF, u'a'), 0}).error().fault, Fault::too_long);
  EXPECT_TRUE(serialize(SizedText{std::u16string(0x7FFE, u'a'), 0}));
}

struct Fractions {
  float single = 0;
  double twofold = 0;
  std::vector<float> singles;
  std::vector<double> twofolds;
  static void fields(auto& self, auto& archive) {
    archive("Single", self.single);
    archive("Twofold", self.twofold);
    archive("Singles", counted<u8>(self.singles));
    archive("Twofolds", counted<u8>(self.twofolds));
  }
};

// IEEE 754: 1.5 is 3FC00000 and 3FF8000000000000, -2 is C0000000 and C000000000000000.
TEST(Number, FloatingPoint) {
  const auto bytes = from_hex(R"(
      00 00 C0 3F               # Single 1.5
      00 00 00 00 00 00 00 C0   # Twofold -2
      01 00 00 00 C0            # Singles -2
      02 00 00 00 00 00 00 F8 3F 00 00 00 00 00 00 00 C0   # Twofolds 1.5, -2
  )");
  const auto value = parse<Fractions>(bytes).value();
  EXPECT_EQ(value.single, 1.5f);
  EXPECT_EQ(value.twofold, -2.0);
  EXPECT_THAT(value.singles, ElementsAre(-2.0f));
  EXPECT_THAT(value.twofolds, ElementsAre(1.5, -2.0));
  expect_exact<Fractions>(bytes);
  // Bytes that are not a number come back as they were.
  expect_exact<Fractions>(from_hex("01 00 A0 7F  01 00 00 00 00 00 F4 FF  00 00"));
}

}  // namespace
}  // namespace mapigate::wire
