// measure COMMAND...: runs it and prints one line to standard error: "MEASURED seconds cpu-seconds peak-MB
// status".
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto started = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  const auto in_seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  const int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fmt::print(stderr, "MEASURED {:.2f} {:.2f} {:.1f} {}\n", seconds,
             in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime),
             static_cast<double>(usage.ru_maxrss) / 1024, exit_status);
  return exit_status;
}
