#include "gateway/cli/password_input.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

namespace mapigate::cli {

namespace {

constexpr std::size_t max_length = 1024;

Result<std::string> checked(std::string line, const std::string& source) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) return Error{fmt::format("{} holds no password", source)};
  if (line.size() > max_length)
    return Error{fmt::format("{} holds more than {} bytes in a line", source, max_length)};
  return line;
}

// Switches the echo of a terminal off while it lives.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    if (tcgetattr(terminal_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

struct Terminal {
  int descriptor = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  ~Terminal() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

void say(int terminal, std::string_view text) {
  if (::write(terminal, text.data(), text.size()) < 0) return;  // the answer is what counts
}

Result<std::string> ask(int terminal, const std::string& prompt) {
  say(terminal, prompt);
  std::string line;
  {
    const Silence silence(terminal);
    char c = 0;
    while (line.size() <= max_length && ::read(terminal, &c, 1) == 1 && c != '\n') line += c;
  }
  say(terminal, "\n");
  return checked(std::move(line), "the line");
}

Result<std::string> from_file(const std::string& file) {
  std::string line;
  if (file == "-") {
    std::getline(std::cin, line);
    return checked(std::move(line), "standard input");
  }
  errno = 0;
  std::ifstream stream(file);
  if (!stream) return Error{fmt::format("{} cannot be read: {}", file, std::strerror(errno))};
  std::getline(stream, line);
  return checked(std::move(line), file);
}

Result<std::string> read(const std::string& prompt, const std::string& file, bool twice) {
  if (!file.empty()) return from_file(file);
  const Terminal terminal;
  if (terminal.descriptor < 0)
    return Error{"there is no terminal to ask for a password; use --password-file"};
  auto first = ask(terminal.descriptor, prompt);
  if (first.has_error() || !twice) return first;
  auto second = ask(terminal.descriptor, "Once more: ");
  if (second.has_error()) return second;
  const bool alike = *first == *second;
  sodium_memzero(second->data(), second->size());
  if (!alike) return Error{"the two passwords differ"};
  return first;
}

}  // namespace

Result<std::string> read_password(const std::string& prompt, const std::string& file) {
  return read(prompt, file, false);
}

Result<std::string> read_new_password(const std::string& prompt, const std::string& file) {
  return read(prompt, file, true);
}

}  // namespace mapigate::cli
