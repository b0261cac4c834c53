#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/selfcheck/changes.hpp"

namespace mapigate::selfcheck {

// What is remembered of a name over a restart.
struct SavedName {
  NameResult result;                                 // of the last check
  std::optional<Verdict> known;                      // the last verdict that was not `unknown`
  std::chrono::system_clock::time_point known_at{};  // whole seconds

  bool operator==(const SavedName&) const = default;
};

using SavedState = std::map<std::string, SavedName, std::less<>>;

// An empty state when there is no such file. Fails when it cannot be read, or is not what save_state()
// writes; finding ids that this program does not know are left out.
Result<SavedState> load_state(const std::filesystem::path& file);
// Atomically (write_atomically()).
Result<void> save_state(const std::filesystem::path& file, const SavedState& state);

Results results_of(const SavedState& state);

}  // namespace mapigate::selfcheck
