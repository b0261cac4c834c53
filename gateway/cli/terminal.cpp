#include "gateway/cli/terminal.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "gateway/base/encoding.hpp"

namespace mapigate::cli {

void progress_line(const std::string& text) {
  using namespace std::chrono_literals;
  static const bool is_terminal = isatty(STDERR_FILENO) == 1;
  static std::chrono::steady_clock::time_point last;
  static bool shown = false;
  if (!is_terminal) return;
  const auto now = std::chrono::steady_clock::now();
  if (!text.empty() && now - last < 100ms) return;
  if (!text.empty() || shown) fmt::print(stderr, "\r\x1B[K{}", printable(text, 100));
  std::fflush(stderr);
  shown = !text.empty();
  last = now;
}

}  // namespace mapigate::cli
