#pragma once

#include <filesystem>
#include <vector>

#include "gateway/auth/config.hpp"
#include "gateway/autodiscover/config.hpp"
#include "gateway/base/config_reader.hpp"
#include "gateway/base/log.hpp"
#include "gateway/directory/config.hpp"
#include "gateway/directory/domains.hpp"
#include "gateway/http/config.hpp"
#include "gateway/mailbox/config.hpp"
#include "gateway/mapi/config.hpp"
#include "gateway/selfcheck/config.hpp"

namespace mapigate::cli {

// The whole configuration file: one struct a module.
struct Config {
  std::filesystem::path file;
  http::ServerConfig server;                         // [server]
  std::vector<http::CertificateFiles> certificates;  // [[tls.certificate]]
  std::vector<directory::Domain> domains;            // [[domain]]
  selfcheck::Config selfcheck;                       // [selfcheck]
  directory::Config directory;                       // [directory]
  std::filesystem::path store_folder;                // [store] folder
  std::uint64_t store_warn_free = 0;                 // [store] warn_free, bytes
  auth::Config auth;                                 // [auth]
  autodiscover::Config autodiscover;                 // [autodiscover]
  mailbox::Config mailbox;                           // [mailbox]
  mapi::MapiConfig mapi;                             // [mapi]
  LogConfig log;                                     // [log]
  http::LimitsConfig limits;                         // [limits]
};

// What a command does with the configuration decides what must be right in it.
enum class Purpose {
  serve,  // everything
  tool,   // everything but the certificates' files, which another machine than the gateway does not have
};

// Either a configuration without a single problem, or all the problems at once.
struct LoadedConfig {
  Config config;
  std::vector<std::string> problems;     // each with file, line and key
  std::vector<std::string> absent_keys;  // whose default holds
};

LoadedConfig load_config(const std::filesystem::path& file, Purpose purpose);

}  // namespace mapigate::cli
