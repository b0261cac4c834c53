#include "protocol/oxoab/compressed_file.hpp"

#include <algorithm>

#include "protocol/oxoab/crc32.hpp"

namespace mapigate::oxoab {

using wire::ByteView;
using wire::Fault;
using wire::u32;

std::size_t plain_block_size(u32 block_max) {
  const std::size_t growth = LzxCompressor::max_compressed_size(block_max) - block_max;
  return block_max > growth ? block_max - growth : 0;
}

void CompressedFileReader::append(ByteView piece) {
  if (!pieces_.ok() || piece.empty()) return;
  if (header_ && left_ == 0) return pieces_.fail(Fault::trailing, pieces_.offset(), "ulTargetSize");
  pieces_.append(piece);
}

// Whether a block is under way.
bool CompressedFileReader::read_headers() {
  if (!header_) {
    LzxHdr header;
    if (!pieces_.read(header)) return false;
    header_ = header;
    left_ = header.target_size;
  }
  if (block_) return true;
  LzxBlk block;
  const auto at = pieces_.offset();
  if (left_ == 0 || !pieces_.read(block)) return false;
  if (block.uncomp_size > header_->block_max || block.uncomp_size > left_ || block.uncomp_size == 0) {
    pieces_.fail(Fault::invalid, at, "ulUncompSize");
  } else if (block.uncomp_size > block_limit_ || block.comp_size > 2 * block_limit_) {
    pieces_.fail(Fault::limit, at, "ulCompSize");
  }
  block_ = block;
  return pieces_.ok();
}

ByteView CompressedFileReader::next() {
  if (!pieces_.ok() || !read_headers() || pieces_.view().size() < block_->comp_size) return {};
  const auto bytes = pieces_.view().first(block_->comp_size);
  auto plain = bytes;
  if ((block_->flags & LzxBlk::flag_compressed) != 0) {
    const auto result = decompressor_.decompress(bytes, block_->uncomp_size);
    if (!result) {
      const auto& failure = result.error();
      pieces_.fail(failure.fault, pieces_.offset() + failure.offset, failure.field);
      return {};
    }
    plain = *result;
  }
  if (crc32(plain) != block_->crc) {
    pieces_.fail(Fault::invalid, pieces_.offset() - LzxBlk::wire_size, "ulCRC");
    return {};
  }
  pieces_.use(bytes.size());
  left_ -= plain.size();
  block_.reset();
  return plain;
}

bool CompressedFileReader::finish() {
  if (!pieces_.ok()) return false;
  if (!header_ || left_ != 0) {
    pieces_.fail(Fault::truncated, pieces_.offset() + pieces_.view().size(), "LZX_BLK");
  } else if (!pieces_.view().empty()) {
    pieces_.fail(Fault::trailing, pieces_.offset(), "ulTargetSize");
  }
  return pieces_.ok();
}

CompressedFileWriter::CompressedFileWriter(u32 target_size, u32 block_max)
    : block_size_(plain_block_size(block_max)), left_(target_size) {
  writer_.check(block_size_ > 0);
  writer_("LZX_HDR", LzxHdr{block_max, target_size});
  block_.reserve(std::min(block_size_, left_));
}

void CompressedFileWriter::append(ByteView piece) {
  writer_.check(piece.size() <= left_);
  if (!writer_.ok()) return;
  left_ -= piece.size();
  while (!piece.empty()) {
    // A block that is whole in the piece is compressed where it is.
    if (block_.empty() && piece.size() >= block_size_) {
      write_block(piece.first(block_size_));
      piece = piece.subspan(block_size_);
      continue;
    }
    const auto part = piece.first(std::min(piece.size(), block_size_ - block_.size()));
    block_.insert(block_.end(), part.begin(), part.end());
    piece = piece.subspan(part.size());
    if (block_.size() == block_size_) {
      write_block(block_);
      block_.clear();
    }
  }
}

bool CompressedFileWriter::finish() {
  writer_.check(left_ == 0);
  if (!block_.empty()) write_block(block_);
  block_.clear();
  return writer_.ok();
}

void CompressedFileWriter::write_block(ByteView plain) {
  const auto stream = compressor_.compress(plain);
  writer_("LZX_BLK", LzxBlk{LzxBlk::flag_compressed, static_cast<u32>(stream.size()),
                            static_cast<u32>(plain.size()), crc32(plain)});
  writer_.append(stream);
}

}  // namespace mapigate::oxoab
