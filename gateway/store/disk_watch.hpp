#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "gateway/base/log.hpp"

namespace mapigate::store {

// Bytes that this process may still write to the file system of a folder; nothing where that cannot be found
// out.
std::optional<std::uint64_t> free_space(const std::filesystem::path& folder);

// Warns in the log before the disk is full: once when less than `warn_below` bytes are free, once more when a
// sixteenth of that is left, and when there is enough again. One thread at a time.
class DiskWatch {
 public:
  using Measure = std::function<std::optional<std::uint64_t>(const std::filesystem::path&)>;

  DiskWatch(std::filesystem::path folder, std::uint64_t warn_below, const Logger& log,
            Measure measure = free_space)
      : folder_(std::move(folder)), warn_below_(warn_below), log_(log), measure_(std::move(measure)) {}

  // Now and then: once a minute.
  void look();

 private:
  enum class State : std::uint8_t { enough, low, nearly_full };

  std::filesystem::path folder_;
  std::uint64_t warn_below_;
  const Logger& log_;
  Measure measure_;
  State state_ = State::enough;
};

}  // namespace mapigate::store
