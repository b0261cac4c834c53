// What we compress, another implementation reads: libmspack.

#include <gmock/gmock.h>
#include <mspack.h>

#include <filesystem>
#include <fstream>

#include "protocol/oxoab/compressed_file.hpp"
#include "protocol/oxoab/patch_file.hpp"
#include "protocol/oxoab/patch_plan.hpp"
#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;

class Mspack : public testing::Test {
 protected:
  Mspack() : folder_(std::filesystem::path(testing::TempDir()) / ("mapigate-mspack-" + unique_name())) {
    std::filesystem::create_directories(folder_);
  }
  ~Mspack() override {
    mspack_destroy_oab_decompressor(decompressor_);
    std::filesystem::remove_all(folder_);
  }

  // What libmspack makes of a file, or of a patch and its source.
  Bytes read(const Bytes& file) {
    EXPECT_EQ(decompressor_->decompress(decompressor_, store("in", file).c_str(), path("out").c_str()),
              MSPACK_ERR_OK);
    return load("out");
  }
  Bytes read(const Bytes& patch, const Bytes& source) {
    EXPECT_EQ(decompressor_->decompress_incremental(decompressor_, store("in", patch).c_str(),
                                                    store("source", source).c_str(), path("out").c_str()),
              MSPACK_ERR_OK);
    return load("out");
  }

 private:
  static std::string unique_name() {
    return std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
           std::to_string(std::random_device{}());
  }
  std::string path(const char* name) const { return folder_ / name; }
  std::string store(const char* name, const Bytes& bytes) const {
    std::ofstream(path(name), std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return path(name);
  }
  Bytes load(const char* name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::filesystem::path folder_;
  msoab_decompressor* decompressor_ = mspack_create_oab_decompressor(nullptr);
};

Bytes compressed(const Bytes& plain, wire::u32 block_max = default_block_max) {
  CompressedFileWriter writer(static_cast<wire::u32>(plain.size()), block_max);
  writer.append(plain);
  EXPECT_TRUE(writer.finish());
  return writer.take();
}
Bytes patch_of(ByteView source, ByteView target, wire::u32 block_max = default_block_max) {
  PatchWriter writer({block_max, static_cast<wire::u32>(source.size()), static_cast<wire::u32>(target.size()),
                      crc32(source), crc32(target)});
  for (const auto& part : plan_patch(source, target, block_max)) {
    writer.add(source.first(part.source_size), target.first(part.target_size));
    source = source.subspan(part.source_size);
    target = target.subspan(part.target_size);
  }
  EXPECT_TRUE(writer.finish());
  return writer.take();
}
Bytes mixed_content() {
  Bytes mixed;
  for (unsigned i = 0; i < 8; ++i) {
    for (const auto& part : {directory_text(static_cast<int>(i * 500), static_cast<int>(i * 500 + 700)),
                             random_bytes(15'000 * i + i, i), Bytes(i * 10'000, 'x')}) {
      mixed.insert(mixed.end(), part.begin(), part.end());
    }
  }
  return mixed;
}

// The vectors that were made by hand.
TEST_F(Mspack, Vectors) {
  EXPECT_EQ(read(wire::hex_vector("MS-OXOAB/2.11-compressed-file.hex")), bytes_of("abcde"));
  EXPECT_EQ(read(wire::hex_vector("MS-OXOAB/2.10-patch-file.hex"), bytes_of("ABCDEFGHIJ")),
            bytes_of("abcDEFabce"));

  const auto stream = wire::hex_vector("MS-PATCH/2.3.2-uncompressed-and-aligned.hex");
  LzxDecompressor decompressor;
  const auto plain = decompressor.decompress(stream, 348);
  ASSERT_TRUE(plain);
  wire::Writer file;
  file.write(LzxHdr{1024, 348});
  file.write(LzxBlk{LzxBlk::flag_compressed, static_cast<wire::u32>(stream.size()), 348, crc32(*plain)});
  file.append(stream);
  EXPECT_EQ(read(file.take()).size(), 348u);  // and with the same checksum
}

TEST_F(Mspack, Text) {
  const auto plain = directory_text(0, 20'000);
  EXPECT_EQ(read(compressed(plain)), plain);
}

TEST_F(Mspack, AlignedOffsets) {
  const auto plain = aligned_records();
  EXPECT_EQ(read(compressed(plain)), plain);
}

TEST_F(Mspack, MixedContent) {
  const auto plain = mixed_content();
  EXPECT_EQ(read(compressed(plain)), plain);
}

// Windows of 128 KB to 4 MB; blocks of odd sizes.
TEST_F(Mspack, BlockSizes) {
  const auto plain = mixed_content();
  for (const wire::u32 block_max : {1025u, 40'000u, 131'072u, 200'001u, 600'000u, 1'500'000u, 4'000'000u}) {
    EXPECT_EQ(read(compressed(plain, block_max)), plain) << block_max;
  }
}

TEST_F(Mspack, SmallFiles) {
  for (std::size_t size = 1; size < 40; ++size) {
    const auto plain = random_bytes(size, static_cast<unsigned>(size));
    EXPECT_EQ(read(compressed(plain)), plain) << size;
    EXPECT_EQ(read(compressed(Bytes(size, 'a'))), Bytes(size, 'a')) << size;
  }
}

TEST_F(Mspack, LongMatches) {
  const Bytes zeros(3'000'000);
  EXPECT_EQ(read(compressed(zeros)), zeros);
}

TEST_F(Mspack, Patch) {
  const auto source = directory_text(0, 10'000);
  auto target = directory_text(100, 5000);
  for (const auto& part :
       {directory_text(20'000, 20'300), directory_text(5100, 10'000), random_bytes(1001, 1)}) {
    target.insert(target.end(), part.begin(), part.end());
  }
  EXPECT_EQ(read(patch_of(source, target), source), target);
}

TEST_F(Mspack, PatchOfMixedContent) {
  const auto source = mixed_content();
  auto target = source;
  target.erase(target.begin() + 100'000, target.begin() + 700'000);
  target.insert(target.begin() + 50'000, 300'000, 'y');
  for (const wire::u32 block_max : {33'000u, default_block_max, 1'000'000u}) {
    EXPECT_EQ(read(patch_of(source, target, block_max), source), target) << block_max;
  }
}

TEST_F(Mspack, PatchOfSmallFiles) {
  for (std::size_t size = 1; size < 20; ++size) {
    const auto source = random_bytes(size, 1);
    const auto target = random_bytes(size + 3, 1);
    EXPECT_EQ(read(patch_of(source, target), source), target) << size;
  }
}

}  // namespace
}  // namespace mapigate::oxoab
