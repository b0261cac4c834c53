#include "gateway/selfcheck/proof_responder.hpp"

#include "gateway/base/encoding.hpp"
#include "protocol/oxdscli/challenge.hpp"

namespace mapigate::selfcheck {

std::optional<std::string> ProofResponder::answer(const http::Request& request,
                                                  std::string_view from_body) const {
  auto challenge = Challenge::parse(trim(request.headers.get(oxdscli::challenge_header)));
  if (!challenge) challenge = Challenge::parse(trim(from_body));
  if (!challenge) return std::nullopt;
  const Receipt receipt{instance_, request.host(), std::string(request.certificate_sha256)};
  auto proof = prove(key_, *challenge, receipt);
  if (!proof) return std::nullopt;
  nonces_.note(challenge->nonce);
  return *std::move(proof);
}

}  // namespace mapigate::selfcheck
