#include "protocol/oxoab/patch_plan.hpp"

#include <gmock/gmock.h>

#include "protocol/oxoab/patch_file.hpp"
#include "tests/unit/oxoab/sample_data.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;

// The size of the patch. The plan must be one that PatchWriter takes.
std::size_t patch_size(ByteView source, ByteView target, wire::u32 block_max = default_block_max) {
  PatchWriter writer({block_max, static_cast<wire::u32>(source.size()), static_cast<wire::u32>(target.size()),
                      crc32(source), crc32(target)});
  for (const auto& part : plan_patch(source, target, block_max)) {
    writer.add(source.first(part.source_size), target.first(part.target_size));
    source = source.subspan(part.source_size);
    target = target.subspan(part.target_size);
  }
  EXPECT_TRUE(writer.finish()) << to_string(writer.failure());
  EXPECT_TRUE(target.empty());
  return writer.take().size();
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

const Bytes text = directory_text(0, 10'000);  // some blocks

TEST(PatchPlan, NothingChanged) { EXPECT_LT(patch_size(text, text), text.size() / 500); }

TEST(PatchPlan, FewRecordsChanged) {
  const auto target = joined({directory_text(0, 1234), directory_text(20'000, 20'010),
                              directory_text(1240, 5000), directory_text(5100, 10'000)});
  EXPECT_LT(patch_size(text, target), text.size() / 200);
}

TEST(PatchPlan, MuchWasRemoved) {
  EXPECT_LT(patch_size(text, directory_text(8000, 10'000)), text.size() / 500);
  EXPECT_LT(patch_size(text, joined({directory_text(0, 1000), directory_text(9000, 10'000)})),
            text.size() / 500);
  EXPECT_LT(patch_size(text, directory_text(0, 100)), text.size() / 500);
}

TEST(PatchPlan, MuchIsNew) {
  const auto added = directory_text(20'000, 26'000);
  const auto target = joined({directory_text(0, 5000), added, directory_text(5000, 10'000)});
  EXPECT_LT(patch_size(text, target), patch_size({}, added) + text.size() / 200);
}

// What moved cannot be found in the order of the files, and does not hide what stayed.
TEST(PatchPlan, RecordsThatMoved) {
  const auto moved = directory_text(9900, 10'000);
  const auto target = joined({moved, directory_text(0, 9900)});
  EXPECT_LT(patch_size(text, target), patch_size({}, moved) + text.size() / 200);
}

TEST(PatchPlan, EmptyFiles) {
  EXPECT_TRUE(plan_patch(text, {}, default_block_max).empty());
  EXPECT_EQ(plan_patch({}, bytes_of("abc"), default_block_max), (std::vector<PatchPart>{{0, 3}}));
  EXPECT_EQ(plan_patch(bytes_of("ABC"), bytes_of("abc"), default_block_max),
            (std::vector<PatchPart>{{3, 3}}));
}

TEST(PatchPlan, NothingInCommon) {
  const auto random = random_bytes(1'000'000, 1);
  EXPECT_GT(patch_size(text, random), random.size());
  EXPECT_LT(patch_size(random, text), text.size() / 4);
}

TEST(PatchPlan, SmallBlocks) {
  EXPECT_LT(patch_size(text, directory_text(3, 10'000), 32768), text.size() / 50);
  EXPECT_TRUE(plan_patch(text, text, 10).empty());
}

// Always the same bytes: no place is told from another.
TEST(PatchPlan, NoPlaces) { EXPECT_LT(patch_size(Bytes(1'000'000), Bytes(900'000)), 5000u); }

}  // namespace
}  // namespace mapigate::oxoab
