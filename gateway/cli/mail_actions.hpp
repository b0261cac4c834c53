#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::cli {

// What the command line of `mapigate mail ...` said.
struct MailArguments {
  std::string user = {};                // address
  std::string folder = {};              // "Inbox/Projects"; empty: the inbox, for an export all folders
  std::vector<std::string> paths = {};  // import: files and folders
  bool unread = false;                  // import: nothing counts as read
  std::string output = {};              // export: the folder to write to
};

struct MailTools {
  mailbox::Mailbox& mailbox;
  mailbox::MessageLimits limits;
  std::ostream& out;
  std::ostream& err;
  std::function<void(const std::string&)> progress;  // a line that the next one replaces; "" ends it
};

// Each returns the exit status: 0 done; 1 some messages were left out, which are named on `err`; 2 nothing
// could be done.
int import_mail(const MailTools& tools, const MailArguments& arguments);
int export_mail(const MailTools& tools, const MailArguments& arguments);

// The folder of a path such as "Inbox/Projects/2026" below the top of the mailbox: names in any case, the
// first also "inbox", "drafts", "sent", "deleted", "junk", "archive" or "outbox" whatever the language of the
// mailbox. Missing ones are created where `create`, else NotFound.
mailbox::Outcome<mailbox::FolderNumber> folder_of_path(mailbox::Mailbox& mailbox,
                                                       const std::vector<std::string>& names, bool create);
// "a/b" as its names; empty ones are left out.
std::vector<std::string> split_path(const std::string& path);

}  // namespace mapigate::cli
