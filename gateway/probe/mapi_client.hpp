#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/client.hpp"
#include "gateway/probe/probe.hpp"
#include "gateway/probe/trail.hpp"
#include "gateway/selfcheck/url.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::probe {

// A client's side of one session context at one MAPI/HTTP endpoint ([MS-OXCMAPIHTTP] section 3.1): one
// connection, the session's cookies, numbered requests.
class MapiClient {
 public:
  MapiClient(const World& world, const Options& options, selfcheck::Url url, Trail& trail);

  // False, with the steps that say why, when the endpoint cannot be reached.
  boost::asio::awaitable<bool> open();
  // The body of the response behind the envelope; nothing, with a step and a remark that say why, when the
  // server did not carry the request out.
  boost::asio::awaitable<std::optional<wire::Bytes>> request(oxcmapihttp::RequestType type, wire::Bytes body);

 private:
  http::ClientRequest make_request(oxcmapihttp::RequestType type, wire::Bytes body);
  void keep_cookies(const http::ClientResponse& response);
  std::optional<wire::Bytes> judge(oxcmapihttp::RequestType type, const http::ClientResponse& response,
                                   std::chrono::steady_clock::duration elapsed);

  const World& world_;
  const Options& options_;
  selfcheck::Url url_;
  Trail& trail_;
  std::optional<http::ClientConnection> connection_;
  std::map<std::string, std::string> cookies_;
  wire::Guid client_id_;
  std::uint64_t counter_ = 0;
};

}  // namespace mapigate::probe
