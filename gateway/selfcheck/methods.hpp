#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/selfcheck/checks/visit_url.hpp"

namespace mapigate::selfcheck {

// Walks one method of Outlook's discovery for walk.name.
boost::asio::awaitable<Visit> visit_method(Walk& walk);

// Where the method asks first, for people: a URL, or the name of a SRV record.
std::string where(const Config& config, Method method, const std::string& name);

}  // namespace mapigate::selfcheck
