#include "protocol/oxcrops/rop_id.hpp"

#include <gtest/gtest.h>

namespace mapigate::oxcrops {
namespace {

// Values that MS-OXCROPS states in sections this project has read.
TEST(RopId, Values) {
  const struct {
    int value;
    const char* name;
  } rows[] = {
      {0x01, "RopRelease"},
      {0x02, "RopOpenFolder"},
      {0x07, "RopGetPropertiesSpecific"},
      {0x0A, "RopSetProperties"},
      {0x15, "RopQueryRows"},
      {0x1A, "RopSeekRowFractional"},
      {0x21, "RopGetAttachmentTable"},
      {0x2D, "RopWriteStream"},
      {0x39, "RopCopyTo"},
      {0x41, "RopModifyRules"},
      {0x4A, "RopTransportSend"},
      {0x69, "RopFastTransferSourceCopyProperties"},
      {0x6F, "RopOptionsData"},
      {0x77, "RopSynchronizationUploadStateStreamEnd"},
      {0x7B, "RopGetStoreState"},
      {0x81, "RopResetTable"},
      {0xA3, "RopWriteStreamExtended"},
      {0xF9, "RopBackoff"},
      {0xFE, "RopLogon"},
      {0xFF, "RopBufferTooSmall"},
  };
  for (const auto& row : rows) EXPECT_EQ(name(static_cast<RopId>(row.value)), row.name);
}

TEST(RopId, ReservedValuesHaveNoName) {
  for (const int value : {0x00, 0x28, 0x3C, 0x3D, 0x62, 0x65, 0x6A, 0x71, 0x7C, 0x7D, 0x94, 0xFA, 0xFD}) {
    EXPECT_EQ(name(static_cast<RopId>(value)), "");
    EXPECT_EQ(response_index(static_cast<RopId>(value)), ResponseIndex::none);
  }
}

TEST(RopId, HandleIndexOfAFailureResponse) {
  EXPECT_EQ(response_index(RopId::release), ResponseIndex::none);
  EXPECT_EQ(response_index(RopId::notify), ResponseIndex::none);
  EXPECT_EQ(response_index(RopId::logon),
            ResponseIndex::input);  // the first index, though it is of the output
  EXPECT_EQ(response_index(RopId::get_properties_specific), ResponseIndex::input);
  EXPECT_EQ(response_index(RopId::copy_to), ResponseIndex::input);
  EXPECT_EQ(response_index(RopId::save_changes_message), ResponseIndex::input);
  EXPECT_EQ(response_index(RopId::open_folder), ResponseIndex::output);
  EXPECT_EQ(response_index(RopId::get_contents_table), ResponseIndex::output);
  EXPECT_EQ(response_index(RopId::fast_transfer_source_copy_properties), ResponseIndex::output);
}

}  // namespace
}  // namespace mapigate::oxcrops
