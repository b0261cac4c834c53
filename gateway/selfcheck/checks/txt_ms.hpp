#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/selfcheck/context.hpp"

namespace mapigate::selfcheck {

// Looks for a TXT record "MS=...", which proves a domain to Microsoft 365: Outlook then asks there first
// (KB3211279 step 4). The outcome of the visit means nothing.
boost::asio::awaitable<Visit> visit_txt(Context& context, std::string name);

}  // namespace mapigate::selfcheck
