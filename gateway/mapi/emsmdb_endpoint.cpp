#include "gateway/mapi/emsmdb_endpoint.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <thread>

#include "gateway/base/encoding.hpp"
#include "gateway/mapi/bodies.hpp"
#include "gateway/mapi/connect.hpp"
#include "gateway/mapi/execute.hpp"
#include "gateway/mapi/messages.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

namespace mapigate::mapi {

namespace asio = boost::asio;
using oxcdata::ErrorCode;

namespace {

// What a client is told to wait when there is too much to do.
constexpr std::chrono::milliseconds backoff_delay{2000};

constexpr wire::u32 event_pending = 1;  // [MS-OXCMAPIHTTP] section 2.2.4.4.2

// Runs `work` on a thread of the pool to its end, also when the caller is cancelled meanwhile: what it refers
// to is the caller's.
template <class Work>
auto run_on(asio::thread_pool& pool, Work work) -> asio::awaitable<decltype(work())> {
  auto body = [](Work its_work) -> asio::awaitable<decltype(work())> { co_return its_work(); };
  co_return co_await asio::co_spawn(
      pool, body(std::move(work)),
      asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
}

}  // namespace

EmsmdbEndpoint::EmsmdbEndpoint(const MapiConfig& config, const directory::Directory& directory,
                               const RopRegistry& registry, const Logger& log)
    : config_(config),
      directory_(directory),
      dispatcher_(registry, log),
      log_(log),
      workers_(config.workers != 0 ? config.workers : 2 * std::max(1u, std::thread::hardware_concurrency())) {
}

void EmsmdbEndpoint::stop() { workers_.join(); }

asio::awaitable<Reply> EmsmdbEndpoint::handle(Call& call) {
  Reply reply;
  if (call.type == RequestType::connect) {
    reply = connect(call);
  } else if (call.type == RequestType::execute) {
    reply = co_await execute(call);
  } else if (call.type == RequestType::disconnect) {
    reply = disconnect(call);
  } else if (call.type == RequestType::notification_wait) {
    reply = co_await notification_wait(call);
  } else {
    reply = Reply::failure(ResponseCode::invalid_request_type);
  }
  co_return reply;
}

Reply EmsmdbEndpoint::connect(Call& call) const {
  const auto request = parse_body<oxcmapihttp::ConnectRequest>(call, log_);
  if (!request) return Reply::failure(ResponseCode::invalid_request_body);
  ConnectOutcome outcome = mapi::connect(*request, call.user, call.unknown_mailbox, directory_);
  if (!outcome.session) {
    log_(messages::connect_refused, call.user->address, oxcdata::to_string(outcome.response.error_code));
  }
  Reply reply = reply_with(outcome.response);
  reply.opens_session = std::move(outcome.session);
  return reply;
}

asio::awaitable<Reply> EmsmdbEndpoint::execute(Call& call) {
  const auto request = parse_body<oxcmapihttp::ExecuteRequest>(call, log_);
  if (!request) co_return Reply::failure(ResponseCode::invalid_request_body);
  auto& session = call.lease.session().state<MailboxSession>();
  if (running_ >= config_.max_running) co_return reply_with(back_off(*request, backoff_delay));
  ++running_;
  const auto done = std::shared_ptr<void>(nullptr, [this](void*) { --running_; });
  co_return co_await run_on(workers_,
                            [&] { return reply_with(mapi::execute(dispatcher_, session, *request)); });
}

Reply EmsmdbEndpoint::disconnect(Call& call) const {
  const auto request = parse_body<oxcmapihttp::DisconnectRequest>(call, log_);
  if (!request) return Reply::failure(ResponseCode::invalid_request_body);
  Reply reply = reply_with(oxcmapihttp::DisconnectResponse{});
  reply.ends_session = true;
  return reply;
}

asio::awaitable<Reply> EmsmdbEndpoint::notification_wait(Call& call) const {
  const auto request = parse_body<oxcmapihttp::NotificationWaitRequest>(call, log_);
  if (!request) co_return Reply::failure(ResponseCode::invalid_request_body);
  const Wake wake = co_await call.lease.session().notifications().wait(config_.notification_wait);
  oxcmapihttp::NotificationWaitResponse response;
  // Of a session that has ended too: the client then sends an Execute and learns that its session is no more
  // (so [MS-OXCRPC] section 3.3.4.1 for a context handle that is not valid).
  if (wake == Wake::event || wake == Wake::ended) response.event_pending = event_pending;
  if (wake == Wake::draining) response.error_code = ErrorCode::exiting;  // the same
  co_return reply_with(response);
}

}  // namespace mapigate::mapi
