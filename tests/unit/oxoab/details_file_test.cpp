#include "protocol/oxoab/details_file.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::hex_vector;
using wire::u32;

const char* const vector_name = "MS-OXOAB/2.9-details-file.hex";

OabMetaData expected_meta_data() {
  constexpr auto anr = OabPropRec::flag_anr;
  constexpr auto key = OabPropRec::flag_primary_key;
  return {{{{property_tag(0x6800, PropertyType::string), 0},
            {property_tag(0x6804, PropertyType::string8), 0},
            {property_tag(0x6801, PropertyType::integer32), 0},
            {property_tag(0x6802, PropertyType::string8), 0}}},
          {{{property_tag(0x3003, PropertyType::string8), key},
            {property_tag(0x39FE, PropertyType::string), key},
            {property_tag(0x3001, PropertyType::string), anr},
            {property_tag(0x3900, PropertyType::integer32), 0},
            {property_tag(0x3A40, PropertyType::boolean), 0},
            {property_tag(0x800F, PropertyType::multiple_string), 0},
            {property_tag(0x8C6D, PropertyType::binary), 0},
            {property_tag(0x6805, PropertyType::multiple_integer32), 0},
            {property_tag(0x3A70, PropertyType::multiple_binary), 0},
            {property_tag(0x8CD8, PropertyType::object), 0}}}};
}
std::vector<OabValue> expected_header_record() {
  return {std::string("\\GAL"), std::string("/"), u32{300}, std::string("0a")};
}
std::vector<std::vector<OabValue>> expected_entries() {
  std::vector<OabValue> all{std::string("/o=x/cn=a"),
                            std::string("a@x"),
                            std::string("Zo\xC3\xAB"),
                            u32{0},
                            true,
                            std::vector<std::string>{"SMTP:a@x", "smtp:b@x"},
                            Bytes{0xDE, 0xAD, 0xBE, 0xEF},
                            std::vector<u32>{127, 128, 0x8C6A1102},
                            std::vector<Bytes>{{0xAA}, {}},
                            Unencoded{}};
  std::vector<OabValue> few(10);
  few[0] = std::string("/o=x/cn=b");
  few[1] = std::string("b@x");
  few[2] = std::string("B");
  return {all, few};
}

std::vector<std::vector<OabValue>> entries_of(DetailsReader& reader, ByteView file, std::size_t piece) {
  std::vector<std::vector<OabValue>> entries;
  std::vector<OabValue> values;
  for (std::size_t at = 0; at < file.size(); at += piece) {
    reader.append(file.subspan(at, std::min(piece, file.size() - at)));
    while (reader.next(values)) entries.push_back(values);
  }
  return entries;
}

TEST(OabHdr, Fields) {
  auto bytes = hex_vector(vector_name);
  bytes.resize(OabHdr::wire_size);
  wire::expect_exact<OabHdr>(bytes);
  EXPECT_EQ(wire::parse<OabHdr>(bytes).value(), (OabHdr{0x2B0768B4, 2}));
  bytes[0] = 7;
  EXPECT_EQ(wire::parse<OabHdr>(bytes).error().fault, Fault::invalid);
}

TEST(DetailsReader, PiecesOfAnySize) {
  const auto file = hex_vector(vector_name);
  for (std::size_t piece = 1; piece <= file.size(); ++piece) {
    DetailsReader reader;
    EXPECT_EQ(entries_of(reader, file, piece), expected_entries()) << piece;
    ASSERT_TRUE(reader.finish()) << to_string(reader.failure());
    ASSERT_TRUE(reader.has_header_record());
    EXPECT_EQ(reader.header().tot_recs, 2u);
    EXPECT_EQ(reader.meta_data(), expected_meta_data());
    EXPECT_EQ(reader.header_record(), expected_header_record());
  }
}

TEST(DetailsReader, FailsAtEveryTruncation) {
  const auto file = hex_vector(vector_name);
  for (std::size_t size = 0; size < file.size(); ++size) {
    DetailsReader reader;
    entries_of(reader, ByteView(file).first(size), file.size());
    EXPECT_FALSE(reader.finish());
    EXPECT_EQ(reader.failure().fault, Fault::truncated) << size;
    EXPECT_EQ(reader.failure().offset, size);
  }
}

TEST(DetailsReader, BytesBehindTheLastRecord) {
  const auto file = wire::with_trailing_byte(hex_vector(vector_name));
  for (const std::size_t piece : {std::size_t{1}, file.size()}) {
    DetailsReader reader;
    entries_of(reader, file, piece);
    EXPECT_FALSE(reader.finish());
    EXPECT_EQ(reader.failure().fault, Fault::trailing);
    EXPECT_EQ(reader.failure().offset, file.size() - 1);
  }
}

TEST(DetailsReader, EveryChangedBitIsNoticed) {
  const auto file = hex_vector(vector_name);
  for (std::size_t at = 0; at < file.size(); ++at) {
    auto changed = file;
    changed[at] ^= 0x01;
    DetailsReader reader;
    entries_of(reader, changed, changed.size());
    EXPECT_FALSE(reader.finish()) << at;
  }
}

TEST(DetailsReader, MemoryOfHostileSizes) {
  wire::expect_bounded(hex_vector(vector_name), [](ByteView hostile) {
    DetailsReader reader;
    entries_of(reader, hostile, hostile.size());
    reader.finish();
  });
}

TEST(DetailsReader, SerialIsAChecksum) {
  auto file = hex_vector(vector_name);
  file[file.size() - 2] = 'C';  // in the last string
  DetailsReader reader;
  entries_of(reader, file, file.size());
  EXPECT_FALSE(reader.finish());
  EXPECT_EQ(reader.failure().fault, Fault::invalid);
  EXPECT_STREQ(reader.failure().field, "ulSerial");
}

// The offset counts from the start of the file.
TEST(DetailsReader, FailureInsideARecord) {
  auto file = hex_vector(vector_name);
  file[file.size() - 18] |= 1;  // the last byte of the presence bits, of which six are not used
  file[file.size() - 17] |= 1;
  DetailsReader reader;
  EXPECT_EQ(entries_of(reader, file, 7).size(), 1u);
  EXPECT_EQ(reader.failure().fault, Fault::invalid);
  EXPECT_EQ(reader.failure().offset, file.size() - 16);
}

TEST(DetailsReader, LargeRecordIsNotCollected) {
  const auto file = hex_vector(vector_name);
  DetailsReader reader(123);  // one byte less than OAB_META_DATA has
  reader.append(file);
  EXPECT_EQ(reader.failure().fault, Fault::limit);
  EXPECT_EQ(reader.failure().offset, OabHdr::wire_size);
  DetailsReader sufficient(124);
  entries_of(sufficient, file, file.size());
  EXPECT_TRUE(sufficient.finish());
}

TEST(DetailsWriter, WritesTheVector) {
  DetailsWriter writer(expected_meta_data(), expected_header_record());
  Bytes body;
  for (const auto& entry : expected_entries()) {
    writer.add(entry);
    const auto part = writer.take();
    body.insert(body.end(), part.begin(), part.end());
  }
  ASSERT_TRUE(writer.ok()) << to_string(writer.failure());
  auto file = wire::serialize(writer.header()).value();
  file.insert(file.end(), body.begin(), body.end());
  EXPECT_EQ(file, hex_vector(vector_name));
}

TEST(DetailsWriter, FirstFailureSticks) {
  DetailsWriter writer(expected_meta_data(), expected_header_record());
  writer.add({u32{1}});
  EXPECT_FALSE(writer.ok());
  writer.add(expected_entries()[0]);
  EXPECT_EQ(writer.header().tot_recs, 0u);
  EXPECT_STREQ(writer.failure().field, "cbSize");
}

}  // namespace
}  // namespace mapigate::oxoab
