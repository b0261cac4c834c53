#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/random.hpp"
#include "gateway/base/result.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/directory/domains.hpp"
#include "gateway/store/directory_store.hpp"

namespace mapigate::directory {

// What the values of a user may be, before they are stored.

inline constexpr std::size_t max_aliases = 200;
inline constexpr std::size_t max_shared_mailboxes = 200;

// The canonical form; fails unless it is an address of a configured domain.
Result<std::string> own_address(std::string_view address, const Domains& domains);
// At most 256 octets of UTF-8 without control characters ([MS-OXPROPS] sets no limit for PidTagDisplayName;
// address books show one line).
Result<std::string> checked_display_name(std::string_view name, const std::string& address);
// An address that is not one of `own`'s, or an https URL of at most 2048 octets.
Result<store::RedirectRecord> checked_redirect(const Redirect& redirect, const std::string& own_address,
                                               const Domains& domains);

// A random GUID (RFC 4122 section 4.4), "8-4-4-4-12" lower-case hexadecimal digits.
std::string new_mailbox_guid(RandomSource& random);
// The DN of a new user, in the grammar of [MS-OXOABK] section 2.2.1.1 (a relative name has at most 64
// characters). It holds the GUID, so that it is never used again for somebody else, and the start of the
// address, for people.
std::string new_legacy_dn(std::string_view mailbox_guid, std::string_view address);

}  // namespace mapigate::directory
