#include "protocol/decode/rops.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::decode {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using wire::Bytes;
using wire::from_hex;
using wire::hex_vector;

// A ROP buffer of these requests or responses.
Bytes buffer(const std::vector<Bytes>& rops, const Bytes& handles) {
  Bytes list;
  for (const auto& rop : rops) list.insert(list.end(), rop.begin(), rop.end());
  const auto size = list.size() + 2;
  Bytes bytes{static_cast<wire::u8>(size), static_cast<wire::u8>(size >> 8)};
  bytes.insert(bytes.end(), list.begin(), list.end());
  bytes.insert(bytes.end(), handles.begin(), handles.end());
  return bytes;
}

// "name: text" of every node below, in order, indented by two blanks a level.
void lines_of(const Node& node, std::string indent, std::vector<std::string>& lines) {
  for (const auto& child : node.children) {
    lines.push_back(indent + child.name + (child.text.empty() ? "" : ": " + child.text));
    lines_of(child, indent + "  ", lines);
  }
}
std::vector<std::string> lines(const Node& node) {
  std::vector<std::string> lines;
  lines_of(node, "", lines);
  return lines;
}

class Rops : public testing::Test {
 protected:
  std::vector<std::string> request(const std::vector<Bytes>& rops, const Bytes& handles) {
    Node node;
    decoder.request(buffer(rops, handles), node);
    return lines(node);
  }
  std::vector<std::string> response(const std::vector<Bytes>& rops, const Bytes& handles) {
    Node node;
    decoder.response(buffer(rops, handles), node);
    return lines(node);
  }

  RopDecoder decoder;
};

const Bytes one_handle = from_hex("41 00 00 00");
const Bytes two_handles = from_hex("41 00 00 00 42 00 00 00");

TEST_F(Rops, ARequestOfTheDocumentsIsShownFieldByField) {
  EXPECT_THAT(request({hex_vector("MS-OXCFOLD/4.1.1-create-folder-request.hex")}, two_handles),
              ElementsAre("RopSize: 28 (0x001C)", "RopCreateFolder", "  RopId: RopCreateFolder (0x1C)",
                          "  LogonId: 0", "  HandleIndex: 0", "  OutputHandleIndex: 1", "  FolderType: 1",
                          "  UseUnicodeStrings: true", "  OpenExisting: false", "  Reserved",
                          "  DisplayName: \"Folder1\"", "  Comment: \"\"",
                          "ServerObjectHandleTable: [65 (0x00000041), 66 (0x00000042)]"));
}

TEST_F(Rops, OffsetsAndSizesAreThoseOfTheBuffer) {
  Node node;
  decoder.request(buffer({hex_vector("MS-OXCFOLD/4.1.1-create-folder-request.hex")}, two_handles), node);
  ASSERT_EQ(node.children.size(), 3u);
  const Node& rop = node.children[1];
  EXPECT_EQ(rop.offset, 2u);
  EXPECT_EQ(rop.size, 26u);
  EXPECT_EQ(rop.children.back().name, "Comment");
  EXPECT_EQ(rop.children.back().offset, 26u);
  EXPECT_EQ(rop.children.back().size, 2u);
}

TEST_F(Rops, RowsAreReadWithTheColumnsOfTheSameExecute) {
  request({from_hex("12 00 01 00 02 00 14 00 4A 67 1F 00 37 00"), from_hex("15 00 01 00 01 02 00")},
          two_handles);
  const auto shown = response({hex_vector("MS-OXCROPS/2.2.5.1.2-set-columns-response.hex"),
                               hex_vector("MS-OXCROPS/2.2.5.4.2-query-rows-response.hex")},
                              two_handles);
  EXPECT_THAT(shown, Contains(HasSubstr("\"a\"")));
  EXPECT_THAT(shown, testing::Not(Contains(HasSubstr("not read"))));
}

// The example of MS-OXCTABL section 4: columns in one Execute, the row in a later one. The table is known by
// its handle, whose index differs.
TEST_F(Rops, ColumnsAreKeptForTheTable) {
  const auto set = from_hex(
      "12 00 01 00 08 00 14 00 48 67 1F 00 37 00 14 00 4A 67 03 00 17 00 03 00 07 0E 03 00 36 00 1F 00 70 00 "
      "40 00 06 0E");
  request({set}, two_handles);
  response({hex_vector("MS-OXCROPS/2.2.5.1.2-set-columns-response.hex")}, two_handles);
  request({hex_vector("MS-OXCTABL/4.5.3.1-query-rows-request.hex")}, from_hex("42 00 00 00"));
  const auto shown =
      response({hex_vector("MS-OXCTABL/4.5.3.2-query-rows-response.hex")}, from_hex("42 00 00 00"));
  EXPECT_THAT(shown, Contains(HasSubstr("ecNotFound (0x8004010F)")));
  EXPECT_THAT(shown, testing::Not(Contains(HasSubstr("not read"))));
}

TEST_F(Rops, WithoutItsRequestARowIsLeftOver) {
  const auto shown = response({hex_vector("MS-OXCTABL/4.5.3.2-query-rows-response.hex")}, one_handle);
  EXPECT_THAT(shown, Contains(HasSubstr("RowCount")));
  EXPECT_THAT(shown.back(), StartsWith("not read: "));
}

TEST_F(Rops, WhatIsReadBeforeAFailureIsShown) {
  const auto whole = hex_vector("MS-OXCFOLD/4.1.1-create-folder-request.hex");
  const Bytes cut(whole.begin(), whole.end() - 3);
  const auto shown = request({cut}, {});
  EXPECT_THAT(shown, Contains("  FolderType: 1"));
  EXPECT_THAT(shown.back(), StartsWith("not read: "));
  EXPECT_THAT(request({from_hex("28 00 00")}, one_handle), Contains("unknown ROP"));
}

TEST(Text, TimesUpToTheLastThatThereIs) {
  EXPECT_EQ(text_of(wire::FileTime{0}), "1601-01-01T00:00:00.0000000Z");
  EXPECT_EQ(text_of(wire::FileTime{116'444'736'000'000'001u}), "1970-01-01T00:00:00.0000001Z");
  EXPECT_THAT(text_of(wire::FileTime{~wire::u64{0}}), HasSubstr("-"));
}

TEST_F(Rops, PropertyTagsHaveTheirNames) {
  EXPECT_THAT(request({from_hex("07 00 00 00 00 01 00 02 00 1F 00 37 00 0B 00 3E 86")}, one_handle),
              Contains("  PropertyTags: [0x0037001F PidTagSubject, 0x863E000B]"));
}

}  // namespace
}  // namespace mapigate::decode
