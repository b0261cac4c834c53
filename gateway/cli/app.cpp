#include "gateway/cli/app.hpp"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "gateway/cli/check_command.hpp"
#include "gateway/cli/config.hpp"
#include "gateway/cli/config_command.hpp"
#include "gateway/cli/decode_command.hpp"
#include "gateway/cli/mail_command.hpp"
#include "gateway/cli/probe_command.hpp"
#include "gateway/cli/serve_command.hpp"
#include "gateway/cli/store_command.hpp"
#include "gateway/cli/user_command.hpp"
#include "gateway/cli/version.hpp"

namespace mapigate::cli {

namespace {

// Prints the problems; false when there are any.
bool report_problems(const LoadedConfig& loaded) {
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  return loaded.problems.empty();
}

std::optional<CheckSetup> load_check_setup(const std::string& file) {
  LoadedConfig loaded = load_config(file, Purpose::tool);
  if (!report_problems(loaded)) return std::nullopt;
  CheckSetup setup;
  setup.names = selfcheck::names_of(loaded.config.domains);
  setup.selfcheck = std::move(loaded.config.selfcheck);
  setup.gateway_host = std::move(loaded.config.server.hostname);
  if (!loaded.config.server.admin_listen.empty()) setup.admin = loaded.config.server.admin_listen.front();
  return setup;
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app("Mapigate: Autodiscover and MAPI over HTTP for Outlook, in front of any IMAP server",
               "mapigate");
  app.set_version_flag("--version", fmt::format("mapigate {}", version));
  app.require_subcommand(1);
  app.footer("`mapigate COMMAND --help` shows the options and examples of a command.");
  int status = 0;
  add_serve_command(app, status);
  add_check_command(app, load_check_setup, status);
  add_probe_command(app, status);
  add_user_command(app, status);
  add_mail_command(app, status);
  add_store_command(app, status);
  add_config_command(app, status);
  add_decode_command(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace mapigate::cli
