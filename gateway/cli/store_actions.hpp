#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "gateway/cli/mailbox_files.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/directory/domains.hpp"

namespace mapigate::cli {

// What the command line of `mapigate store ...` said.
struct StoreArguments {
  std::vector<std::string> users;           // addresses; with public_domains both empty: everything there is
  std::vector<std::string> public_domains;  // whose public folders
  bool deep = false;                        // verify: read every byte
  bool dry_run = false;                     // repair: only say what would be done
  bool json = false;
};

struct StoreTools {
  const directory::Directory& directory;
  const std::vector<directory::Domain>& domains;
  MailboxFiles& files;
  std::ostream& out;
  std::ostream& err;
  std::function<void(const std::string&)> progress;  // a line that the next one replaces; "" ends it
};

// Each returns the exit status: 0 all is well, or was repaired; 1 something is wrong and remains so; 2 a
// mailbox could not be opened or read.
int verify_stores(const StoreTools& tools, const StoreArguments& arguments);
int repair_stores(const StoreTools& tools, const StoreArguments& arguments);
int print_store_stats(const StoreTools& tools, const StoreArguments& arguments);

}  // namespace mapigate::cli
