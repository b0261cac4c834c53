#include "protocol/decode/auxiliary.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::decode {
namespace {

using testing::ElementsAre;
using wire::from_hex;

std::vector<std::string> names_of(const Node& node) {
  std::vector<std::string> names;
  for (const auto& child : node.children) names.push_back(child.name);
  return names;
}

TEST(AuxiliaryBlocks, OneNodeForEachBlock) {
  const auto bytes = wire::hex_vector("MS-OXCRPC/2.2.2.2-client-blocks.hex");
  Node node;
  auxiliary_blocks(bytes, node);
  EXPECT_THAT(names_of(node), ElementsAre("AUX_TYPE_PERF_CLIENTINFO", "AUX_TYPE_PERF_ACCOUNTINFO",
                                          "AUX_TYPE_PERF_SESSIONINFO", "AUX_TYPE_PERF_PROCESSINFO",
                                          "AUX_CLIENT_CONNECTION_INFO", "version 1 type 0x52",
                                          "AUX_TYPE_PERF_REQUESTID", "AUX_TYPE_PERF_SESSIONINFO"));
  std::size_t offset = 0;
  for (const auto& block : node.children) {
    EXPECT_EQ(block.offset, offset);
    offset += block.size;
  }
  EXPECT_EQ(offset, bytes.size());
  EXPECT_EQ(node.children[5].text, "8 bytes: 01 02 03 04 05 06 07 08");
}

// A string is a field of its own, where it stands.
TEST(AuxiliaryBlocks, FieldsOfABlock) {
  const auto bytes = from_hex("04 00 01 99 10 00 01 4B 06 00 61 00 62 00 63 00 00 00 00 00");
  Node node;
  auxiliary_blocks(bytes, node);
  ASSERT_EQ(node.children.size(), 2u);
  const auto& block = node.children[1];
  ASSERT_THAT(names_of(block), ElementsAre("OffsetServerSessionContextInfo", "ServerSessionContextInfo"));
  EXPECT_EQ(block.children[0].offset, 8u);
  EXPECT_EQ(block.children[0].size, 2u);
  EXPECT_EQ(block.children[0].text, "6");
  EXPECT_EQ(block.children[1].offset, 10u);
  EXPECT_EQ(block.children[1].size, 8u);
  EXPECT_EQ(block.children[1].text, "\"abc\"");
}

TEST(AuxiliaryBlocks, WhatCannotBeReadIsSaid) {
  Node cut;
  auxiliary_blocks(from_hex("06 00 01 17 00 00 05 00 01 99"), cut);
  ASSERT_EQ(cut.children.size(), 2u);
  EXPECT_EQ(cut.children[0].name, "AUX_TYPE_EXORGINFO");
  EXPECT_TRUE(cut.children[0].children.back().unread) << "a block that is too short for its fields";
  EXPECT_TRUE(cut.children[1].unread) << "a block beyond the end";
}

}  // namespace
}  // namespace mapigate::decode
