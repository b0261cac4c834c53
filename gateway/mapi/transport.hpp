#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/auth/authenticator.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/base/served_names.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/http/message.hpp"
#include "gateway/mapi/config.hpp"
#include "gateway/mapi/endpoint.hpp"
#include "gateway/mapi/metrics.hpp"
#include "gateway/mapi/request_head.hpp"
#include "gateway/mapi/session.hpp"

namespace prometheus {
class Registry;
}

namespace mapigate::mapi {

class Operation;

// The largest request: the buffers of an Execute ([MS-OXCRPC] section 3.1.4.2: 256 KB of ROPs and 4 KB of
// auxiliary data with its header), and room for their sizes.
inline constexpr std::size_t max_request_body = 0x40000 + 0x1008 + 64;
// Up to here a longer request is read, so that it can be answered with X-ResponseCode 9 ([MS-OXCMAPIHTTP]
// section 2.2.3.3.3) on a connection that goes on; beyond it the answer is 413.
inline constexpr std::size_t max_read_body = 4 * max_request_body;

// What a transport works with. All of it outlives the transport and may be used from any thread.
struct TransportServices {
  const MapiConfig& config;
  auth::Authenticator& authenticator;
  const directory::Directory& directory;
  const ServedNames& served;
  const Clock& clock;
  RandomSource& random;
  const Logger& log;
  prometheus::Registry& metrics;
  std::string_view hostname;  // where clients are sent to; for the page a browser gets
  std::string_view version;   // of Mapigate, for the same page
};

// MAPI over HTTP ([MS-OXCMAPIHTTP]) for one endpoint: who may send a request, its headers, the session it
// belongs to, and the form of the response. What the request asks for is the Endpoint's. May be used from any
// thread.
class Transport {
 public:
  // `endpoint` outlives the transport.
  Transport(const TransportServices& services, Endpoint& endpoint);

  // The handler of /mapi/emsmdb or /mapi/nspi. The transport outlives it.
  http::Handler handler();
  boost::asio::awaitable<http::Response> respond(http::Request& request);

  // Before the server stops: waiting requests come back, new sessions are refused.
  void drain() { sessions_.drain(); }
  // Ends expired sessions. To be called now and then, so that memory is given back without a request too.
  void sweep() { sessions_.sweep(); }
  SessionTable& sessions() { return sessions_; }

 private:
  struct Exchange;
  boost::asio::awaitable<http::Response> respond_to(http::Request& request, directory::UserPtr user,
                                                    const ParsedMailboxId& mailbox);
  boost::asio::awaitable<http::Response> carry_out(Exchange exchange, Call call);
  boost::asio::awaitable<http::Response> open_or_close(Exchange exchange, Call call);
  boost::asio::awaitable<Reply> run(Call call);
  boost::asio::awaitable<Reply> guarded(Call& call);
  boost::asio::awaitable<void> stream(http::BodyWriter& writer, std::shared_ptr<Operation> operation,
                                      Exchange exchange);

  http::Response not_served(std::string_view domain);
  http::Response session_refused(const Exchange& exchange, OpenRefusal refusal);
  http::Response refuse(const Exchange& exchange, ResponseCode code);
  http::Response head_of(const Exchange& exchange, ResponseCode code) const;
  http::Response success(const Exchange& exchange, wire::ByteView body);
  std::string completion(const Exchange& exchange, ResponseCode code) const;

  TransportServices services_;
  Endpoint& endpoint_;
  Metrics metrics_;
  SessionTable sessions_;
};

}  // namespace mapigate::mapi
