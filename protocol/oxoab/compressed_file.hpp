#pragma once

#include <cstddef>
#include <optional>

#include "protocol/oxoab/lzx_compressor.hpp"
#include "protocol/oxoab/lzx_decompressor.hpp"
#include "protocol/oxoab/piece_reader.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/writer.hpp"

// The compressed OAB version 4 file, MS-OXOAB section 2.11: LZX_HDR, then blocks, each of which is compressed
// on its own. Details files and display template files are sent in this form.

namespace mapigate::oxoab {

// ulBlockMax, bytes: 256 KB, as other servers have it.
inline constexpr wire::u32 default_block_max = 0x40000;
// The largest block (bytes) that readers take memory for, whatever ulBlockMax says.
inline constexpr std::size_t default_block_limit = 32 << 20;

// LZX_HDR, section 2.11.1.
struct LzxHdr {
  static constexpr std::size_t wire_size = 16;

  wire::u32 block_max = 0;    // bytes of the largest block
  wire::u32 target_size = 0;  // bytes of the plain file

  bool operator==(const LzxHdr&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulVersionHi", wire::constant<wire::u32>(3));
    archive("ulVersionLo", wire::constant<wire::u32>(1));
    archive("ulBlockMax", self.block_max);
    archive("ulTargetSize", self.target_size);
  }
};

// LZX_BLK, section 2.11.2, without the bytes of the block.
struct LzxBlk {
  static constexpr std::size_t wire_size = 16;
  static constexpr wire::u32 flag_compressed = 0x00000001;

  wire::u32 flags = 0;
  wire::u32 comp_size = 0;    // bytes that follow
  wire::u32 uncomp_size = 0;  // bytes they become
  wire::u32 crc = 0;          // crc32() of those

  bool operator==(const LzxBlk&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulFlags", self.flags);
    archive.check((self.flags & ~flag_compressed) == 0);
    archive("ulCompSize", self.comp_size);
    archive("ulUncompSize", self.uncomp_size);
    archive.check((self.flags & flag_compressed) != 0 || self.comp_size == self.uncomp_size);
    archive("ulCRC", self.crc);
  }
};

// Takes a file in pieces of any size and gives its plain blocks one after the other; used as DetailsReader
// is.
class CompressedFileReader {
 public:
  explicit CompressedFileReader(std::size_t block_limit = default_block_limit) : block_limit_(block_limit) {}

  void append(wire::ByteView piece);
  // The next block, valid until the next call of a member; empty where its bytes are not all there yet, at
  // the end and after a failure.
  wire::ByteView next();
  // Whether the file is complete.
  bool finish();
  const wire::Failure& failure() const { return pieces_.failure(); }

 private:
  bool read_headers();

  std::size_t block_limit_;
  PieceReader pieces_;
  std::optional<LzxHdr> header_;
  std::optional<LzxBlk> block_;
  std::size_t left_ = 0;  // of ulTargetSize
  LzxDecompressor decompressor_;
};

// Compresses a file that comes in pieces of any size. All blocks are marked as compressed: Outlook does not
// look at the flag, and LZX DELTA has its own form for what cannot be compressed.
class CompressedFileWriter {
 public:
  // `target_size`: bytes of the plain file. block_max: at least 1 KB.
  explicit CompressedFileWriter(wire::u32 target_size, wire::u32 block_max = default_block_max);

  void append(wire::ByteView piece);
  // What was written since the last take().
  wire::Bytes take() { return writer_.take(); }
  // Writes the last block. Fault::invalid where the pieces are not target_size bytes.
  bool finish();
  const wire::Failure& failure() const { return writer_.failure(); }

 private:
  void write_block(wire::ByteView plain);

  wire::Writer writer_;
  std::size_t block_size_;
  std::size_t left_;  // of target_size
  wire::Bytes block_;
  LzxCompressor compressor_;
};

// Plain bytes of a block that does not become larger than `block_max`, at least 1 KB, even where it cannot be
// compressed.
std::size_t plain_block_size(wire::u32 block_max);

}  // namespace mapigate::oxoab
