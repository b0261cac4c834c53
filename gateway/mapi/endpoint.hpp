#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/directory/user.hpp"
#include "gateway/mapi/session.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

using oxcmapihttp::RequestType;
using oxcmapihttp::ResponseCode;

// A request whose headers, user and session are in order. Owns all it holds.
struct Call {
  RequestType type{};
  directory::UserPtr user;  // authenticated
  std::string body;
  bool unknown_mailbox = false;  // MailboxId names no mailbox of this server
  std::string client;            // X-ClientApplication, for logs: printable
  Lease lease;                   // of the request's session; empty for Connect and Bind

  wire::ByteView bytes() const { return {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()}; }
};

// What an endpoint answers.
struct Reply {
  ResponseCode code = ResponseCode::success;
  wire::Bytes body;                             // with success: the response body of the request type
  std::unique_ptr<SessionState> opens_session;  // Connect, Bind: a session begins with this
  bool ends_session = false;                    // Disconnect, Unbind

  static Reply failure(ResponseCode code) {
    Reply reply;
    reply.code = code;
    return reply;
  }
};

// What is different between /mapi/emsmdb and /mapi/nspi; the rest is the Transport.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual oxcmapihttp::Endpoint kind() const = 0;
  // Any request type of this endpoint but PING. Runs on the connection's thread and may suspend as long as it
  // likes; it is cancelled when the client is gone. Exceptions become unknown_failure.
  virtual boost::asio::awaitable<Reply> handle(Call& call) = 0;
};

}  // namespace mapigate::mapi
