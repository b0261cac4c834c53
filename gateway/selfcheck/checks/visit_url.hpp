#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/selfcheck/context.hpp"
#include "gateway/selfcheck/semaphore.hpp"
#include "gateway/selfcheck/url.hpp"

namespace mapigate::selfcheck {

// One method of one name on its way.
struct Walk {
  Context& context;
  Semaphore& connections;
  Method method;
  const std::string& name;
  // URLs that may still be visited: redirects that differ from address to address could go on for long.
  int visits_left = 24;

  std::string label() const;
};

// Visits a URL at each of its host's addresses and follows redirects. `trail`: the URLs that led here.
// https URLs get the challenge; plain ones are asked as in [MS-OXDISCO] section 3.1.5.4.
boost::asio::awaitable<Visit> visit_url(Walk& walk, Url url, std::vector<Url> trail);

}  // namespace mapigate::selfcheck
