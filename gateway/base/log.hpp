#pragma once

#include <fmt/core.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace mapigate {

enum class LogLevel { debug, info, warning, error };

// A log message is declared once, in its module's `messages.hpp`, with an id that never changes its meaning
// and, from `warning` up, what the operator can do. Args are the types of the format's arguments, checked
// when compiled. No secret (password, cookie, key, Authorization header) is ever an argument; untrusted text
// goes through printable() first.
//
//   inline constexpr LogMessage<std::string_view, int> listening{
//       "HTTP_LISTENING", LogLevel::info, "listening on {} port {}", ""};
//   log(messages::listening, address, port);
template <class... Args>
struct LogMessage {
  std::string_view id;
  LogLevel level;
  fmt::format_string<const Args&...> format;
  std::string_view advice;
};

struct LogRecord {
  LogLevel level;
  std::string_view id;
  std::string_view text;
  std::string_view advice;
};

struct LogConfig {
  LogLevel level = LogLevel::info;
  bool json = false;
  std::string file;  // empty: standard error
};

// May be used from any thread.
class Logger {
 public:
  using Sink = std::function<void(const LogRecord&)>;

  // Every record of at least `level` goes to `sink`.
  Logger(LogLevel level, Sink sink) : level_(level), sink_(std::move(sink)) {}

  // For messages whose arguments cost something to make.
  bool enabled(LogLevel level) const { return level >= level_; }

  template <class... Args>
  void operator()(const LogMessage<Args...>& message, const std::type_identity_t<Args>&... args) const {
    if (!enabled(message.level)) return;
    sink_({message.level, message.id, fmt::format(message.format, args...), message.advice});
  }

 private:
  LogLevel level_;
  Sink sink_;
};

// A sink that writes one line a record, as text or as a JSON object, to the file or to standard error.
Result<Logger> make_logger(const LogConfig& config);

}  // namespace mapigate
