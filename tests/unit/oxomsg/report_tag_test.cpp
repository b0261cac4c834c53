#include "protocol/oxomsg/report_tag.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxomsg {
namespace {

using wire::Bytes;
using wire::Fault;
using wire::hex_vector;

constexpr auto report_tag = "MS-OXOMSG/2.2.2.22-report-tag.hex";

TEST(ReportTag, EveryPart) {
  const auto bytes = hex_vector(report_tag);
  wire::expect_exact<ReportTag>(bytes);
  const auto tag = wire::parse<ReportTag>(bytes).value();
  EXPECT_EQ(tag.version, ReportTag::version_with_search_folder);
  EXPECT_EQ(tag.store_entry_id, (Bytes{0x11, 0x12}));
  EXPECT_EQ(tag.folder_entry_id, Bytes{});
  EXPECT_EQ(tag.message_entry_id, (Bytes{0x21, 0x22, 0x23}));
  EXPECT_EQ(tag.search_folder_entry_id, Bytes{0x31});
  EXPECT_EQ(tag.message_search_key, (Bytes{0x41, 0x42, 0x43, 0x44}));
  EXPECT_EQ(tag.ansi_text, "Hello");
}

TEST(ReportTag, WithoutSearchFolder) {
  const auto bytes = hex_vector("MS-OXOMSG/2.2.2.22-report-tag-version-1.hex");
  wire::expect_exact<ReportTag>(bytes);
  ReportTag expected;
  expected.folder_entry_id = {0x51, 0x52};
  expected.message_search_key = {0x61};
  EXPECT_EQ(wire::parse<ReportTag>(bytes).value(), expected);
}

TEST(ReportTag, CookieAndVersion) {
  auto bytes = hex_vector(report_tag);
  bytes[8] = '9';
  EXPECT_EQ(wire::parse<ReportTag>(bytes).error().fault, Fault::invalid);
  bytes = hex_vector(report_tag);
  bytes[11] = 0x03;
  EXPECT_EQ(wire::parse<ReportTag>(bytes).error().fault, Fault::invalid);
  bytes[11] = 0x01;  // which has no search folder
  EXPECT_EQ(wire::parse<ReportTag>(bytes).error().fault, Fault::invalid);
  ReportTag tag;
  EXPECT_TRUE(wire::serialize(tag));
  tag.search_folder_entry_id = {1};
  EXPECT_EQ(wire::serialize(tag).error().fault, Fault::invalid);
}

TEST(ReportTag, SizesBeyondTheEnd) {
  for (const std::size_t size : {13, 19, 23, 30, 35, 43}) {
    auto bytes = hex_vector(report_tag);
    bytes[size + 3] = 0xFF;
    EXPECT_EQ(wire::parse<ReportTag>(bytes).error().fault, Fault::truncated) << size;
  }
}

}  // namespace
}  // namespace mapigate::oxomsg
