#include "gateway/base/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace mapigate {

namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string as_text(const LogRecord& record) {
  std::string line = fmt::format("{} {}", record.id, record.text);
  if (!record.advice.empty()) line += fmt::format(". {}", record.advice);
  return line;
}

// The members of the JSON object behind "level": the pattern of the sink writes the ones before.
std::string as_json(const LogRecord& record) {
  const auto quoted = [](std::string_view text) { return boost::json::serialize(boost::json::value(text)); };
  std::string members = fmt::format("\"id\":{},\"message\":{}", quoted(record.id), quoted(record.text));
  if (!record.advice.empty()) members += fmt::format(",\"advice\":{}", quoted(record.advice));
  return members;
}

}  // namespace

Result<Logger> make_logger(const LogConfig& config) {
  const auto open = [config]() -> Result<spdlog::sink_ptr> {
    spdlog::sink_ptr sink;
    try {
      if (config.file.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
      } else {
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(config.file);
      }
    } catch (const spdlog::spdlog_ex& failure) {
      return Error{fmt::format("the log file {} cannot be opened: {}", config.file, failure.what())};
    }
    sink->set_pattern(config.json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                                  : "%Y-%m-%d %H:%M:%S.%e %-7l %v");
    return sink;
  };
  auto first = open();
  if (!first) return first.error();
  // The logger's one sink, behind which the file is exchanged.
  auto target = std::make_shared<spdlog::sinks::dist_sink_mt>(std::vector<spdlog::sink_ptr>{*first});
  auto logger = std::make_shared<spdlog::logger>("mapigate", target);
  logger->set_level(spdlog_level(config.level));
  logger->flush_on(spdlog::level::debug);
  return Logger(
      config.level,
      [logger, json = config.json](const LogRecord& record) {
        logger->log(spdlog_level(record.level), json ? as_json(record) : as_text(record));
      },
      [target, open]() -> Result<void> {
        auto fresh = open();
        if (!fresh) return fresh.error();
        target->set_sinks({*fresh});
        return {};
      });
}

}  // namespace mapigate
