#pragma once

#include <cstddef>
#include <vector>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxoab {

// One block of a patch: how much of the source, and how much of the target, comes next.
struct PatchPart {
  std::size_t source_size = 0;
  std::size_t target_size = 0;
  bool operator==(const PatchPart&) const = default;
};

// A partition of two versions of a file whose parts belong together, so that each part of the target can be
// made mostly of its part of the source: for PatchWriter. It is right for any files, and good where what is
// in both is in the same order, as in details files whose records are sorted by something that does not
// change. `block_max` as in PatchHdr, at least 1 KB. The files are looked at as a whole, but what is
// remembered of them is small, so they can be mapped files.
std::vector<PatchPart> plan_patch(wire::ByteView source, wire::ByteView target, wire::u32 block_max);

}  // namespace mapigate::oxoab
