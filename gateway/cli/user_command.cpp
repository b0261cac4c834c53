#include "gateway/cli/user_command.hpp"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "gateway/cli/config.hpp"
#include "gateway/cli/password_input.hpp"
#include "gateway/cli/user_actions.hpp"
#include "gateway/directory/store_directory.hpp"
#include "gateway/store/sqlite/directory_store.hpp"

namespace mapigate::cli {

namespace {

constexpr int failed = 1;
constexpr int configuration = 2;

using Action = int (*)(const UserTools&, const UserArguments&);

struct UserCommand {
  std::string config_file = "/etc/mapigate/mapigate.toml";
  UserArguments arguments;
};

int fail(const std::string& reason) {
  fmt::print(stderr, "mapigate user: {}\n", reason);
  return failed;
}

// Opens the directory that the configuration names, and runs the action on it.
int run(const UserCommand& command, Action action) {
  LoadedConfig loaded = load_config(command.config_file, Purpose::tool);
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return configuration;

  const Config& config = loaded.config;
  // As `mapigate serve` does: users may be added before its first start.
  if (const auto folder = config.directory.file.parent_path(); !folder.empty()) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code)
      return fail(fmt::format("the folder {} cannot be created: {}", folder.string(), code.message()));
  }
  const auto store =
      store::sqlite::open_directory_store(config.directory.file, config.directory.busy_timeout);
  if (store.has_error()) return fail(store.error().message);
  // What it would say at info is for a server; warnings are for whoever changes users, too.
  const Logger log(LogLevel::warning, [](const LogRecord& record) {
    fmt::print(stderr, "mapigate user: {}. {}\n", record.text, record.advice);
  });
  SystemRandom random;
  const auto directory =
      directory::StoreDirectory::open(**store, directory::Domains(config.domains), random, log);
  if (directory.has_error()) return fail(directory.error().message);
  auth::Argon2Hasher hasher(config.auth.hash);
  return action({**directory, hasher, read_new_password, std::cout, std::cerr}, command.arguments);
}

// One sub-command of `user`, with the options that all have.
CLI::App* add_action(CLI::App& user, const std::shared_ptr<UserCommand>& command, int& status, Action action,
                     const std::string& name, const std::string& description, const std::string& examples) {
  CLI::App* sub = user.add_subcommand(name, description);
  sub->add_option("-c,--config", command->config_file, "Configuration file")->capture_default_str();
  if (action != list_users) {
    sub->add_option("ADDRESS", command->arguments.address, "The user's address, for example anna@example.org")
        ->required();
  }
  sub->footer("Exit status: 0 done, 1 refused or failed, 2 command line or configuration.\n\nExamples:\n" +
              examples);
  sub->callback([command, action, &status] { status = run(*command, action); });
  return sub;
}

void add_password_options(CLI::App& sub, UserArguments& arguments) {
  auto* file = sub.add_option(
      "--password-file", arguments.password_file,
      "Read the password from the first line of this file (- is standard input), not from the terminal");
  sub.add_flag("--no-password", arguments.no_password, "No password: the user cannot log in")->excludes(file);
}

// An option that may be repeated, each time with one value: it must not swallow the ADDRESS behind it.
void add_list_option(CLI::App& sub, const std::string& name, std::vector<std::string>& values,
                     const std::string& description) {
  sub.add_option(name, values, description + " (may be repeated)")->allow_extra_args(false);
}

// The options that `add` and `set` have in common.
void add_profile_options(CLI::App& sub, UserArguments& arguments) {
  sub.add_option("--name", arguments.name, "Name that people see, for example \"Anna Weber\"");
  add_list_option(sub, "--alias", arguments.aliases, "Further address of the user");
  add_list_option(sub, "--share", arguments.share, "Let the user open the mailbox of this other user, too");
  sub.add_option("--redirect", arguments.redirect,
                 "The mailbox is elsewhere: send clients to this address, or to this https URL");
}

}  // namespace

void add_user_command(CLI::App& app, int& status) {
  auto command = std::make_shared<UserCommand>();
  UserArguments& arguments = command->arguments;
  CLI::App* user =
      app.add_subcommand("user", "Add, change, list and remove the users of the embedded directory");
  user->require_subcommand(1);
  user->footer("A running gateway notices every change within a second or two.");

  CLI::App* add =
      add_action(*user, command, status, add_user, "add", "Add a user; asks for a password",
                 "  mapigate user add anna@example.org --name \"Anna Weber\" --alias a.weber@example.org\n"
                 "  mapigate user add anna@example.org --share info@example.org\n"
                 "  pwgen 20 1 | tee anna.txt | mapigate user add anna@example.org --password-file -");
  add_profile_options(*add, arguments);
  add->add_flag("--disabled", arguments.disable, "The user may not log in for now");
  add_password_options(*add, arguments);

  CLI::App* set =
      add_action(*user, command, status, set_user, "set", "Change a user, but for the password",
                 "  mapigate user set anna@example.org --name \"Anna Beck\" --alias a.beck@example.org\n"
                 "  mapigate user set anna@example.org --unshare info@example.org --disable\n"
                 "  mapigate user set anna@example.org --redirect anna@elsewhere.example");
  add_profile_options(*set, arguments);
  add_list_option(*set, "--remove-alias", arguments.remove_aliases, "Take this address from the user");
  add_list_option(*set, "--unshare", arguments.unshare, "Take this mailbox from the user again");
  set->add_flag("--no-redirect", arguments.no_redirect, "The mailbox is here again")
      ->excludes(set->get_option("--redirect"));
  auto* enable = set->add_flag("--enable", arguments.enable, "The user may log in");
  set->add_flag("--disable", arguments.disable, "The user may not log in; the mailbox stays")
      ->excludes(enable);

  CLI::App* passwd = add_action(*user, command, status, set_user_password, "passwd", "Set a user's password",
                                "  mapigate user passwd anna@example.org\n"
                                "  mapigate user passwd anna@example.org --password-file anna.txt");
  add_password_options(*passwd, arguments);

  CLI::App* list = add_action(*user, command, status, list_users, "list", "List all users",
                              "  mapigate user list\n"
                              "  mapigate user list --json | jq -r '.[].address'");
  list->add_flag("--json", arguments.json, "As a JSON array of objects");

  add_action(*user, command, status, remove_user, "remove", "Remove a user",
             "  mapigate user remove anna@example.org");
}

}  // namespace mapigate::cli
