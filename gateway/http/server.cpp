#include "gateway/http/server.hpp"

#include <fmt/core.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <csignal>
#include <list>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <unordered_set>

#include "gateway/base/encoding.hpp"
#include "gateway/http/connection.hpp"
#include "gateway/http/messages.hpp"

namespace mapigate::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

// How often overdue connections are looked for: the precision of all limits in [limits].
constexpr auto sweep_interval = 500ms;
// Connections over the limit that are told so at the same time; past that the kernel's queue makes them wait.
constexpr std::size_t refused_at_once = 256;

std::string to_text(const tcp::endpoint& endpoint) {
  std::ostringstream out;
  out << endpoint;
  return out.str();
}

struct Listener {
  tcp::acceptor acceptor;
  ConnectionContext context;
  const CertificateStore* certificates;
  std::string name;
};

}  // namespace

struct Server::Impl {
  struct Worker {
    asio::io_context io{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work{io.get_executor()};
    std::unordered_set<Connection*> connections;  // touched by this worker's thread only
    std::thread thread;
  };

  Impl(const ServerConfig& server_config, const LimitsConfig& limits_config, const Logger& logger,
       prometheus::Registry& metrics)
      : config(server_config), limits(limits_config), log(logger) {
    auto& requests = prometheus::BuildCounter()
                         .Name("mapigate_http_requests_total")
                         .Help("HTTP responses by the first digit of their status")
                         .Register(metrics);
    for (int digit = 1; digit <= 5; ++digit) {
      counters.by_class[digit] = &requests.Add({{"status", fmt::format("{}xx", digit)}});
    }
    counters.tls_failures = &prometheus::BuildCounter()
                                 .Name("mapigate_tls_handshake_failures_total")
                                 .Help("Connections that did not complete TLS")
                                 .Register(metrics)
                                 .Add({});
    open_gauge = &prometheus::BuildGauge()
                      .Name("mapigate_http_connections")
                      .Help("Open connections")
                      .Register(metrics)
                      .Add({});
    refused_counter = &prometheus::BuildCounter()
                           .Name("mapigate_http_connections_refused_total")
                           .Help("Connections over limits.connections, answered 503")
                           .Register(metrics)
                           .Add({});
    const unsigned threads =
        config.threads != 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>());
  }

  asio::awaitable<void> accept(Listener& listener) {
    asio::steady_timer pause(workers.front()->io);
    bool failing = false;  // reported once, not at every attempt
    while (!draining) {
      if (open.load() >= limits.connections + refused_at_once) {
        pause.expires_after(20ms);
        boost::system::error_code ignored;
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        continue;
      }
      Worker& worker = *workers[next_worker++ % workers.size()];
      boost::system::error_code code;
      tcp::endpoint peer;
      tcp::socket socket = co_await listener.acceptor.async_accept(
          worker.io, peer, asio::redirect_error(asio::use_awaitable, code));
      if (code == asio::error::operation_aborted) break;
      if (code) {
        if (!failing) log(messages::accept_failed, listener.name, code.message());
        failing = true;
        pause.expires_after(200ms);
        boost::system::error_code ignored;
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        continue;
      }
      failing = false;
      admit(listener, worker, std::move(socket), peer);
    }
  }

  void admit(Listener& listener, Worker& worker, tcp::socket socket, const tcp::endpoint& peer) {
    const std::size_t before = open.fetch_add(1);
    const bool refuse = before >= limits.connections;
    open_gauge->Increment();
    if (refuse) {
      refused_counter->Increment();
      if (!limit_reported) log(messages::connection_limit, limits.connections);
      limit_reported = true;
    } else if (before < limits.connections / 10 * 9) {
      limit_reported = false;  // well below it: reaching it again is news
    }
    ssl::SslPtr ssl;
    if (listener.certificates) ssl = listener.certificates->new_connection();
    if (listener.certificates && !ssl) {
      left();
      return;
    }
    asio::co_spawn(worker.io,
                   serve(listener, worker, Stream(std::move(socket), std::move(ssl)), peer, refuse),
                   asio::detached);
  }

  asio::awaitable<void> serve(Listener& listener, Worker& worker, Stream stream, tcp::endpoint peer,
                              bool refuse) {
    {
      Connection connection(listener.context, std::move(stream), peer.address(), refuse);
      worker.connections.insert(&connection);
      std::string failure;
      try {
        co_await connection.run();
      } catch (const std::exception& exception) {
        failure = exception.what();
      } catch (...) {
        failure = "an exception of an unknown kind";
      }
      if (!failure.empty()) log(messages::connection_failed, peer.address().to_string(), printable(failure));
      worker.connections.erase(&connection);
    }
    left();
  }

  void left() {
    open_gauge->Decrement();
    if (open.fetch_sub(1) == 1) {
      const std::lock_guard lock(mutex);
      all_left.notify_all();
    }
  }

  // Cuts what is overdue and, when the server stops, what is idle.
  asio::awaitable<void> sweep(Worker& worker) {
    asio::steady_timer timer(worker.io);
    for (;;) {
      timer.expires_after(draining ? sweep_interval / 10 : sweep_interval);
      boost::system::error_code ignored;
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      close_overdue(worker);
    }
  }

  void close_overdue(Worker& worker) {
    const auto now = std::chrono::steady_clock::now();
    for (Connection* connection : worker.connections) {
      if (connection->deadline() <= now || (draining && connection->idle())) connection->close();
    }
  }

  const ServerConfig& config;
  const LimitsConfig& limits;
  const Logger& log;
  RequestCounters counters;
  prometheus::Gauge* open_gauge = nullptr;
  prometheus::Counter* refused_counter = nullptr;
  std::vector<std::unique_ptr<Worker>> workers;
  std::list<Listener> listeners;  // their acceptors live on the first worker
  std::size_t next_worker = 0;    // this and the next one: touched by the first worker only
  bool limit_reported = false;
  std::atomic<std::size_t> open{0};
  std::atomic<bool> draining{false};
  std::mutex mutex;
  std::condition_variable all_left;
};

Server::Server(const ServerConfig& config, const LimitsConfig& limits, const Logger& log,
               prometheus::Registry& metrics)
    : impl_(std::make_unique<Impl>(config, limits, log, metrics)) {
  // OpenSSL writes with write(2), which has no MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
}

Server::~Server() { stop(); }

Result<tcp::endpoint> Server::listen(const tcp::endpoint& endpoint, const Router& router,
                                     const CertificateStore* certificates) {
  boost::system::error_code code;
  tcp::acceptor acceptor(impl_->workers.front()->io);
  acceptor.open(endpoint.protocol(), code);
  if (!code) acceptor.set_option(asio::socket_base::reuse_address(true), code);
  if (!code && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), code);
  if (!code) acceptor.bind(endpoint, code);
  if (!code) acceptor.listen(4096, code);
  if (code) {
    std::string advice;
    if (code == asio::error::address_in_use) advice = "; another process has this port";
    if (code == asio::error::access_denied) advice = "; ports below 1024 need root or CAP_NET_BIND_SERVICE";
    if (code == asio::error::address_family_not_supported) {
      advice = "; this machine has no IPv6, so name the IPv4 address: \"0.0.0.0:443\" instead of \":443\"";
    }
    return Error{fmt::format("cannot listen on {}: {}{}", to_text(endpoint), code.message(), advice)};
  }
  const tcp::endpoint bound = acceptor.local_endpoint();
  const std::string name = fmt::format("{}://{}", certificates ? "https" : "http", to_text(bound));
  impl_->listeners.push_back(
      Listener{std::move(acceptor),
               {router, impl_->config, impl_->limits, impl_->log, impl_->counters, impl_->draining},
               certificates,
               name});
  impl_->log(messages::listening, name);
  return bound;
}

void Server::start() {
  for (Listener& listener : impl_->listeners) {
    asio::co_spawn(impl_->workers.front()->io, impl_->accept(listener), asio::detached);
  }
  for (auto& worker : impl_->workers) {
    asio::co_spawn(worker->io, impl_->sweep(*worker), asio::detached);
    worker->thread = std::thread([&io = worker->io] { io.run(); });
  }
}

void Server::stop() {
  if (!impl_->workers.front()->thread.joinable()) return;
  impl_->draining = true;
  asio::post(impl_->workers.front()->io, [impl = impl_.get()] {
    for (Listener& listener : impl->listeners) {
      boost::system::error_code ignored;
      listener.acceptor.close(ignored);
    }
  });
  for (auto& worker : impl_->workers) {
    asio::post(worker->io, [impl = impl_.get(), &worker = *worker] { impl->close_overdue(worker); });
  }
  if (const std::size_t open = impl_->open; open > 0) impl_->log(messages::draining, open);
  {
    std::unique_lock lock(impl_->mutex);
    impl_->all_left.wait_for(lock, impl_->config.drain_timeout, [&] { return impl_->open == 0; });
  }
  if (const std::size_t open = impl_->open; open > 0) impl_->log(messages::drain_cut, open);
  for (auto& worker : impl_->workers) worker->io.stop();
  for (auto& worker : impl_->workers) worker->thread.join();
}

}  // namespace mapigate::http
