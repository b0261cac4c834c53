#include "protocol/oxcrops/rop_batch.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxctabl/view.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrops {
namespace {

using oxcdata::ErrorCode;
using oxcfold::OpenFolderRequest;
using oxcfold::OpenFolderResponse;
using wire::from_hex;

// The folder of MS-OXCROPS/2.2.4.1.1-open-folder-request.hex.
constexpr OpenFolderRequest open_folder{.output_handle_index = 1,
                                        .folder_id = oxcdata::FolderId{0x0d00000000000001}};

class RopBatchTest : public testing::Test {
 protected:
  RopBatchTest() : logon(batch.handle(0x6F)), folder(batch.new_handle()) {}

  RopBatch batch;
  wire::u8 logon;
  wire::u8 folder;
  OpenFolderResponse& opened = batch.add<OpenFolderResponse>(logon, open_folder);
};

TEST_F(RopBatchTest, Requests) {
  batch.release(folder);
  EXPECT_EQ(batch.serialize().value(), from_hex("12 00"                                   // RopSize
                                                "02 00 00 01 01 00 00 00 00 00 00 0D 00"  // RopOpenFolder
                                                "01 00 01"                                // RopRelease
                                                "6F 00 00 00 FF FF FF FF"));
}

TEST_F(RopBatchTest, Responses) {
  const auto& reset = batch.add<oxctabl::ResetTableResponse>(folder, oxctabl::ResetTableRequest{});
  EXPECT_EQ(opened.return_value, ErrorCode::general_failure) << "not asked yet";
  ASSERT_TRUE(
      batch.read(from_hex("10 00"
                          "02 01 00 00 00 00 01 00"  // success, HasRules
                          "81 01 02 01 04 80"        // NotSupported
                          "6F 00 00 00 70 00 00 00")));
  EXPECT_EQ(opened.return_value, ErrorCode::success);
  EXPECT_TRUE(opened.has_rules);
  EXPECT_EQ(reset.return_value, ErrorCode::not_supported);
  EXPECT_EQ(batch.handle_at(folder), 0x70u);
  EXPECT_EQ(batch.handle_at(7), no_handle);
}

TEST_F(RopBatchTest, WhatTheServerDidNotComeTo) {
  for (const auto* rops : {"02 00", "0B 00 FF 00 80 01 00 00 01 00 01", "0B 00 F9 00 E8 03 00 00 00 00 00"}) {
    EXPECT_TRUE(batch.read(from_hex(rops))) << rops;
    EXPECT_EQ(opened.return_value, ErrorCode::general_failure);
  }
}

TEST_F(RopBatchTest, ResponsesOfOtherRequests) {
  EXPECT_EQ(batch.read(from_hex("08 00 07 01 00 00 00 00")).error().fault, wire::Fault::invalid);
  EXPECT_EQ(batch.read(from_hex("05 00 02 01 00")).error().fault, wire::Fault::truncated);
  EXPECT_FALSE(batch.read(from_hex("09")));
}

}  // namespace
}  // namespace mapigate::oxcrops
