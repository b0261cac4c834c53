#include "protocol/oxoab/record.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::u32;

OabPropTable table_of(std::initializer_list<PropertyType> types) {
  OabPropTable table;
  for (const auto type : types) table.props.push_back({property_tag(0x3001, type), 0});
  return table;
}

// The record less its cbSize.
wire::Result<std::vector<OabValue>> parse_body(const OabPropTable& table, const Bytes& body) {
  wire::Writer writer;
  writer.number(static_cast<u32>(body.size() + 4));
  writer.append(body);
  const auto bytes = writer.take();
  wire::Reader reader(bytes);
  std::vector<OabValue> values;
  auto record = oab_v4_rec(table, values);
  reader.read(record);
  if (!reader.finish()) return reader.failure();
  return values;
}
wire::Result<Bytes> write_body(const OabPropTable& table, const std::vector<OabValue>& values) {
  auto bytes = wire::serialize(oab_v4_rec(table, values));
  if (!bytes) return bytes;
  EXPECT_EQ(wire::Reader(*bytes).number<u32>(), bytes->size());
  return Bytes(bytes->begin() + 4, bytes->end());
}
void expect_body(const OabPropTable& table, const std::vector<OabValue>& values, std::string_view hex) {
  const auto body = from_hex(hex);
  const auto parsed = parse_body(table, body);
  ASSERT_TRUE(parsed) << hex << ": " << to_string(parsed.error());
  EXPECT_EQ(*parsed, values) << hex;
  EXPECT_EQ(write_body(table, values).value(), body) << hex;
  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(parse_body(table, Bytes(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size))))
        << hex;
  }
  EXPECT_EQ(parse_body(table, wire::with_trailing_byte(body)).error().fault, Fault::trailing) << hex;
}

TEST(OabV4Rec, Integers) {
  const auto table = table_of({PropertyType::integer32});
  expect_body(table, {u32{0}}, "80 00");
  expect_body(table, {u32{127}}, "80 7F");
  expect_body(table, {u32{128}}, "80 81 80");
  expect_body(table, {u32{255}}, "80 81 FF");
  expect_body(table, {u32{256}}, "80 82 00 01");
  expect_body(table, {u32{0xFFFF}}, "80 82 FF FF");
  expect_body(table, {u32{0x10000}}, "80 83 00 00 01");
  expect_body(table, {u32{0xFFFFFF}}, "80 83 FF FF FF");
  expect_body(table, {u32{0x01000000}}, "80 84 00 00 00 01");
  expect_body(table, {u32{0xFFFFFFFF}}, "80 84 FF FF FF FF");
}

TEST(OabV4Rec, IntegersInMoreBytesThanNecessary) {
  const auto table = table_of({PropertyType::integer32});
  EXPECT_EQ(parse_body(table, from_hex("80 84 05 00 00 00")).value(), std::vector<OabValue>{u32{5}});
  EXPECT_EQ(parse_body(table, from_hex("80 81 05")).value(), std::vector<OabValue>{u32{5}});
  for (const auto* text : {"80 80", "80 85 01 01 01 01 01", "80 FF"}) {
    EXPECT_EQ(parse_body(table, from_hex(text)).error().fault, Fault::invalid) << text;
  }
}

TEST(OabV4Rec, OtherTypes) {
  expect_body(table_of({PropertyType::boolean}), {true}, "80 01");
  expect_body(table_of({PropertyType::boolean}), {false}, "80 00");
  expect_body(table_of({PropertyType::object}), {Unencoded{}}, "80");
  expect_body(table_of({PropertyType::string8}), {std::string("ab")}, "80 61 62 00");
  expect_body(table_of({PropertyType::string}), {std::string("\xC3\xAB")}, "80 C3 AB 00");
  expect_body(table_of({PropertyType::binary}), {Bytes{1, 2}}, "80 02 01 02");
  expect_body(table_of({PropertyType::binary}), {Bytes{}}, "80 00");
  expect_body(table_of({PropertyType::multiple_integer32}), {std::vector<u32>{1, 200}}, "80 02 01 81 C8");
  expect_body(table_of({PropertyType::multiple_string8}), {std::vector<std::string>{"a"}}, "80 01 61 00");
  expect_body(table_of({PropertyType::multiple_string}), {std::vector<std::string>{"a", "b"}},
              "80 02 61 00 62 00");
  expect_body(table_of({PropertyType::multiple_binary}), {std::vector<Bytes>{{1}, {}}}, "80 02 01 01 00");
  expect_body(table_of({PropertyType::binary}), {Bytes(130, 7)}, [] {
    std::string text = "80 81 82";
    for (int i = 0; i < 130; ++i) text += " 07";
    return text;
  }());
}

TEST(OabV4Rec, PresenceBits) {
  const auto types = {PropertyType::integer32, PropertyType::integer32, PropertyType::integer32,
                      PropertyType::integer32, PropertyType::integer32, PropertyType::integer32,
                      PropertyType::integer32, PropertyType::integer32, PropertyType::integer32};
  const auto table = table_of(types);
  std::vector<OabValue> values(9);
  expect_body(table, values, "00 00");
  values[0] = u32{1};
  values[7] = u32{2};
  values[8] = u32{3};
  expect_body(table, values, "81 80 01 02 03");
  EXPECT_EQ(parse_body(table, from_hex("00 40")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_body(table, from_hex("00 01")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_body(table, from_hex("00")).error().fault, Fault::truncated);
  expect_body(table_of({}), {}, "");
}

TEST(OabV4Rec, SizeCountsItself) {
  const auto table = table_of({});
  std::vector<OabValue> values;
  for (const auto* text : {"00 00 00 00", "03 00 00 00"}) {
    const auto bytes = from_hex(text);
    wire::Reader reader(bytes);
    auto record = oab_v4_rec(table, values);
    reader.read(record);
    EXPECT_EQ(reader.failure().fault, Fault::invalid) << text;
  }
}

TEST(OabV4Rec, EmptyStringsAreNotPresent) {
  EXPECT_EQ(parse_body(table_of({PropertyType::string}), from_hex("80 00")).error().fault, Fault::invalid);
  EXPECT_EQ(write_body(table_of({PropertyType::string}), {std::string()}).error().fault, Fault::invalid);
  EXPECT_EQ(parse_body(table_of({PropertyType::multiple_string}), from_hex("80 01 00")).error().fault,
            Fault::invalid);
  EXPECT_EQ(write_body(table_of({PropertyType::string}), {std::string("a\0b", 3)}).error().fault,
            Fault::invalid);
  EXPECT_EQ(parse_body(table_of({PropertyType::string}), from_hex("80 61 62")).error().fault,
            Fault::unterminated);
}

TEST(OabV4Rec, CountsBeyondTheRecord) {
  for (const auto type : {PropertyType::binary, PropertyType::multiple_integer32,
                          PropertyType::multiple_string, PropertyType::multiple_binary}) {
    EXPECT_EQ(parse_body(table_of({type}), from_hex("80 84 FF FF FF FF")).error().fault, Fault::truncated);
    EXPECT_EQ(parse_body(table_of({type}), from_hex("80 05 01")).error().fault, Fault::truncated);
  }
}

TEST(OabV4Rec, ValuesMustFitTheTable) {
  const auto table = table_of({PropertyType::integer32});
  EXPECT_EQ(write_body(table, {true}).error().fault, Fault::invalid);
  EXPECT_EQ(write_body(table, {std::string("a")}).error().fault, Fault::invalid);
  EXPECT_EQ(write_body(table, {}).error().fault, Fault::invalid);
  EXPECT_EQ(write_body(table, {u32{1}, u32{1}}).error().fault, Fault::invalid);
}

// What one record left in the vector is not in the next.
TEST(OabV4Rec, VectorServesForAllRecords) {
  const auto table = table_of(
      {PropertyType::multiple_string, PropertyType::string, PropertyType::integer32, PropertyType::binary});
  std::vector<OabValue> values;
  const auto read = [&](std::string_view hex) {
    const auto bytes = from_hex(hex);
    wire::Reader reader(bytes);
    auto record = oab_v4_rec(table, values);
    reader.read(record);
    EXPECT_TRUE(reader.finish()) << to_string(reader.failure());
  };
  read("10 00 00 00 F0 02 61 00 62 00 63 00 05 02 01 02");
  read("0B 00 00 00 C0 01 64 00 65 66 00");
  EXPECT_EQ(values, (std::vector<OabValue>{std::vector<std::string>{"d"}, std::string("ef"), {}, {}}));
}

TEST(OabPropTable, KnowsOnlyTheTypesOfTheSection) {
  EXPECT_TRUE(wire::parse<OabPropTable>(from_hex("01 00 00 00 1F 00 01 30 01 00 00 00")));
  for (const auto* type : {"00 00", "02 00", "14 00", "40 00", "48 00", "FB 00", "02 10", "FF FF"}) {
    const auto bytes = from_hex("01 00 00 00 " + std::string(type) + " 01 30 01 00 00 00");
    EXPECT_EQ(wire::parse<OabPropTable>(bytes).error().fault, Fault::invalid) << type;
  }
  EXPECT_EQ(wire::parse<OabPropTable>(from_hex("FF FF FF FF 1F 00 01 30 01 00 00 00")).error().fault,
            Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxoab
