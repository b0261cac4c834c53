#include "gateway/cli/store_actions.hpp"

#include <fmt/core.h>
#include <fmt/ostream.h>

#include <boost/json.hpp>

#include "gateway/mailbox/special_folders.hpp"

namespace mapigate::cli {

namespace json = boost::json;
using store::Inconsistency;
using store::MailboxStore;

namespace {

constexpr int all_well = 0;
constexpr int something_wrong = 1;
constexpr int unreadable = 2;

struct Target {
  wire::Guid guid;
  std::string name;  // for people: an address, "public folders of example.org", or the GUID
};

std::string name_of(const StoreTools& tools, const wire::Guid& guid) {
  if (const auto user = tools.directory.find_by_mailbox_guid(guid.text())) return user->address;
  for (const directory::Domain& domain : tools.domains) {
    if (mailbox::public_store_guid(domain.name) == guid) return "public folders of " + domain.name;
  }
  return guid.text() + " (of nobody in the directory)";
}

// Nothing, with the reason on `err`, where a name is unknown.
std::optional<std::vector<Target>> targets(const StoreTools& tools, const StoreArguments& arguments) {
  std::vector<Target> found;
  for (const std::string& address : arguments.users) {
    const auto user = tools.directory.find(address);
    const auto guid = user ? wire::Guid::from_text(user->mailbox_guid) : std::nullopt;
    if (!guid) {
      fmt::print(tools.err, "mapigate store: there is no user {}\n", address);
      return std::nullopt;
    }
    found.push_back({*guid, user->address});
  }
  for (const std::string& domain : arguments.public_domains) {
    found.push_back({mailbox::public_store_guid(domain), "public folders of " + domain});
  }
  if (!arguments.users.empty() || !arguments.public_domains.empty()) return found;
  for (const wire::Guid& guid : tools.files.list()) found.push_back({guid, name_of(tools, guid)});
  return found;
}

// Runs `work` on every target: a failure to open or read one is told and does not keep the others.
int for_each_store(const StoreTools& tools, const StoreArguments& arguments,
                   const std::function<store::StoreResult<int>(const Target&, MailboxStore&)>& work) {
  const auto all = targets(tools, arguments);
  if (!all) return unreadable;
  int status = all_well;
  std::size_t done = 0;
  for (const Target& target : *all) {
    tools.progress(fmt::format("{} of {}: {}", ++done, all->size(), target.name));
    auto opened = tools.files.open(target.guid);
    auto outcome = opened ? work(target, **opened) : store::StoreResult<int>(opened.error());
    tools.progress("");
    if (outcome.has_error()) {
      fmt::print(tools.err, "mapigate store: {}: {}\n", target.name, outcome.error().message);
      status = unreadable;
    } else {
      status = std::max(status, *outcome);
    }
  }
  if (all->empty() && !arguments.json) fmt::print(tools.out, "there are no mailboxes yet\n");
  return status;
}

MailboxStore::Progress progress_of(const StoreTools& tools, const Target& target) {
  return [&tools, &target](std::uint64_t done, std::uint64_t total) {
    tools.progress(fmt::format("{}: {} of {}", target.name, done, total));
  };
}

void print(const StoreTools& tools, const StoreArguments& arguments, const Target& target,
           const std::vector<Inconsistency>& found, std::string_view verdict) {
  if (arguments.json) {
    json::array problems;
    for (const Inconsistency& problem : found) {
      problems.push_back({{"id", problem.id}, {"text", problem.text}, {"repairable", problem.repairable}});
    }
    const json::object line{{"mailbox", target.guid.text()}, {"name", target.name}, {"problems", problems}};
    fmt::print(tools.out, "{}\n", json::serialize(line));
    return;
  }
  fmt::print(tools.out, "{}: {}\n", target.name, found.empty() ? "good" : verdict);
  for (const Inconsistency& problem : found) {
    fmt::print(tools.out, "  {}: {}{}\n", problem.id, problem.text,
               problem.repairable ? "" : " (cannot be repaired: restore a backup)");
  }
}

bool repairable(const std::vector<Inconsistency>& found) {
  return std::ranges::all_of(found, &Inconsistency::repairable);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 10 * 1024) return fmt::format("{} B", bytes);
  if (bytes < 10 * 1024 * 1024) return fmt::format("{} KiB", bytes / 1024);
  return fmt::format("{} MiB", bytes / 1024 / 1024);
}

}  // namespace

int verify_stores(const StoreTools& tools, const StoreArguments& arguments) {
  return for_each_store(tools, arguments,
                        [&](const Target& target, MailboxStore& store) -> store::StoreResult<int> {
                          auto found = store.verify(arguments.deep, progress_of(tools, target));
                          if (found.has_error()) return found.error();
                          tools.progress("");
                          print(tools, arguments, target, *found,
                                repairable(*found) ? "mapigate store repair mends this"
                                                   : "mapigate store repair mends what can be repaired");
                          return found->empty() ? all_well : something_wrong;
                        });
}

int repair_stores(const StoreTools& tools, const StoreArguments& arguments) {
  return for_each_store(tools, arguments,
                        [&](const Target& target, MailboxStore& store) -> store::StoreResult<int> {
                          if (arguments.dry_run) {
                            auto found = store.verify(true, progress_of(tools, target));
                            if (found.has_error()) return found.error();
                            tools.progress("");
                            print(tools, arguments, target, *found, "would be repaired");
                            return found->empty() ? all_well : something_wrong;
                          }
                          // What has no place goes where its owner sees it.
                          const auto role = store.identity().kind == store::MailboxKind::user
                                                ? mailbox::SpecialFolder::inbox
                                                : mailbox::SpecialFolder::public_ipm_subtree;
                          const auto into = store.folder_by_role(static_cast<std::uint8_t>(role));
                          if (into.has_error()) return into.error();
                          auto found = store.repair(into->value_or(0), progress_of(tools, target));
                          if (found.has_error()) return found.error();
                          tools.progress("");
                          print(tools, arguments, target, *found, "repaired");
                          return repairable(*found) ? all_well : something_wrong;
                        });
}

int print_store_stats(const StoreTools& tools, const StoreArguments& arguments) {
  return for_each_store(
      tools, arguments, [&](const Target& target, MailboxStore& store) -> store::StoreResult<int> {
        const auto stats = store.statistics();
        if (stats.has_error()) return stats.error();
        tools.progress("");
        if (arguments.json) {
          const json::object line{{"mailbox", target.guid.text()},
                                  {"name", target.name},
                                  {"folders", stats->folders},
                                  {"messages", stats->messages},
                                  {"deleted_messages", stats->deleted_messages},
                                  {"attachments", stats->attachments},
                                  {"size", stats->size},
                                  {"disk_size", stats->disk_size},
                                  {"free_size", stats->free_size},
                                  {"unindexed", stats->unindexed},
                                  {"schema_version", stats->schema_version}};
          fmt::print(tools.out, "{}\n", json::serialize(line));
        } else {
          fmt::print(tools.out,
                     "{}\n  {} folders, {} messages ({} deleted), {} attachments, {}\n"
                     "  on the disk {}, {} of it free; {} messages not indexed yet; schema {}\n",
                     target.name, stats->folders, stats->messages, stats->deleted_messages,
                     stats->attachments, size_text(stats->size), size_text(stats->disk_size),
                     size_text(stats->free_size), stats->unindexed, stats->schema_version);
        }
        return all_well;
      });
}

}  // namespace mapigate::cli
