#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mapigate::directory {

// A mailbox that somebody else may open besides their own ([MS-OXDSCLI] AlternativeMailbox).
struct SharedMailbox {
  std::string address;  // primary address of the shared mailbox
  std::string display_name;
  std::string mailbox_guid;
  std::string legacy_dn;

  bool operator==(const SharedMailbox&) const = default;
};

// Where a user's mailbox is when it is not here: clients are sent on, nothing is served.
struct Redirect {
  enum class Kind { address, url };  // [MS-OXDSCLI] Action redirectAddr and redirectUrl

  Kind kind = Kind::address;
  std::string target;  // an SMTP address, or an https URL

  bool operator==(const Redirect&) const = default;
};

// One user and their mailbox, as it was when the directory was last read. Addresses are canonical: lower case
// (ASCII letters only; other characters of a local part are compared as they are), the domain as A-labels and
// never an alias domain.
struct User {
  std::string address;               // primary SMTP address
  std::vector<std::string> aliases;  // further addresses, sorted
  std::string display_name;          // UTF-8, for people; the primary address when none was given
  std::string mailbox_guid;          // "8-4-4-4-12" lower-case hexadecimal digits; never used twice
  std::string legacy_dn;  // [MS-OXOABK] section 2.2.1.1; ASCII, compared without case; never changes
  bool enabled = true;    // false: may not log in; the mailbox stays
  std::optional<Redirect> redirect;
  std::vector<SharedMailbox> shared_mailboxes;  // sorted by address
  std::uint64_t revision = 0;                   // grows with each change of this user, of the password too

  // The domain of the primary address, for example for "MailboxId=GUID@domain".
  std::string_view domain() const { return std::string_view(address).substr(address.rfind('@') + 1); }
};

using UserPtr = std::shared_ptr<const User>;

}  // namespace mapigate::directory
