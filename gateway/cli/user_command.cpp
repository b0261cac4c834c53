#include "gateway/cli/user_command.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <memory>

#include "gateway/auth/password_hasher.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/random.hpp"
#include "gateway/cli/config.hpp"
#include "gateway/cli/password_input.hpp"
#include "gateway/directory/store_directory.hpp"
#include "gateway/store/sqlite/directory_store.hpp"

namespace mapigate::cli {

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int bad_configuration = 2;

struct UserArguments {
  std::string config_file = "/etc/mapigate/mapigate.toml";
  std::string address;
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> removed_aliases;
  std::vector<std::string> shares;
  std::vector<std::string> removed_shares;
  std::string redirect_address;
  std::string redirect_url;
  bool no_redirect = false;
  bool enable = false;
  bool disable = false;
  std::string password_file;
  bool json = false;
};

int fail(const Error& error) {
  fmt::print(stderr, "mapigate user: {}\n", error.message);
  return failed;
}

// Opens the directory and runs `work` on it.
int with_directory(const std::string& config_file,
                   const std::function<int(directory::Directory&, const Config&)>& work) {
  const LoadedConfig loaded = load_config(config_file, Purpose::tool);
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return bad_configuration;
  if (sodium_init() < 0) return fail(Error{"libsodium cannot be initialized"});
  const Config& config = loaded.config;
  std::error_code code;
  std::filesystem::create_directories(config.directory.file.parent_path(), code);
  if (code) {
    return fail(Error{fmt::format("{} cannot be created: {}", config.directory.file.parent_path().string(),
                                  code.message())});
  }
  auto store = store::sqlite::open_directory_store(config.directory.file, config.directory.busy_timeout);
  if (store.has_error()) return fail(Error{store.error().message});
  SystemRandom random;
  const Logger log(LogLevel::warning,
                   [](const LogRecord& record) { fmt::print(stderr, "{}\n", record.text); });
  auto users = directory::StoreDirectory::open(**store, directory::Domains(config.domains), random, log);
  if (users.has_error()) return fail(users.error());
  return work(**users, config);
}

Result<std::string> ask_for_hash(const UserArguments& arguments, const Config& config) {
  auto password =
      read_new_password(fmt::format("New password of {}: ", arguments.address), arguments.password_file);
  if (password.has_error()) return password.error();
  auto hash = auth::Argon2Hasher(config.auth.hash).hash(*password);
  sodium_memzero(password->data(), password->size());
  return hash;
}

std::optional<directory::Redirect> redirect_of(const UserArguments& arguments) {
  if (!arguments.redirect_address.empty()) {
    return directory::Redirect{directory::Redirect::Kind::address, arguments.redirect_address};
  }
  if (!arguments.redirect_url.empty()) {
    return directory::Redirect{directory::Redirect::Kind::url, arguments.redirect_url};
  }
  return std::nullopt;
}

int add(const UserArguments& arguments, directory::Directory& users, const Config& config) {
  // Before a password is asked for that would be of no use.
  const auto canonical = users.canonical_address(arguments.address);
  if (canonical.has_error()) return fail(canonical.error());
  if (users.find(*canonical)) return fail(Error{fmt::format("{} is already there", *canonical)});
  auto hash = ask_for_hash(arguments, config);
  if (hash.has_error()) return fail(hash.error());
  directory::NewUser user;
  user.address = arguments.address;
  user.aliases = arguments.aliases;
  user.display_name = arguments.name;
  user.redirect = redirect_of(arguments);
  user.shared_mailboxes = arguments.shares;
  user.password_hash = std::move(*hash);
  const auto added = users.add(user);
  if (added.has_error()) return fail(added.error());
  fmt::print("{} ({}) added\n", (*added)->address, (*added)->display_name);
  return done;
}

int set(const UserArguments& arguments, directory::Directory& users) {
  directory::UserChange change;
  if (!arguments.name.empty()) change.display_name = arguments.name;
  if (arguments.enable || arguments.disable) change.enabled = arguments.enable;
  if (const auto redirect = redirect_of(arguments)) change.redirect = redirect;
  if (arguments.no_redirect) change.redirect = std::optional<directory::Redirect>();
  change.add_aliases = arguments.aliases;
  change.remove_aliases = arguments.removed_aliases;
  change.share = arguments.shares;
  change.unshare = arguments.removed_shares;
  const auto changed = users.update(arguments.address, change);
  if (changed.has_error()) return fail(changed.error());
  fmt::print("{} changed\n", (*changed)->address);
  return done;
}

int passwd(const UserArguments& arguments, directory::Directory& users, const Config& config) {
  if (!users.find(arguments.address))
    return fail(Error{fmt::format("{} is not there", printable(arguments.address))});
  auto hash = ask_for_hash(arguments, config);
  if (hash.has_error()) return fail(hash.error());
  const auto changed = users.set_password(arguments.address, *hash);
  if (changed.has_error()) return fail(changed.error());
  fmt::print("the password of {} is changed\n", arguments.address);
  return done;
}

int remove(const UserArguments& arguments, directory::Directory& users) {
  const auto removed = users.remove(arguments.address);
  if (removed.has_error()) return fail(removed.error());
  fmt::print("{} removed\n", arguments.address);
  return done;
}

boost::json::object as_json(const directory::User& user) {
  boost::json::array shared;
  for (const directory::SharedMailbox& mailbox : user.shared_mailboxes) shared.emplace_back(mailbox.address);
  boost::json::object out{{"address", user.address},
                          {"aliases", boost::json::array(user.aliases.begin(), user.aliases.end())},
                          {"name", user.display_name},
                          {"enabled", user.enabled},
                          {"mailbox_guid", user.mailbox_guid},
                          {"shared", std::move(shared)}};
  if (user.redirect) {
    out[user.redirect->kind == directory::Redirect::Kind::url ? "redirect_url" : "redirect_address"] =
        user.redirect->target;
  }
  return out;
}

std::string as_line(const directory::User& user) {
  std::string line = fmt::format("{}  {}", user.address, printable(user.display_name));
  if (!user.enabled) line += "  (disabled)";
  if (!user.aliases.empty()) line += fmt::format("  aliases: {}", fmt::join(user.aliases, ", "));
  for (const directory::SharedMailbox& mailbox : user.shared_mailboxes) line += "  opens: " + mailbox.address;
  if (user.redirect) line += "  lives at: " + printable(user.redirect->target);
  return line;
}

int list(const UserArguments& arguments, const directory::Directory& users) {
  boost::json::array all;
  for (const directory::UserPtr& user : users.list()) {
    if (arguments.json) {
      all.push_back(as_json(*user));
    } else {
      fmt::print("{}\n", as_line(*user));
    }
  }
  if (arguments.json) fmt::print("{}\n", boost::json::serialize(all));
  return done;
}

using Arguments = std::shared_ptr<UserArguments>;

CLI::App* add_action(CLI::App& user, const Arguments& arguments, const std::string& name,
                     const std::string& what) {
  CLI::App* action = user.add_subcommand(name, what);
  action->add_option("-c,--config", arguments->config_file, "Configuration file")->capture_default_str();
  if (name != "list") action->add_option("ADDRESS", arguments->address, "The user's address")->required();
  return action;
}

void add_password_option(CLI::App* action, const Arguments& arguments) {
  action->add_option(
      "--password-file", arguments->password_file,
      "Read the password from the first line of this file (- is standard input), not from the terminal");
}

void add_profile_options(CLI::App* action, const Arguments& arguments) {
  action->add_option("--name", arguments->name, "Display name");
  action->add_option("--alias", arguments->aliases, "A further address of the user (may be repeated)");
  action->add_option("--share", arguments->shares, "A mailbox that the user may open too (may be repeated)");
  CLI::Option* address = action->add_option("--redirect-address", arguments->redirect_address,
                                            "The user lives elsewhere: send Outlook on to this address");
  action
      ->add_option("--redirect-url", arguments->redirect_url,
                   "The user lives elsewhere: send Outlook on to this Autodiscover URL (https)")
      ->excludes(address);
}

}  // namespace

void add_user_command(CLI::App& app, int& status) {
  CLI::App* user = app.add_subcommand("user", "The users of the embedded directory");
  user->require_subcommand(1);
  user->footer(
      "A running gateway notices changes within a second or two.\n"
      "Exit status: 0 done, 1 refused or failed, 2 the configuration has problems.\n\n"
      "Examples:\n"
      "  mapigate user add anna@example.org --name \"Anna Weber\" --alias info@example.org\n"
      "  mapigate user set anna@example.org --share sales@example.org --remove-alias info@example.org\n"
      "  mapigate user list --json");
  const auto arguments = std::make_shared<UserArguments>();

  CLI::App* adding = add_action(*user, arguments, "add", "Add a user");
  add_profile_options(adding, arguments);
  add_password_option(adding, arguments);
  adding->callback([arguments, &status] {
    status = with_directory(arguments->config_file, [&](directory::Directory& users, const Config& config) {
      return add(*arguments, users, config);
    });
  });

  CLI::App* listing = add_action(*user, arguments, "list", "List all users");
  listing->add_flag("--json", arguments->json, "As a JSON array");
  listing->callback([arguments, &status] {
    status = with_directory(arguments->config_file, [&](directory::Directory& users, const Config&) {
      return list(*arguments, users);
    });
  });

  CLI::App* setting = add_action(*user, arguments, "set", "Change a user");
  add_profile_options(setting, arguments);
  setting->add_option("--remove-alias", arguments->removed_aliases, "Take an address away (may be repeated)");
  setting->add_option("--unshare", arguments->removed_shares, "Take a mailbox away (may be repeated)");
  setting->add_flag("--no-redirect", arguments->no_redirect, "The user lives here")
      ->excludes("--redirect-address")
      ->excludes("--redirect-url");
  CLI::Option* enable = setting->add_flag("--enable", arguments->enable, "The user may log in");
  setting->add_flag("--disable", arguments->disable, "The user may not log in; the mailbox stays")
      ->excludes(enable);
  setting->callback([arguments, &status] {
    status = with_directory(arguments->config_file, [&](directory::Directory& users, const Config&) {
      return set(*arguments, users);
    });
  });

  CLI::App* changing = add_action(*user, arguments, "passwd", "Change a user's password");
  add_password_option(changing, arguments);
  changing->callback([arguments, &status] {
    status = with_directory(arguments->config_file, [&](directory::Directory& users, const Config& config) {
      return passwd(*arguments, users, config);
    });
  });

  CLI::App* removing = add_action(*user, arguments, "remove", "Remove a user");
  removing->callback([arguments, &status] {
    status = with_directory(arguments->config_file, [&](directory::Directory& users, const Config&) {
      return remove(*arguments, users);
    });
  });
}

}  // namespace mapigate::cli
