#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "gateway/auth/password_hasher.hpp"
#include "gateway/directory/directory.hpp"

namespace mapigate::cli {

// What the command line of `mapigate user ...` said.
struct UserArguments {
  std::string address = {};
  std::optional<std::string> name = {};
  std::vector<std::string> aliases = {};
  std::vector<std::string> remove_aliases = {};
  std::vector<std::string> share = {};  // mailboxes that the user may open
  std::vector<std::string> unshare = {};
  std::optional<std::string> redirect = {};  // an address, or an https URL
  bool no_redirect = false;
  bool enable = false;
  bool disable = false;
  bool no_password = false;
  std::string password_file = {};
  bool json = false;
};

// What these commands work with.
struct UserTools {
  directory::Directory& directory;
  auth::PasswordHasher& hasher;
  // Asks for a new password, or reads it from the file.
  std::function<Result<std::string>(const std::string& prompt, const std::string& file)> read_password;
  std::ostream& out;
  std::ostream& err;
};

// Each returns the exit status: 0 done; 1 refused, with the reason on `err` and nothing changed; 2 for a
// command that says nothing to do.
int add_user(const UserTools& tools, const UserArguments& arguments);
int set_user(const UserTools& tools, const UserArguments& arguments);
int set_user_password(const UserTools& tools, const UserArguments& arguments);
int remove_user(const UserTools& tools, const UserArguments& arguments);
int list_users(const UserTools& tools, const UserArguments& arguments);

}  // namespace mapigate::cli
