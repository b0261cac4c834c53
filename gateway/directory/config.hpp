#pragma once

#include <chrono>
#include <filesystem>

namespace mapigate {
class ConfigTable;
}

namespace mapigate::directory {

// [directory]
struct Config {
  std::filesystem::path file = "directory.sqlite";
  std::chrono::milliseconds busy_timeout{5000};  // how long to wait while another process writes
};

Config parse_config(ConfigTable& table);

}  // namespace mapigate::directory
