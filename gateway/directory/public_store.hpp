#pragma once

#include <string>
#include <string_view>

#include "gateway/directory/user.hpp"

namespace mapigate::directory {

// The GUID of the store of public folders of a domain, "8-4-4-4-12" lower-case hexadecimal digits: made of
// the domain's name (RFC 4122 section 4.3, version 5), so that every gateway and every process finds the
// same.
std::string public_store_guid(std::string_view domain);
// That store as clients see it: a mailbox with an address, which Autodiscover names to the users of the
// domain. Nobody can log in as it, and it is not in the directory.
User public_store(std::string_view domain);
// Whether it is the one that a client of this user asks for, by its address or its DN.
bool is_public_store_of(const User& user, std::string_view address, std::string_view legacy_dn);

}  // namespace mapigate::directory
