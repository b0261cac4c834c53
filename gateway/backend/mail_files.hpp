#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"

namespace mapigate::backend {

// One message in a file of another mail program.
struct MailFile {
  std::filesystem::path file = {};
  std::uint64_t begin = 0;  // the message's bytes in the file
  std::uint64_t end = 0;
  std::string label = {};                // for people: "mail.mbox, message 12"
  std::vector<std::string> folder = {};  // below the folder that it is imported to, UTF-8: those of Maildir++
  bool read = true;
  bool flagged = false;
  bool answered = false;
  bool draft = false;
  std::optional<std::int64_t> received = {};  // seconds since 1970: what the file says besides the message
};

// False: no more.
using MailFileVisitor = std::function<bool(const MailFile&)>;

// The messages of a path, in an order that is the same each time: a file is one message, or an mbox (RFC
// 4155) where it begins with "From "; a folder with "cur" and "new" is a Maildir, its ".Name" folders are
// those of Maildir++; any other folder is looked through for files that end in .eml and for Maildirs.
// Messages marked as deleted are left out. Lines that an mbox has quoted (">From ") stay so. Fails where the
// path, or a folder in it, cannot be read; a file that cannot is `problem` and the next one follows.
Result<void> for_each_mail(const std::filesystem::path& path, const MailFileVisitor& visit,
                           const std::function<void(const std::string&)>& problem);

// The name of a mailbox as IMAP and Maildir++ write it (RFC 3501 section 5.1.3), in UTF-8; as it is where it
// is no such name.
std::string from_modified_utf7(std::string_view name);

}  // namespace mapigate::backend
