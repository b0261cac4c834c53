#pragma once

#include <cstddef>
#include <optional>

#include "protocol/oxoab/compressed_file.hpp"
#include "protocol/oxoab/crc32.hpp"

// The OAB version 4 differential patch file, MS-OXOAB section 2.10: PATCH_HDR, then blocks that make the new
// details file, the target, of the old one, the source. Both are read and written from front to back: each
// block has the next part of the source as its reference data and becomes the next part of the target.

namespace mapigate::oxoab {

// PATCH_HDR, section 2.10.1.
struct PatchHdr {
  static constexpr std::size_t wire_size = 28;

  wire::u32 block_max = 0;  // bytes of the largest block of source, target or patch
  wire::u32 source_size = 0;
  wire::u32 target_size = 0;
  wire::u32 source_crc = 0;  // crc32() of the whole file
  wire::u32 target_crc = 0;

  bool operator==(const PatchHdr&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulVersionHi", wire::constant<wire::u32>(3));
    archive("ulVersionLo", wire::constant<wire::u32>(2));
    archive("ulBlockMax", self.block_max);
    archive("ulSourceSize", self.source_size);
    archive("ulTargetSize", self.target_size);
    archive("ulSourceCRC", self.source_crc);
    archive("ulTargetCRC", self.target_crc);
  }
};

// PATCH_BLK, section 2.10.2, without the bytes of the patch.
struct PatchBlk {
  static constexpr std::size_t wire_size = 16;

  wire::u32 patch_size = 0;  // bytes that follow
  wire::u32 target_size = 0;
  wire::u32 source_size = 0;
  wire::u32 crc = 0;  // crc32() of the part of the target

  bool operator==(const PatchBlk&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulPatchSize", self.patch_size);
    archive("ulTargetSize", self.target_size);
    archive("ulSourceSize", self.source_size);
    archive("ulCRC", self.crc);
  }
};

// Takes a patch in pieces of any size:
//
//   PatchReader reader;
//   while (auto piece = next piece of the patch) {
//     reader.append(*piece);
//     while (auto size = reader.source_wanted()) {
//       store reader.apply(next *size bytes of the source);
//     }
//   }
//   if (!reader.finish()) report reader.failure();
//
// header() says, as soon as it is there, of which source this is a patch: that is the user's to check.
class PatchReader {
 public:
  explicit PatchReader(std::size_t block_limit = default_block_limit) : block_limit_(block_limit) {}

  void append(wire::ByteView piece);
  std::optional<PatchHdr> header() const { return header_; }
  // Bytes of the source, which can be 0, that the next block is to be applied to. Nothing where the bytes of
  // the block are not all there yet, at the end and after a failure.
  std::optional<std::size_t> source_wanted();
  // The part of the target, valid until the next call of a member; empty after a failure.
  wire::ByteView apply(wire::ByteView source);
  // Whether the patch is complete, and ulTargetCRC right.
  bool finish();
  const wire::Failure& failure() const { return pieces_.failure(); }

 private:
  std::size_t block_limit_;
  PieceReader pieces_;
  std::optional<PatchHdr> header_;
  std::optional<PatchBlk> block_;
  std::size_t source_left_ = 0;
  std::size_t target_left_ = 0;
  Crc32 target_crc_;
  LzxDecompressor decompressor_;
};

// Makes a patch block by block. What a good partition is, patch_plan.hpp finds.
class PatchWriter {
 public:
  // Checksums are needed before the first block.
  explicit PatchWriter(const PatchHdr& header);

  // The next part of the source, and what it becomes: at most as large as the header's block_max and
  // plain_block_size() of it, and not empty. Otherwise Fault::invalid.
  void add(wire::ByteView source, wire::ByteView target);
  wire::Bytes take() { return writer_.take(); }
  // Fault::invalid where the parts are not the target of the header.
  bool finish();
  const wire::Failure& failure() const { return writer_.failure(); }

 private:
  PatchHdr header_;
  wire::Writer writer_;
  std::size_t source_left_;
  std::size_t target_left_;
  Crc32 target_crc_;
  LzxCompressor compressor_;
};

}  // namespace mapigate::oxoab
