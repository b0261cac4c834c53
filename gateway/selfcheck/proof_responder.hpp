#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/selfcheck/nonces.hpp"
#include "gateway/selfcheck/proof.hpp"

namespace mapigate::selfcheck {

// Answers the challenges of the self-check, of this process's own and of any other. Costs one HMAC; what it
// says is of no use but as an answer to that challenge. May be used from any thread.
class ProofResponder {
 public:
  // `instance`: 32 hexadecimal digits drawn at the start of this process.
  ProofResponder(ProofKey key, std::string instance, Nonces& nonces)
      : key_(key), instance_(std::move(instance)), nonces_(nonces) {}

  // The proof for the challenge in the request's header X-Mapigate-Challenge or, failing that, in its body
  // (`from_body`: the text of the POX element). Nothing when neither is a challenge. To be put in the header
  // X-Mapigate-Proof and in the body's element, whatever the status of the answer.
  std::optional<std::string> answer(const http::Request& request, std::string_view from_body) const;

 private:
  ProofKey key_;
  std::string instance_;
  Nonces& nonces_;
};

}  // namespace mapigate::selfcheck
