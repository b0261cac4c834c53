#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/selfcheck/checks/visit_url.hpp"

namespace mapigate::selfcheck {

// Tested for each name; the rest is only counted.
inline constexpr std::size_t max_srv_targets = 8;

// The SRV record of the name (RFC 2782, [MS-OXDISCO] section 3.1.5.3) and every target of it. The targets of
// the best priority decide: a client takes any of them. Those of other priorities are for when these are
// down.
boost::asio::awaitable<Visit> visit_srv(Walk& walk);

}  // namespace mapigate::selfcheck
