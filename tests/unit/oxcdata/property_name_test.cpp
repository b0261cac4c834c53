#include "protocol/oxcdata/property_name.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using wire::Fault;
using wire::from_hex;

struct ThreeNames {
  std::array<PropertyName, 3> names;
  static void fields(auto& self, auto& archive) { archive("Names", self.names); }
};

TEST(PropertyName, OfEachKind) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.6.1-property-names.hex");
  const auto names = wire::parse<ThreeNames>(bytes).value().names;
  const auto common = *wire::Guid::from_text("{00062008-0000-0000-C000-000000000046}");
  const auto public_strings = *wire::Guid::from_text("{00020329-0000-0000-C000-000000000046}");
  EXPECT_EQ(names[0], (PropertyName{PropertyName::Kind::lid, common, 0x8503, u""}));
  EXPECT_EQ(names[1], (PropertyName{PropertyName::Kind::name, public_strings, 0, u"Keywords"}));
  EXPECT_EQ(names[2], PropertyName());
  wire::expect_exact<ThreeNames>(bytes);
}

TEST(PropertyName, OtherKindsAreInvalid) {
  auto bytes = wire::Bytes(17);
  bytes[0] = 0x02;
  EXPECT_EQ(wire::parse<PropertyName>(bytes).error().fault, Fault::invalid);
}

TEST(PropertyName, NameSizeIsThatOfTheName) {
  auto bytes = wire::Bytes(17);
  bytes[0] = 0x01;
  const auto with = [&](const char* text) {
    auto name = bytes;
    const auto tail = from_hex(text);
    name.insert(name.end(), tail.begin(), tail.end());
    return wire::parse<PropertyName>(name);
  };
  EXPECT_TRUE(with("02 00 00"));
  EXPECT_EQ(with("00").error().fault, Fault::unterminated);
  EXPECT_EQ(with("03 00 00 00").error().fault, Fault::trailing);
  EXPECT_EQ(with("06 61 00 00 00").error().fault, Fault::truncated);
}

TEST(PropertyName, LongestName) {
  EXPECT_TRUE(wire::serialize(PropertyName{PropertyName::Kind::name, {}, 0, std::u16string(126, u'a')}));
  EXPECT_EQ(
      wire::serialize(PropertyName{PropertyName::Kind::name, {}, 0, std::u16string(127, u'a')}).error().fault,
      Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxcdata
