#include "gateway/selfcheck/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mapigate::selfcheck {

namespace {

// 0, or errno.
int write_all(int out, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(out, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(out) == 0 ? 0 : errno;
}

int write_new(const std::filesystem::path& file, std::string_view content) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) return errno;
  int code = write_all(out, content);
  if (::close(out) != 0 && code == 0) code = errno;
  return code;
}

// So that the new name survives a crash, too.
void sync_folder(const std::filesystem::path& folder) {
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return;
  ::fsync(number);
  ::close(number);
}

}  // namespace

Result<void> write_atomically(const std::filesystem::path& file, std::string_view content) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::filesystem::path beside = file;
  beside += ".new";
  int code = write_new(beside, content);
  if (code == 0 && ::rename(beside.c_str(), file.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(beside.c_str());
    return Error{fmt::format("{} cannot be written: {}", file.string(), std::strerror(code))};
  }
  sync_folder(folder);
  return {};
}

}  // namespace mapigate::selfcheck
