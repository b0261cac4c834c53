#pragma once

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace mapigate {

// The form in which a host or domain name is compared and looked up: lower case, A-labels (RFC 5890; U-labels
// are converted by IDNA2008 with UTS 46 mapping), without a final dot. Fails for anything that is not a host
// name of at least `min_labels` labels (RFC 1123 section 2.1: letters, digits, hyphens; 63 octets a label,
// 253 in all).
Result<std::string> canonical_host_name(std::string_view name, int min_labels = 1);

// For people: U-labels where that is possible, else the name as it is.
std::string display_host_name(const std::string& canonical);

// The part behind the last '@', canonical; fails when there is none or it is not a host name.
Result<std::string> domain_of_address(std::string_view address);

}  // namespace mapigate
