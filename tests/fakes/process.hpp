#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mapigate::fakes {

// A new folder under $TMPDIR (or /tmp), removed with all it holds at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Replaces the whole file; throws std::runtime_error when that fails.
void write_file(const std::filesystem::path& file, std::string_view content);
std::string read_file(const std::filesystem::path& file);

// A port that nothing listens on, for TCP and UDP and on every loopback address, v4 and v6. It lies outside
// the range that the kernel takes for outgoing connections, and no other test process gets it while this one
// runs.
std::uint16_t free_port();

// A child process. It dies with the thread that started it (PR_SET_PDEATHSIG) or, at the latest, with this
// object.
class Process {
 public:
  using Duration = std::chrono::steady_clock::duration;
  static constexpr Duration default_limit = std::chrono::seconds(20);

  struct Options {
    std::string input = {};                     // what the child reads from standard input
    std::vector<std::string> environment = {};  // "NAME=value", added to this process's environment
    std::filesystem::path folder = {};          // working folder; empty: this process's own
  };

  // command[0] is looked up in PATH. Throws std::runtime_error when it cannot be started.
  explicit Process(const std::vector<std::string>& command) : Process(command, Options{}) {}
  Process(const std::vector<std::string>& command, const Options& options);
  ~Process();
  Process(Process&&) noexcept;
  Process& operator=(Process&&) noexcept;

  pid_t pid() const;
  void signal(int number);
  // The exit status, or 128 + the number of the signal that ended it; nothing when it still runs after
  // `limit`. All output has been collected when this returns a status.
  std::optional<int> wait(Duration limit = default_limit);
  bool running() { return !wait(Duration::zero()); }

  std::string out() const;
  std::string err() const;
  // Waits until the text stands in standard output or standard error from `from` bytes of it on; false when
  // it does not within `limit` or the process ended without it.
  bool wait_for_out(std::string_view text, Duration limit = default_limit, std::size_t from = 0);
  bool wait_for_err(std::string_view text, Duration limit = default_limit, std::size_t from = 0);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Runs the command to its end. The status is -1 when it was still running after `limit` and has been killed.
struct Finished {
  int status = -1;
  std::string out;
  std::string err;
};
Finished run(const std::vector<std::string>& command, const Process::Options& options,
             Process::Duration limit = Process::default_limit);
inline Finished run(const std::vector<std::string>& command) { return run(command, {}); }

}  // namespace mapigate::fakes
