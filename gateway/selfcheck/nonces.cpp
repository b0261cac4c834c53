#include "gateway/selfcheck/nonces.hpp"

namespace mapigate::selfcheck {

Nonces::Expected::Expected(Nonces& nonces) : nonces_(nonces), hex_(nonces.random_.hex(bytes)) {
  const std::lock_guard lock(nonces_.mutex_);
  nonces_.arrived_by_nonce_.emplace(hex_, false);
}

Nonces::Expected::~Expected() {
  const std::lock_guard lock(nonces_.mutex_);
  nonces_.arrived_by_nonce_.erase(hex_);
}

bool Nonces::Expected::arrived() const {
  const std::lock_guard lock(nonces_.mutex_);
  const auto found = nonces_.arrived_by_nonce_.find(hex_);
  return found != nonces_.arrived_by_nonce_.end() && found->second;
}

void Nonces::note(std::string_view hex) {
  const std::lock_guard lock(mutex_);
  const auto found = arrived_by_nonce_.find(std::string(hex));
  if (found != arrived_by_nonce_.end()) found->second = true;
}

}  // namespace mapigate::selfcheck
