#include "gateway/cli/mail_command.hpp"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>

#include "gateway/cli/config.hpp"
#include "gateway/cli/mail_actions.hpp"
#include "gateway/cli/mailbox_files.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/directory/store_directory.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "gateway/store/sqlite/directory_store.hpp"

namespace mapigate::cli {

namespace {

constexpr int nothing_done = 2;
constexpr int configuration = 3;

using Action = int (*)(const MailTools&, const MailArguments&);

struct MailCommand {
  std::string config_file = "/etc/mapigate/mapigate.toml";
  MailArguments arguments;
};

int run(const MailCommand& command, Action action) {
  const LoadedConfig loaded = load_config(command.config_file, Purpose::tool);
  for (const std::string& problem : loaded.problems) fmt::print(stderr, "{}\n", problem);
  if (!loaded.problems.empty()) return configuration;
  const Config& config = loaded.config;
  const auto fail = [](int status, const std::string& reason) {
    fmt::print(stderr, "mapigate mail: {}\n", reason);
    return status;
  };
  const auto store =
      store::sqlite::open_directory_store(config.directory.file, config.directory.busy_timeout);
  if (store.has_error()) return fail(configuration, store.error().message);
  const Logger log(LogLevel::warning, [](const LogRecord& record) {
    fmt::print(stderr, "mapigate mail: {}. {}\n", record.text, record.advice);
  });
  SystemRandom random;
  const RealClock clock;
  const auto directory =
      directory::StoreDirectory::open(**store, directory::Domains(config.domains), random, log);
  if (directory.has_error()) return fail(configuration, directory.error().message);
  const auto user = (*directory)->find(command.arguments.user);
  if (!user) {
    return fail(nothing_done,
                fmt::format("there is no user {}: see `mapigate user list`", command.arguments.user));
  }
  MailboxFiles files(config.store_folder, config.directory.busy_timeout);
  mailbox::Mailboxes mailboxes(config.mailbox, {files, clock, random, log, config.store_folder});
  const auto mailbox = mailboxes.open(*user, 0);
  if (mailbox.has_error()) {
    return fail(nothing_done, fmt::format("the mailbox of {} cannot be opened: {}", user->address,
                                          oxcdata::to_string(mailbox.error())));
  }
  return action({**mailbox, config.mailbox.limits, std::cout, std::cerr, progress_line}, command.arguments);
}

CLI::App* add_action(CLI::App& mail, const std::shared_ptr<MailCommand>& command, int& status, Action action,
                     const std::string& name, const std::string& description) {
  CLI::App* sub = mail.add_subcommand(name, description);
  sub->add_option("-c,--config", command->config_file, "Configuration file")->capture_default_str();
  sub->add_option("--user", command->arguments.user, "Whose mailbox, for example anna@example.org")
      ->required();
  sub->callback([command, action, &status] { status = run(*command, action); });
  return sub;
}

}  // namespace

void add_mail_command(CLI::App& app, int& status) {
  auto command = std::make_shared<MailCommand>();
  MailArguments& arguments = command->arguments;
  CLI::App* mail = app.add_subcommand("mail", "Bring mail into a mailbox, or out of it");
  mail->require_subcommand(1);
  mail->footer("A running gateway need not be stopped; its clients see the new mail within a second or two.");

  CLI::App* in = add_action(*mail, command, status, import_mail, "import",
                            "Import .eml files, mboxes and Maildirs with all that is in them");
  in->add_option("PATH", arguments.paths,
                 "A message, an mbox, a Maildir, or a folder of them; subfolders of a Maildir become folders")
      ->required();
  in->add_option("--folder", arguments.folder,
                 "Into this folder, which is created if need be, for example Inbox/Old; default: the inbox");
  in->add_flag("--unread", arguments.unread, "Nothing counts as read, whatever the files say");
  in->footer(
      "What is broken is imported as far as it can be understood, and kept whole. What is imported twice is "
      "there\n"
      "twice.\n\n"
      "Exit status: 0 done, 1 some messages were left out (they are named), 2 nothing was done, 3 "
      "configuration.\n\n"
      "Example:\n  mapigate mail import --user anna@example.org --folder Archive ~/Maildir old.mbox");

  CLI::App* out = add_action(*mail, command, status, export_mail, "export",
                             "Write the messages of a mailbox as .eml files, a folder for a folder");
  out->add_option("OUTPUT", arguments.output, "The folder to write to")->required();
  out->add_option("--folder", arguments.folder, "Only this folder and those below it, for example Inbox");
  out->footer(
      "Exit status: 0 done, 1 some messages were left out (they are named), 2 nothing was done, 3 "
      "configuration.\n\n"
      "Example:\n  mapigate mail export --user anna@example.org --folder Inbox /tmp/anna");
}

}  // namespace mapigate::cli
