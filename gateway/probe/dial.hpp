#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/http/client.hpp"
#include "gateway/probe/probe.hpp"
#include "gateway/probe/trail.hpp"
#include "gateway/selfcheck/url.hpp"

namespace mapigate::probe {

// Resolves the URL's host, connects to its addresses one after the other until one answers, and for https
// makes TLS and verifies the certificate for the host: each as a step. Nothing when none of it leads to a
// connection.
boost::asio::awaitable<std::optional<http::ClientConnection>> dial(const World& world, const Options& options,
                                                                   const selfcheck::Url& url, Trail& trail);

// "Basic ..." (RFC 7617, UTF-8).
std::string basic_credentials(const Options& options);

}  // namespace mapigate::probe
