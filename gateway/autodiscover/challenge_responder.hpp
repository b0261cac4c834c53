#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace mapigate::autodiscover {

// What answers a challenge of the self-check (protocol/oxdscli/challenge.hpp). May be called from any thread.
class ChallengeResponder {
 public:
  virtual ~ChallengeResponder() = default;
  // The proof for the challenge that the request carries in a header field or, failing that, in its body
  // (`from_body`: the text of the element Challenge, empty when there is none). Nothing when neither is one.
  virtual std::optional<std::string> answer(const http::Request& request,
                                            std::string_view from_body) const = 0;
};

}  // namespace mapigate::autodiscover
