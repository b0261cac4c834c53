#pragma once

#include <filesystem>
#include <string_view>

#include "gateway/base/result.hpp"

namespace mapigate::selfcheck {

// Replaces the file (mode 0600) so that whoever reads it, also after a crash, finds the old content or the
// new one, whole. Creates the folder when it is not there. One writer at a time.
Result<void> write_atomically(const std::filesystem::path& file, std::string_view content);

}  // namespace mapigate::selfcheck
