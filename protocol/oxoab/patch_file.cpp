#include "protocol/oxoab/patch_file.hpp"

#include <algorithm>

namespace mapigate::oxoab {

using wire::ByteView;
using wire::Fault;
using wire::u32;

void PatchReader::append(ByteView piece) {
  if (!pieces_.ok() || piece.empty()) return;
  if (header_ && target_left_ == 0) return pieces_.fail(Fault::trailing, pieces_.offset(), "ulTargetSize");
  pieces_.append(piece);
  PatchHdr header;
  if (header_ || !pieces_.read(header)) return;
  header_ = header;
  source_left_ = header.source_size;
  target_left_ = header.target_size;
}

std::optional<std::size_t> PatchReader::source_wanted() {
  if (!pieces_.ok() || !header_ || target_left_ == 0) return std::nullopt;
  if (!block_) {
    PatchBlk block;
    const auto at = pieces_.offset();
    if (!pieces_.read(block)) return std::nullopt;
    if (block.target_size > header_->block_max || block.target_size > target_left_ ||
        block.target_size == 0) {
      pieces_.fail(Fault::invalid, at, "ulTargetSize");
    } else if (block.source_size > header_->block_max || block.source_size > source_left_) {
      pieces_.fail(Fault::invalid, at, "ulSourceSize");
    } else if (std::max(block.target_size, block.source_size) > block_limit_ ||
               block.patch_size > 2 * block_limit_) {
      pieces_.fail(Fault::limit, at, "PATCH_BLK");
    }
    if (!pieces_.ok()) return std::nullopt;
    block_ = block;
  }
  if (pieces_.view().size() < block_->patch_size) return std::nullopt;
  return block_->source_size;
}

ByteView PatchReader::apply(ByteView source) {
  const auto wanted = source_wanted();
  if (!wanted) return {};
  if (source.size() != *wanted) {
    pieces_.fail(Fault::invalid, pieces_.offset(), "ulSourceSize");
    return {};
  }
  const auto patch = pieces_.view().first(block_->patch_size);
  const auto target = decompressor_.decompress(patch, block_->target_size, source);
  if (!target) {
    const auto& failure = target.error();
    pieces_.fail(failure.fault, pieces_.offset() + failure.offset, failure.field);
    return {};
  }
  if (crc32(*target) != block_->crc) {
    pieces_.fail(Fault::invalid, pieces_.offset() - PatchBlk::wire_size, "ulCRC");
    return {};
  }
  pieces_.use(patch.size());
  source_left_ -= source.size();
  target_left_ -= target->size();
  target_crc_.update(*target);
  block_.reset();
  return *target;
}

bool PatchReader::finish() {
  if (!pieces_.ok()) return false;
  if (!header_ || target_left_ != 0) {
    pieces_.fail(Fault::truncated, pieces_.offset() + pieces_.view().size(), "PATCH_BLK");
  } else if (!pieces_.view().empty()) {
    pieces_.fail(Fault::trailing, pieces_.offset(), "ulTargetSize");
  } else if (target_crc_.value() != header_->target_crc) {
    pieces_.fail(Fault::invalid, PatchHdr::wire_size - sizeof(u32), "ulTargetCRC");
  }
  return pieces_.ok();
}

PatchWriter::PatchWriter(const PatchHdr& header)
    : header_(header), source_left_(header.source_size), target_left_(header.target_size) {
  writer_("PATCH_HDR", header);
}

void PatchWriter::add(ByteView source, ByteView target) {
  writer_.check(source.size() <= header_.block_max && source.size() <= source_left_);
  writer_.check(!target.empty() && target.size() <= plain_block_size(header_.block_max) &&
                target.size() <= target_left_);
  if (!writer_.ok()) return;
  const auto patch = compressor_.compress(target, source);
  writer_("PATCH_BLK", PatchBlk{static_cast<u32>(patch.size()), static_cast<u32>(target.size()),
                                static_cast<u32>(source.size()), crc32(target)});
  writer_.append(patch);
  source_left_ -= source.size();
  target_left_ -= target.size();
  target_crc_.update(target);
}

bool PatchWriter::finish() {
  writer_.check(target_left_ == 0 && target_crc_.value() == header_.target_crc);
  return writer_.ok();
}

}  // namespace mapigate::oxoab
