#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/probe/probe.hpp"
#include "gateway/probe/trail.hpp"
#include "protocol/oxdscli/pox.hpp"

namespace mapigate::probe {

// Walks Outlook's Autodiscover methods until one gives settings for the address. Nothing when none does.
boost::asio::awaitable<std::optional<oxdscli::PoxResponse>> discover(const World& world,
                                                                     const Options& options, Trail& trail);

}  // namespace mapigate::probe
