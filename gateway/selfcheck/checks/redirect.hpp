#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/selfcheck/checks/place.hpp"

namespace mapigate::selfcheck {

inline constexpr std::size_t max_redirects = 5;

// Where a redirect leads, when it is one that Outlook follows: to https, to a URL it has not been at
// (`trail`, the URL redirected from last), and not the sixth. Otherwise notes what is wrong with it.
std::optional<Url> judge_redirect(const Place& place, std::string_view location, unsigned status,
                                  const std::vector<Url>& trail, Visit& visit);

}  // namespace mapigate::selfcheck
