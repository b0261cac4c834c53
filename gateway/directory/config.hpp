#pragma once

#include <chrono>
#include <filesystem>

namespace mapigate {
class ConfigTable;
}

namespace mapigate::directory {

// [directory]
struct Config {
  std::filesystem::path file;
  std::chrono::milliseconds busy_timeout{5000};  // how long to wait while another process writes
};

// `store_folder`: where the file lies unless it is configured.
Config parse_config(ConfigTable& table, const std::filesystem::path& store_folder);

}  // namespace mapigate::directory
