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
  using Reopen = std::function<Result<void>()>;

  // Every record of at least `level` goes to `sink`.
  Logger(LogLevel level, Sink sink, Reopen reopen = {})
      : level_(level), sink_(std::move(sink)), reopen_(std::move(reopen)) {}

  // Goes on in a new file of the same name, for whoever has moved the old one away. After a failure in the
  // old one. Where there is no file, nothing happens.
  Result<void> reopen() const { return reopen_ ? reopen_() : Result<void>(); }

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
  Reopen reopen_;
};

// A sink that writes one line a record, as text or as a JSON object, to the file or to standard error.
Result<Logger> make_logger(const LogConfig& config);

}  // namespace mapigate
