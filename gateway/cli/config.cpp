#include "gateway/cli/config.hpp"

namespace mapigate::cli {

namespace {

LogConfig parse_log(ConfigTable& table) {
  LogConfig config;
  const std::string level = table.choice("level", "info", {"debug", "info", "warning", "error"});
  config.level = level == "debug"     ? LogLevel::debug
                 : level == "warning" ? LogLevel::warning
                 : level == "error"   ? LogLevel::error
                                      : LogLevel::info;
  config.json = table.choice("format", "text", {"text", "json"}) == "json";
  config.file = table.path("file", {}).string();
  return config;
}

}  // namespace

LoadedConfig load_config(const std::filesystem::path& file, Purpose purpose) {
  LoadedConfig loaded;
  const auto document = ConfigFile::load(file);
  if (document.has_error()) {
    loaded.problems.push_back(document.error().message);
    return loaded;
  }
  ConfigTable root = document->root();
  ConfigTable server = root.table("server");
  ConfigTable tls = root.table("tls");
  ConfigTable selfcheck = root.table("selfcheck");
  ConfigTable directory = root.table("directory");
  ConfigTable store = root.table("store");
  ConfigTable auth = root.table("auth");
  ConfigTable autodiscover = root.table("autodiscover");
  ConfigTable mailbox = root.table("mailbox");
  ConfigTable mapi = root.table("mapi");
  ConfigTable log = root.table("log");
  ConfigTable limits = root.table("limits");

  Config& config = loaded.config;
  config.file = file;
  config.server = http::parse_server(server);
  config.certificates = http::parse_tls(tls);
  config.domains = directory::parse_domains(root);
  config.store_folder = store.path("folder", "/var/lib/mapigate");
  config.store_warn_free = store.bytes("warn_free", std::uint64_t{1} << 30, 0, std::uint64_t{1} << 50);
  config.selfcheck = selfcheck::parse_config(selfcheck, config.store_folder);
  config.directory = directory::parse_config(directory, config.store_folder);
  config.auth = auth::parse_config(auth);
  config.autodiscover = autodiscover::parse_config(autodiscover);
  config.mailbox = mailbox::parse_config(mailbox);
  config.mapi = mapi::parse_config(mapi);
  config.log = parse_log(log);
  config.limits = http::parse_limits(limits);

  loaded.absent_keys = document->absent_keys();
  for (const ConfigProblem& problem : document->problems()) {
    if (purpose == Purpose::tool && problem.key.starts_with("tls.certificate")) continue;
    loaded.problems.push_back(problem.to_string());
  }
  return loaded;
}

}  // namespace mapigate::cli
