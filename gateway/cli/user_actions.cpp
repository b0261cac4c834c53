#include "gateway/cli/user_actions.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "gateway/auth/password_text.hpp"
#include "gateway/base/encoding.hpp"

namespace mapigate::cli {

namespace {

using directory::Redirect;
using directory::User;
using directory::UserPtr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int usage = 2;

int refuse(const UserTools& tools, const Error& error) {
  tools.err << "mapigate user: " << error.message << '\n';
  return refused;
}

// The hash of a password that was read; the password itself is wiped.
Result<std::string> new_hash(const UserTools& tools, const std::string& address, const std::string& file) {
  auto password = tools.read_password(fmt::format("New password of {}: ", printable(address)), file);
  if (!password) return password.error();
  const auto allowed = auth::check_new_password(*password);
  auto hash = allowed ? tools.hasher.hash(*password) : Result<std::string>(allowed.error());
  sodium_memzero(password->data(), password->size());
  return hash;
}

Redirect redirect_of(const std::string& target) {
  const bool is_url = target.find("://") != target.npos;
  return {is_url ? Redirect::Kind::url : Redirect::Kind::address, target};
}

// Whether the user can be found by address: their domain is configured.
bool reachable(const UserTools& tools, const User& user) {
  return tools.directory.find(user.address) != nullptr;
}

std::string state_of(const UserTools& tools, const User& user) {
  if (!reachable(tools, user)) return "domain not configured";
  if (!user.enabled) return "disabled";
  if (user.redirect) return fmt::format("redirected to {}", printable(user.redirect->target));
  return "enabled";
}

std::vector<std::string> addresses_of(const std::vector<directory::SharedMailbox>& mailboxes) {
  std::vector<std::string> addresses;
  for (const auto& mailbox : mailboxes) addresses.push_back(mailbox.address);
  return addresses;
}

boost::json::object as_json(const UserTools& tools, const User& user) {
  const auto texts = [](const std::vector<std::string>& values) {
    return boost::json::array(values.begin(), values.end());
  };
  boost::json::object object;
  object["address"] = user.address;
  object["aliases"] = texts(user.aliases);
  object["display_name"] = user.display_name;
  object["mailbox_guid"] = user.mailbox_guid;
  object["legacy_dn"] = user.legacy_dn;
  object["enabled"] = user.enabled;
  object["domain_configured"] = reachable(tools, user);
  object["redirect"] = nullptr;
  if (user.redirect) {
    const bool is_url = user.redirect->kind == Redirect::Kind::url;
    object["redirect"] = boost::json::object{{is_url ? "url" : "address", user.redirect->target}};
  }
  object["shared_mailboxes"] = texts(addresses_of(user.shared_mailboxes));
  return object;
}

// Columns as wide as their longest text; the last one is not filled up.
void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], fmt::formatted_size("{}", row[i]));
    }
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("{:<{}}  ", row[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace

int add_user(const UserTools& tools, const UserArguments& arguments) {
  // Before somebody types a password for nothing.
  if (const UserPtr user = tools.directory.find(arguments.address)) {
    return refuse(tools, Error{fmt::format("{} is already an address of {}", printable(arguments.address),
                                           user->address)});
  }
  directory::NewUser user{.address = arguments.address,
                          .aliases = arguments.aliases,
                          .display_name = arguments.name.value_or(""),
                          .enabled = !arguments.disable,
                          .shared_mailboxes = arguments.share};
  if (arguments.redirect) user.redirect = redirect_of(*arguments.redirect);
  if (!arguments.no_password) {
    const auto canonical = tools.directory.canonical_address(arguments.address);
    if (!canonical) return refuse(tools, canonical.error());
    auto hash = new_hash(tools, *canonical, arguments.password_file);
    if (!hash) return refuse(tools, hash.error());
    user.password_hash = std::move(*hash);
  }
  const auto added = tools.directory.add(user);
  if (!added) return refuse(tools, added.error());
  tools.out << fmt::format("Added {}, mailbox {}.\n", (*added)->address, (*added)->mailbox_guid);
  return done;
}

int set_user(const UserTools& tools, const UserArguments& arguments) {
  directory::UserChange change{.display_name = arguments.name,
                               .add_aliases = arguments.aliases,
                               .remove_aliases = arguments.remove_aliases,
                               .share = arguments.share,
                               .unshare = arguments.unshare};
  if (arguments.enable || arguments.disable) change.enabled = arguments.enable;
  if (arguments.redirect) change.redirect = redirect_of(*arguments.redirect);
  if (arguments.no_redirect) change.redirect = std::optional<Redirect>();
  const bool nothing = !change.display_name && !change.enabled && !change.redirect &&
                       change.add_aliases.empty() && change.remove_aliases.empty() && change.share.empty() &&
                       change.unshare.empty();
  if (nothing) {
    tools.err << "mapigate user: nothing to change was given; see mapigate user set --help\n";
    return usage;
  }
  const auto changed = tools.directory.update(arguments.address, change);
  if (!changed) return refuse(tools, changed.error());
  tools.out << fmt::format("Changed {}.\n", (*changed)->address);
  return done;
}

int set_user_password(const UserTools& tools, const UserArguments& arguments) {
  const UserPtr user = tools.directory.find(arguments.address);
  if (!user) {
    return refuse(tools,
                  Error{fmt::format("there is no user {} in the directory", printable(arguments.address))});
  }
  std::string hash;
  if (!arguments.no_password) {
    auto made = new_hash(tools, user->address, arguments.password_file);
    if (!made) return refuse(tools, made.error());
    hash = std::move(*made);
  }
  const auto set = tools.directory.set_password(user->address, hash);
  if (!set) return refuse(tools, set.error());
  tools.out << fmt::format("{} the password of {}.\n", arguments.no_password ? "Removed" : "Changed",
                           user->address);
  return done;
}

int remove_user(const UserTools& tools, const UserArguments& arguments) {
  const auto removed = tools.directory.remove(arguments.address);
  if (!removed) return refuse(tools, removed.error());
  tools.out << fmt::format("Removed {}.\n", printable(arguments.address));
  return done;
}

int list_users(const UserTools& tools, const UserArguments& arguments) {
  const std::vector<UserPtr> users = tools.directory.list();
  if (arguments.json) {
    boost::json::array all;
    for (const UserPtr& user : users) all.push_back(as_json(tools, *user));
    tools.out << boost::json::serialize(all) << '\n';
    return done;
  }
  if (users.empty()) {
    tools.out << "There are no users yet; add one with mapigate user add.\n";
    return done;
  }
  std::vector<std::vector<std::string>> rows = {{"ADDRESS", "NAME", "STATE", "ALIASES", "MAY ALSO OPEN"}};
  for (const UserPtr& user : users) {
    rows.push_back({user->address, printable(user->display_name), state_of(tools, *user),
                    fmt::format("{}", fmt::join(user->aliases, ", ")),
                    fmt::format("{}", fmt::join(addresses_of(user->shared_mailboxes), ", "))});
  }
  print_table(tools.out, rows);
  return done;
}

}  // namespace mapigate::cli
