#include "gateway/cli/config_command.hpp"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "gateway/base/clock.hpp"
#include "gateway/cli/config.hpp"
#include "gateway/http/certificate_store.hpp"

namespace mapigate::cli {

namespace {

// Beyond the file itself: whether the certificates and keys it names can be used.
int check(const std::string& file) {
  LoadedConfig loaded = load_config(file, Purpose::serve);
  if (loaded.problems.empty()) {
    const RealClock clock;
    const Logger log(LogLevel::warning,
                     [](const LogRecord& record) { fmt::print("warning: {}\n", record.text); });
    const auto store = http::CertificateStore::load(loaded.config.certificates, clock, log);
    if (store.has_error()) loaded.problems.push_back(store.error().message);
  }
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return 2;
  std::size_t aliases = 0;
  for (const directory::Domain& domain : loaded.config.domains) aliases += domain.aliases.size();
  fmt::print("{}: good; {} domains, {} aliases, {} certificates\n", file, loaded.config.domains.size(),
             aliases, loaded.config.certificates.size());
  return 0;
}

}  // namespace

void add_config_command(CLI::App& app, int& status) {
  CLI::App* config = app.add_subcommand("config", "Look at the configuration");
  config->require_subcommand(1);
  CLI::App* command = config->add_subcommand("check", "Name every problem of a configuration file");
  auto file = std::make_shared<std::string>("/etc/mapigate/mapigate.toml");
  command->add_option("-c,--config", *file, "Configuration file")->capture_default_str();
  command->footer(
      "Exit status: 0 no problem, 2 problems.\n\nExample:\n  mapigate config check --config mapigate.toml");
  command->callback([file, &status] { status = check(*file); });
}

}  // namespace mapigate::cli
