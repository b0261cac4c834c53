#include "gateway/directory/config.hpp"

#include "gateway/base/config_reader.hpp"

namespace mapigate::directory {

Config parse_config(ConfigTable& table) {
  using namespace std::chrono_literals;
  Config config;
  config.file = table.path("file", config.file);
  if (config.file.empty()) table.problem("file", "the directory needs a file");
  config.busy_timeout = table.duration("busy_timeout", config.busy_timeout, 100ms, 60s);
  return config;
}

}  // namespace mapigate::directory
