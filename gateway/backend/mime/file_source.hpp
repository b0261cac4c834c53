#pragma once

#include <cstdint>
#include <filesystem>

#include "gateway/store/large_value.hpp"

namespace mapigate::mime {

// The bytes of a file from `begin` to `end`, read when they are asked for. Fails where the file cannot be
// opened or ends before `end`.
store::StoreResult<store::LargeValuePtr> file_source(const std::filesystem::path& file, std::uint64_t begin,
                                                     std::uint64_t end);

}  // namespace mapigate::mime
