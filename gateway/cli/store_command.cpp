#include "gateway/cli/store_command.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>

#include "gateway/cli/config.hpp"
#include "gateway/cli/store_actions.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/directory/store_directory.hpp"
#include "gateway/store/sqlite/directory_store.hpp"

namespace mapigate::cli {

namespace {

constexpr int configuration = 3;

using Action = int (*)(const StoreTools&, const StoreArguments&);

struct StoreCommand {
  std::string config_file = "/etc/mapigate/mapigate.toml";
  StoreArguments arguments;
};

int run(const StoreCommand& command, Action action) {
  const LoadedConfig loaded = load_config(command.config_file, Purpose::tool);
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return configuration;
  const Config& config = loaded.config;
  const auto fail = [](const std::string& reason) {
    fmt::print(stderr, "mapigate store: {}\n", reason);
    return configuration;
  };
  const auto store =
      store::sqlite::open_directory_store(config.directory.file, config.directory.busy_timeout);
  if (store.has_error()) return fail(store.error().message);
  const Logger silent(LogLevel::error, [](const LogRecord&) {});
  SystemRandom random;
  const auto directory =
      directory::StoreDirectory::open(**store, directory::Domains(config.domains), random, silent);
  if (directory.has_error()) return fail(directory.error().message);
  MailboxFiles files(config.store_folder, config.directory.busy_timeout);
  return action({**directory, config.domains, files, std::cout, std::cerr, progress_line}, command.arguments);
}

CLI::App* add_action(CLI::App& store, const std::shared_ptr<StoreCommand>& command, int& status,
                     Action action, const std::string& name, const std::string& description) {
  CLI::App* sub = store.add_subcommand(name, description);
  sub->add_option("-c,--config", command->config_file, "Configuration file")->capture_default_str();
  sub->add_option("--user", command->arguments.users, "Only this user's mailbox (may be repeated)")
      ->allow_extra_args(false);
  sub->add_option("--public", command->arguments.public_domains,
                  "Only the public folders of this domain (may be repeated)")
      ->allow_extra_args(false);
  sub->add_flag("--json", command->arguments.json, "One JSON object a mailbox and line");
  sub->callback([command, action, &status] { status = run(*command, action); });
  return sub;
}

}  // namespace

void add_store_command(CLI::App& app, int& status) {
  auto command = std::make_shared<StoreCommand>();
  CLI::App* store = app.add_subcommand("store", "Look at, verify and repair the mailboxes on the disk");
  store->require_subcommand(1);
  store->footer("A running gateway need not be stopped. What is repaired, its clients see at once.");

  CLI::App* verify =
      add_action(*store, command, status, verify_stores, "verify", "Look for what is wrong; changes nothing");
  verify->add_flag("--deep", command->arguments.deep, "Read every byte, also of large attachments");
  verify->footer(
      "Exit status: 0 all is well, 1 something is wrong, 2 a mailbox cannot be read, 3 configuration.\n\n"
      "Example:\n  mapigate store verify --user anna@example.org");

  CLI::App* repair = add_action(*store, command, status, repair_stores, "repair",
                                "Mend what verify finds; what has lost its place goes into the inbox");
  repair->add_flag("--dry-run", command->arguments.dry_run, "Only say what would be repaired");
  repair->footer(
      "Exit status: 0 all is well or was repaired, 1 something is wrong (and remains so), 2 a mailbox cannot "
      "be\n"
      "read, 3 configuration.\n\nExample:\n  mapigate store repair --user anna@example.org --dry-run");

  CLI::App* stats = add_action(*store, command, status, print_store_stats, "stats",
                               "How many folders and messages there are, and what they take");
  stats->footer(
      "Exit status: 0 done, 2 a mailbox cannot be read, 3 configuration.\n\nExample:\n  mapigate store "
      "stats");
}

}  // namespace mapigate::cli
