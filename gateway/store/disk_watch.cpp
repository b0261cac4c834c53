#include "gateway/store/disk_watch.hpp"

#include <sys/statvfs.h>

#include "gateway/store/messages.hpp"

namespace mapigate::store {

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;
// Between a warning and the all-clear, so that a disk at the limit does not fill the log.
constexpr std::uint64_t slack_percent = 110;
constexpr std::uint64_t nearly_full_fraction = 16;

}  // namespace

std::optional<std::uint64_t> free_space(const std::filesystem::path& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0) return std::nullopt;
  return std::uint64_t{status.f_bavail} * status.f_frsize;
}

void DiskWatch::look() {
  const auto space = measure_(folder_);
  if (!space) return;
  const auto below = [&](std::uint64_t limit) { return *space < limit; };
  const std::uint64_t urgent = warn_below_ / nearly_full_fraction;
  State state = state_;
  if (below(urgent)) {
    state = State::nearly_full;
  } else if (below(warn_below_)) {
    if (state_ != State::nearly_full || !below(urgent * slack_percent / 100)) state = State::low;
  } else if (!below(warn_below_ * slack_percent / 100)) {
    state = State::enough;
  }
  if (state == state_) return;
  const std::string folder = folder_.string();
  // From the worst to merely low there is nothing to say.
  if (state == State::nearly_full) log_(messages::disk_nearly_full, *space / mebibyte, folder);
  if (state == State::low && state_ == State::enough) log_(messages::disk_low, *space / mebibyte, folder);
  if (state == State::enough) log_(messages::disk_enough, *space / mebibyte, folder);
  state_ = state;
}

}  // namespace mapigate::store
