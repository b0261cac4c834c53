#pragma once

#include <string_view>
#include <vector>

namespace mapigate::mime {

// The pieces of an address list, RFC 5322 section 3.4, each with one mailbox: what stands between commas, and
// between the colon and the semicolon of groups, whose names are left out. Outlook's semicolons between
// mailboxes count too. A name with commas that should have been quoted ("Doe, John <john@example.org>") stays
// with its address. Takes time in proportion to the size, as GMime's parser does not for a list that is
// malformed.
std::vector<std::string_view> split_addresses(std::string_view value);

}  // namespace mapigate::mime
