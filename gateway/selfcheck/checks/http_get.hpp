#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "gateway/selfcheck/checks/place.hpp"
#include "gateway/selfcheck/prober.hpp"

namespace mapigate::selfcheck {

// The GET without credentials by which Outlook looks for a redirect on port 80 ([MS-OXDISCO]
// section 3.1.5.4).
http::ClientRequest redirect_request(const Url& url);

// Notes what the answer says. Where it is a redirect, its Location is returned and the outcome left open.
std::optional<std::string> judge_plain_answer(const Place& place, const Answer& answer,
                                              std::chrono::steady_clock::duration elapsed, Visit& visit);

}  // namespace mapigate::selfcheck
