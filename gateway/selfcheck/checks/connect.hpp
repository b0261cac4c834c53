#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>

#include "gateway/selfcheck/checks/place.hpp"

namespace mapigate::selfcheck {

// Notes how the TCP connection to the place went; true when it stands.
bool judge_connect(const Place& place, boost::system::error_code result,
                   std::chrono::steady_clock::duration elapsed, Visit& visit);

}  // namespace mapigate::selfcheck
