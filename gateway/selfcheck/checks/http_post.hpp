#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "gateway/selfcheck/checks/place.hpp"
#include "gateway/selfcheck/prober.hpp"

namespace mapigate::selfcheck {

// Of an answer to the self-check: a web site's "not found" page is one too.
inline constexpr std::size_t max_answer = 1024 * 1024;

// The request that Outlook sends first, without credentials ([MS-OXDSCLI] section 4.1), for an address of
// `name`, with the challenge in the header and in the body.
http::ClientRequest challenge_request(const Url& url, const std::string& name, const Challenge& challenge);

// What the TLS connection and this process know beside the answer.
struct Received {
  std::string certificate_sha256;  // of the certificate the place presented
  bool nonce_arrived = false;      // whether the challenge has come in at this process
};

// Notes what the answer to challenge_request() says: proof of self-receipt, or who else it was. Where it is a
// redirect, that leads where the text returned says (a Location), and the outcome is left open.
std::optional<std::string> judge_answer(const Place& place, const Challenge& challenge, const Answer& answer,
                                        const Received& received, std::chrono::steady_clock::duration elapsed,
                                        Visit& visit);

// For an answer that did not come; true when it did.
bool judge_exchange(const Place& place, const Answer& answer, std::string_view request,
                    std::chrono::steady_clock::duration elapsed, Visit& visit);

// Whether Outlook would take the answer for one of an Autodiscover service and not go on to the next method.
bool answers_autodiscover(const http::ClientResponse& response);
bool is_redirect(unsigned status);
// "404 from nginx/1.22"
std::string describe_answer(const http::ClientResponse& response);

}  // namespace mapigate::selfcheck
