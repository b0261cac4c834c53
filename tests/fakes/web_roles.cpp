#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/fakes/web_server.hpp"

namespace mapigate::fakes::web {
namespace {

WebReply bad_gateway() { return {.status = 502, .body = "the server behind this one does not answer\n"}; }

WebHandler always(WebReply reply) {
  return [reply = std::move(reply)](const WebRequest&) { return reply; };
}

// gateway/selfcheck/proof.hpp: "1 NONCE LABEL", in a header and in the body.
WebRequest with_other_nonce(WebRequest request) {
  const std::string_view challenge = request.header("X-Mapigate-Challenge");
  const auto begin = challenge.find(' ') + 1;
  const std::string nonce(challenge.substr(begin, challenge.find(' ', begin) - begin));
  if (nonce.empty()) throw std::runtime_error("not a challenge");
  const std::string other(nonce.rbegin(), nonce.rend());
  const auto replace = [&](std::string& text) {
    for (auto at = text.find(nonce); at != std::string::npos; at = text.find(nonce, at))
      text.replace(at, nonce.size(), other);
  };
  for (auto& field : request.headers) replace(field.second);
  replace(request.body);
  return request;
}

}  // namespace

WebHandler page(unsigned status) {
  return always({.status = status,
                 .headers = {{"Content-Type", "text/html; charset=utf-8"}},
                 .body = "<!DOCTYPE html><title>A web site</title><p>This is an ordinary web site.\n"});
}

WebHandler autodiscover_401() {
  return always({.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"Another mail server\""}}});
}

// The elements of a redirection by address, [MS-OXDSCLI] 2.2.4.1.1.2: to a user who is not of this domain.
WebHandler autodiscover_pox() {
  return always({.status = 200,
                 .headers = {{"Content-Type", "text/xml; charset=utf-8"}},
                 .body = R"(<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
  <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
    <Account>
      <AccountType>email</AccountType>
      <Action>redirectAddr</Action>
      <RedirectAddr>somebody@impostor.test</RedirectAddr>
    </Account>
  </Response>
</Autodiscover>
)"});
}

WebHandler redirect(std::string url, unsigned status) {
  return always({.status = status, .headers = {{"Location", std::move(url)}}});
}

WebHandler reset() { return always({.end = WebReply::End::reset}); }

WebHandler never() { return always({.end = WebReply::End::never}); }

WebHandler endless() { return always({.end = WebReply::End::endless}); }

WebHandler proxy(Upstream upstream, std::string strip) {
  return [upstream = std::move(upstream), strip = std::move(strip)](const WebRequest& request) {
    try {
      return WebReply{.raw = forward(request, upstream, strip)};
    } catch (const std::exception&) {
      return bad_gateway();
    }
  };
}

WebHandler replay(Upstream upstream) {
  struct Recording {
    std::mutex mutex;
    std::string answer;
  };
  return
      [upstream = std::move(upstream), recording = std::make_shared<Recording>()](const WebRequest& request) {
        const std::lock_guard lock(recording->mutex);
        try {
          if (recording->answer.empty()) recording->answer = forward(with_other_nonce(request), upstream);
          return WebReply{.raw = recording->answer};
        } catch (const std::exception&) {
          return bad_gateway();
        }
      };
}

}  // namespace mapigate::fakes::web
