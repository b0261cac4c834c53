#include "gateway/directory/config.hpp"

#include "gateway/base/config_reader.hpp"

namespace mapigate::directory {

Config parse_config(ConfigTable& table, const std::filesystem::path& store_folder) {
  using namespace std::chrono_literals;
  Config config;
  config.file = table.path("file", store_folder / "directory.sqlite");
  if (config.file.empty()) table.problem("file", "the directory needs a file");
  config.busy_timeout = table.duration("busy_timeout", config.busy_timeout, 100ms, 60s);
  return config;
}

}  // namespace mapigate::directory
