#pragma once

#include <chrono>

#include "gateway/http/tls_outcome.hpp"
#include "gateway/selfcheck/checks/place.hpp"

namespace mapigate::selfcheck {

// Notes how the TLS handshake at the place went, and when the certificates end; true when it succeeded.
bool judge_tls(const Place& place, const http::TlsOutcome& outcome,
               std::chrono::steady_clock::duration elapsed, Visit& visit);

}  // namespace mapigate::selfcheck
