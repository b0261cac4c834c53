#include "gateway/mapi/transport.hpp"

#include <fmt/core.h>

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "gateway/base/encoding.hpp"
#include "gateway/directory/public_store.hpp"
#include "gateway/mapi/messages.hpp"
#include "gateway/mapi/operation.hpp"
#include "gateway/mapi/server_version.hpp"
#include "gateway/mapi/status_page.hpp"
#include "protocol/oxcmapihttp/envelope.hpp"

namespace mapigate::mapi {

namespace asio = boost::asio;
namespace header = oxcmapihttp::header;
using namespace std::chrono_literals;

namespace {

// Up to here a request is answered in one piece; what takes longer is told PROCESSING at once and PENDING now
// and then ([MS-OXCMAPIHTTP] section 2.2.7).
constexpr auto one_piece_limit = 20ms;
constexpr std::string_view retry_after_seconds = "30";

std::string_view path(oxcmapihttp::Endpoint endpoint) {
  return endpoint == oxcmapihttp::Endpoint::mailbox ? "/mapi/emsmdb" : "/mapi/nspi";
}

std::string_view type_name(const RequestHead& head) {
  return head.type ? oxcmapihttp::name(*head.type) : "other";
}

bool opens_session(RequestType type) { return type == RequestType::connect || type == RequestType::bind; }
bool ends_session(RequestType type) { return type == RequestType::disconnect || type == RequestType::unbind; }

// Outside the sequence: what has nothing to do with the order of operations. A client that gave up an Execute
// may end the session beside it; NotificationWait is there to wait beside Executes.
Access access_of(RequestType type) {
  const bool parallel =
      ends_session(type) || type == RequestType::ping || type == RequestType::notification_wait;
  return parallel ? Access::parallel : Access::sequenced;
}

// [MS-OXCMAPIHTTP] section 2.2.3.3.3: with a response code other than 0 the body is for people.
std::string diagnostic(ResponseCode code) {
  return fmt::format(
      "<!DOCTYPE html><html><head><title>MAPI over HTTP</title></head><body><p>{} ({}): {}.</p></body>"
      "</html>\r\n",
      oxcmapihttp::name(code), static_cast<int>(code), oxcmapihttp::description(code));
}

}  // namespace

// What the response to one request is made of, besides the Endpoint's part.
struct Transport::Exchange {
  RequestHead head;
  directory::UserPtr user;
  std::optional<Cookies> cookies;  // to be set
  Clock::SystemTime started_at;
  Clock::SteadyTime started;
};

Transport::Transport(const TransportServices& services, Endpoint& endpoint)
    : services_(services),
      endpoint_(endpoint),
      metrics_(services.metrics, endpoint.kind()),
      sessions_(services.config, services.clock, services.random, metrics_.sessions()) {}

http::Handler Transport::handler() {
  return [this](http::Request& request) { return respond(request); };
}

asio::awaitable<http::Response> Transport::respond(http::Request& request) {
  // The domain first: somebody whose domain is not served must not be asked for a password here.
  const ParsedMailboxId mailbox = parse_mailbox_id(request.query);
  const std::string domain = claimed_domain(request, mailbox);
  if (!domain.empty() && !services_.served.serves(domain)) co_return not_served(domain);

  auth::AuthResult authenticated = co_await services_.authenticator.authenticate(request);
  if (!authenticated.accepted()) {
    metrics_.rejected(authenticated.refusal().status >= 500 ? "auth_unavailable" : "not_authenticated");
    co_return std::move(authenticated.refusal());
  }
  const directory::UserPtr user = authenticated.user();
  // Logged in with an alias, or by a scheme that hides the name: the mailbox's own domain counts too.
  if (!services_.served.serves(user->domain())) co_return not_served(user->domain());

  if (request.method == "GET" || request.method == "HEAD") {
    co_return status_page(endpoint_.kind(), *user, services_.hostname, services_.version);
  }
  http::Response response = co_await respond_to(request, user, mailbox);
  co_return response;
}

asio::awaitable<http::Response> Transport::respond_to(http::Request& request, directory::UserPtr user,
                                                      const ParsedMailboxId& mailbox) {
  ParsedHead parsed = parse_head(request, endpoint_.kind());
  Exchange exchange{std::move(parsed.head), user, std::nullopt, services_.clock.system_now(),
                    services_.clock.steady_now()};
  const RequestHead& head = exchange.head;
  ResponseCode code = parsed.code;
  if (request.body.size() > max_request_body) code = ResponseCode::too_large;
  if (mailbox.problem != MailboxIdProblem::none) code = ResponseCode::invalid_path;
  if (request.method != "POST") code = ResponseCode::invalid_verb;
  if (code != ResponseCode::success) co_return refuse(exchange, code);

  Call call;
  call.type = *head.type;
  call.user = std::move(user);
  call.body = std::move(request.body);
  call.client = printable(head.client_application, 80);
  call.unknown_mailbox = mailbox.id && !services_.directory.find_by_mailbox_guid(mailbox.id->guid) &&
                         mailbox.id->guid != directory::public_store_guid(call.user->domain());
  if (!opens_session(call.type)) {
    Admission admission = sessions_.admit(head.cookies, *call.user, access_of(call.type));
    exchange.cookies = std::move(admission.cookies);
    if (admission.code != ResponseCode::success) co_return refuse(exchange, admission.code);
    call.lease = std::move(admission.lease);
    // A wait's response may reach the client after that of an Execute which began later; it must not put the
    // older sequence back.
    if (call.type == RequestType::notification_wait) exchange.cookies->sequence.clear();
  }

  http::Response response;
  if (call.type == RequestType::ping) {
    // Section 3.2.5.3: the lease has refreshed the idle time, and there is no response body.
    response = success(exchange, {});
  } else if (opens_session(call.type) || ends_session(call.type)) {
    response = co_await open_or_close(std::move(exchange), std::move(call));
  } else {
    response = co_await carry_out(std::move(exchange), std::move(call));
  }
  co_return response;
}

asio::awaitable<http::Response> Transport::open_or_close(Exchange exchange, Call call) {
  Reply reply = co_await guarded(call);
  if (reply.code != ResponseCode::success) co_return refuse(exchange, reply.code);
  if (reply.opens_session) {
    Opened opened = sessions_.open(call.user, std::move(reply.opens_session), exchange.head.cookies.context);
    if (opened.refusal) co_return session_refused(exchange, *opened.refusal);
    exchange.cookies = std::move(opened.cookies);
    services_.log(messages::session_opened, path(endpoint_.kind()), call.user->address, call.client);
  }
  if (reply.ends_session) {
    sessions_.close(call.lease.session());
    services_.log(messages::session_closed, path(endpoint_.kind()), call.user->address);
  }
  co_return success(exchange, reply.body);
}

asio::awaitable<http::Response> Transport::carry_out(Exchange exchange, Call call) {
  const auto executor = co_await asio::this_coro::executor;
  auto operation = std::make_shared<Operation>(executor, run(std::move(call)));
  const bool ended = co_await operation->ends_within(one_piece_limit);
  if (ended) {
    const Reply reply = operation->take();
    co_return reply.code == ResponseCode::success ? success(exchange, reply.body)
                                                  : refuse(exchange, reply.code);
  }
  http::Response response = head_of(exchange, ResponseCode::success);
  response.stream = [this, operation = std::move(operation), exchange = std::move(exchange)](
                        http::BodyWriter& writer) { return stream(writer, operation, exchange); };
  co_return response;
}

asio::awaitable<void> Transport::stream(http::BodyWriter& writer, std::shared_ptr<Operation> operation,
                                        Exchange exchange) {
  Result<void> written = co_await writer.write(oxcmapihttp::processing_line);
  while (written) {
    const bool ended = co_await operation->ends_within(services_.config.pending_period);
    if (ended) break;
    written = co_await writer.write(oxcmapihttp::pending_line);
  }
  if (!written) co_return;  // the client is gone; the operation is cancelled with its last owner
  const Reply reply = operation->take();
  metrics_.answered(type_name(exchange.head), reply.code);
  std::string last = completion(exchange, reply.code);
  if (reply.code == ResponseCode::success) {
    last.append(reinterpret_cast<const char*>(reply.body.data()), reply.body.size());
  } else {
    last += diagnostic(reply.code);
  }
  co_await writer.write(last);
}

asio::awaitable<Reply> Transport::run(Call call) {
  Reply reply = co_await guarded(call);
  // Given back before the response goes out: the client may send its next request as soon as it has it.
  call.lease = {};
  co_return reply;
}

asio::awaitable<Reply> Transport::guarded(Call& call) {
  std::string failure;
  try {
    Reply reply = co_await endpoint_.handle(call);
    co_return reply;
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted)
      co_return Reply::failure(ResponseCode::unknown_failure);
    failure = error.what();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  services_.log(messages::failed, path(endpoint_.kind()), oxcmapihttp::name(call.type), call.user->address,
                printable(failure));
  co_return Reply::failure(ResponseCode::unknown_failure);
}

http::Response Transport::not_served(std::string_view domain) {
  metrics_.rejected("not_served");
  services_.log(messages::not_served, path(endpoint_.kind()), printable(domain));
  auto response =
      http::text_response(503, "This server does not serve the domain of this user at the moment.\n");
  response.headers.add("Retry-After", std::string(retry_after_seconds));
  return response;
}

http::Response Transport::session_refused(const Exchange& exchange, OpenRefusal refusal) {
  if (refusal == OpenRefusal::draining) return refuse(exchange, ResponseCode::endpoint_shutting_down);
  const bool user_full = refusal == OpenRefusal::user_full;
  metrics_.rejected(user_full ? "user_sessions" : "sessions");
  services_.log(user_full ? messages::user_full : messages::table_full, path(endpoint_.kind()),
                exchange.user->address);
  // [MS-OXCMAPIHTTP] has no response code for it; every HTTP client knows this one.
  auto response = http::text_response(503, "There are too many sessions. Please try again in a moment.\n");
  response.headers.add("Retry-After", std::string(retry_after_seconds));
  return response;
}

http::Response Transport::refuse(const Exchange& exchange, ResponseCode code) {
  metrics_.answered(type_name(exchange.head), code);
  services_.log(messages::refused, path(endpoint_.kind()), type_name(exchange.head), exchange.user->address,
                oxcmapihttp::name(code));
  http::Response response = head_of(exchange, code);
  response.body = diagnostic(code);
  return response;
}

// [MS-OXCMAPIHTTP] section 2.2.2.2
http::Response Transport::head_of(const Exchange& exchange, ResponseCode code) const {
  const RequestHead& head = exchange.head;
  http::Response response;
  const auto add = [&](std::string_view name, std::string value) {
    if (!value.empty()) response.headers.add(std::string(name), std::move(value));
  };
  add("Cache-Control", "private");
  add("Content-Type", code == ResponseCode::success ? std::string(oxcmapihttp::content_type) : "text/html");
  add(header::request_type, head.type ? std::string(oxcmapihttp::name(*head.type)) : "");
  add(header::request_id, head.request_id);
  add(header::client_info, head.client_info);
  add(header::response_code, std::to_string(static_cast<int>(code)));
  add(header::pending_period, std::to_string(services_.config.pending_period.count()));
  add(header::expiration_info, std::to_string(services_.config.session_expiry.count()));
  add(header::server_application, std::string(server_application));
  if (exchange.cookies) {
    const auto cookie = [&](std::string_view name, const std::string& value) {
      if (value.empty()) return;
      add("Set-Cookie", fmt::format("{}={}; Path={}; Secure; HttpOnly", name, value, head.cookie_path));
    };
    cookie("MapiContext", exchange.cookies->context);
    cookie("MapiSequence", exchange.cookies->sequence);
  }
  return response;
}

// Chunked also where it is all there: Execute's response has no other form (section 4.2), and clients see no
// difference between one request type and another.
http::Response Transport::success(const Exchange& exchange, wire::ByteView body) {
  metrics_.answered(type_name(exchange.head), ResponseCode::success);
  http::Response response = head_of(exchange, ResponseCode::success);
  response.chunked = true;
  response.body = oxcmapihttp::processing_line;
  response.body += completion(exchange, ResponseCode::success);
  response.body.append(reinterpret_cast<const char*>(body.data()), body.size());
  return response;
}

std::string Transport::completion(const Exchange& exchange, ResponseCode code) const {
  oxcmapihttp::Completion completion;
  completion.response_code = static_cast<std::uint32_t>(code);
  completion.elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(services_.clock.steady_now() - exchange.started);
  completion.start = std::chrono::floor<std::chrono::seconds>(exchange.started_at);
  return oxcmapihttp::done_lines(completion);
}

}  // namespace mapigate::mapi
