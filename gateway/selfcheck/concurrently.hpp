#pragma once

#include <boost/asio/awaitable.hpp>
#include <vector>

namespace mapigate::selfcheck {

// Runs all of them side by side on the caller's executor and returns when each has ended. The first exception
// is thrown on, after that. Cancellation reaches all of them.
boost::asio::awaitable<void> run_all(std::vector<boost::asio::awaitable<void>> tasks);

}  // namespace mapigate::selfcheck
