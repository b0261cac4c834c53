#include "protocol/oxocal/time_zone.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocal {
namespace {

using wire::Fault;
using wire::hex_vector;

constexpr auto definition = "MS-OXOCAL/4-time-zone-definition.hex";

// Month, weekday, number of that weekday in the month, at two.
SystemTime at_two(wire::u16 month, wire::u16 day_of_week, wire::u16 day) {
  return {0, month, day_of_week, day, 2, 0, 0, 0};
}

TEST(TimeZone, Struct) {
  const auto bytes = hex_vector("MS-OXOCAL/4.1.5-time-zone-struct.hex");
  wire::expect_exact<TimeZoneStruct>(bytes);
  TimeZoneStruct expected;
  expected.bias = 480;
  expected.daylight_bias = -60;
  expected.standard_date = at_two(11, 0, 1);
  expected.daylight_date = at_two(3, 0, 2);
  EXPECT_EQ(wire::parse<TimeZoneStruct>(bytes).value(), expected);
}

TEST(TimeZone, YearsOfTheStructAgree) {
  auto bytes = hex_vector("MS-OXOCAL/4.1.5-time-zone-struct.hex");
  bytes[12] = 1;
  EXPECT_EQ(wire::parse<TimeZoneStruct>(bytes).error().fault, Fault::invalid);
  bytes[14] = 1;
  EXPECT_EQ(wire::parse<TimeZoneStruct>(bytes).value().standard_date.year, 1);
  bytes[30] = 1;
  EXPECT_EQ(wire::parse<TimeZoneStruct>(bytes).error().fault, Fault::invalid);
}

TEST(TimeZone, Definition) {
  const auto bytes = hex_vector(definition);
  wire::expect_exact<TimeZoneDefinition>(bytes);
  const auto value = wire::parse<TimeZoneDefinition>(bytes).value();
  EXPECT_EQ(value.key_name, u"Pacific Standard Time");
  ASSERT_EQ(value.rules.size(), 2u);
  TzRule rule;
  rule.year = 2006;
  rule.bias = 480;
  rule.daylight_bias = -60;
  rule.standard_date = at_two(10, 0, 5);
  rule.daylight_date = at_two(4, 0, 1);
  EXPECT_EQ(value.rules[0], rule);
  rule.flags = tzrule_flag_recur_current_tzreg | tzrule_flag_effective_tzreg;
  rule.year = 2007;
  rule.standard_date = at_two(11, 0, 1);
  rule.daylight_date = at_two(3, 0, 2);
  EXPECT_EQ(value.rules[1], rule);
}

TEST(TimeZone, VersionsAndSizes) {
  const auto failure_with = [](std::size_t offset, wire::u8 byte) {
    auto bytes = hex_vector(definition);
    bytes[offset] = byte;
    const auto read = wire::parse<TimeZoneDefinition>(bytes);
    return read ? wire::Failure{} : read.error();
  };
  EXPECT_STREQ(failure_with(0, 3).field, "Major Version");
  EXPECT_STREQ(failure_with(1, 2).field, "Minor Version");
  EXPECT_EQ(failure_with(2, 0x2E).fault, Fault::invalid);  // cbHeader
  EXPECT_STREQ(failure_with(4, 1).field, "Reserved");
  EXPECT_EQ(failure_with(7, 0xFF).fault, Fault::truncated);  // cchKeyName
  const std::size_t rule_count = 50;
  EXPECT_EQ(failure_with(rule_count, 0).fault, Fault::invalid);
  EXPECT_EQ(failure_with(rule_count + 1, 0xFF).fault, Fault::truncated);
  EXPECT_STREQ(failure_with(rule_count + 2, 1).field, "Major version");
  EXPECT_STREQ(failure_with(rule_count + 4, 0x3F).field, "Reserved");
}

TEST(TimeZone, Maxima) {
  auto value = wire::parse<TimeZoneDefinition>(hex_vector(definition)).value();
  value.key_name.assign(260, u'a');
  value.rules.resize(1024);
  const auto bytes = wire::serialize(value).value();
  EXPECT_EQ(bytes.size(), 8u + 520 + 2 + 1024 * 66);
  EXPECT_EQ(wire::parse<TimeZoneDefinition>(bytes).value(), value);
  value.rules.resize(1025);
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
  value.rules.resize(1);
  value.key_name.assign(261, u'a');
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
  value.key_name.assign(32'768, u'a');  // cbHeader would be 6 once more
  EXPECT_EQ(wire::serialize(value).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace mapigate::oxocal
