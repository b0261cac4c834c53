#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "gateway/store/queue_store.hpp"

namespace mapigate::store::sqlite {

// The outgoing queue in one SQLite file, created where it is missing.
StoreResult<std::unique_ptr<QueueStore>> open_queue_store(const std::filesystem::path& file,
                                                          std::chrono::milliseconds busy_timeout);

}  // namespace mapigate::store::sqlite
