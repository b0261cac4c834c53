#pragma once

#include <filesystem>
#include <memory>

#include "gateway/store/directory_store.hpp"
#include "gateway/store/sqlite/database.hpp"

namespace mapigate::store::sqlite {

// The directory in one SQLite file, created where it is missing.
StoreResult<std::unique_ptr<DirectoryStore>> open_directory_store(const std::filesystem::path& file,
                                                                  std::chrono::milliseconds busy_timeout);

}  // namespace mapigate::store::sqlite
