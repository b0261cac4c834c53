#include "tests/fakes/blocking_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>

namespace mapigate::fakes {

namespace asio = boost::asio;

struct BlockingClient::Impl {
  asio::io_context io{1};
  http::ClientConnection connection{io.get_executor()};
  std::string host;
  http::TlsOutcome tls;

  template <class T>
  T wait(asio::awaitable<T> work) {
    auto result = asio::co_spawn(io, std::move(work), asio::use_future);
    io.restart();
    io.run();
    return result.get();
  }
};

BlockingClient::BlockingClient(const Target& target) : impl_(std::make_unique<Impl>()) {
  constexpr auto limit = std::chrono::seconds(20);
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(target.address), target.port);
  impl_->host = target.server_name.empty() ? target.address : target.server_name;
  if (const auto error = impl_->wait(impl_->connection.connect(endpoint, limit)))
    throw std::runtime_error("connect to port " + std::to_string(target.port) + ": " + error.message());
  if (!target.trust) return;
  impl_->tls = impl_->wait(impl_->connection.handshake(*target.trust, target.server_name, limit));
  if (!impl_->tls.ok())
    throw std::runtime_error("TLS: " + std::string(to_string(impl_->tls.failure)) + ": " + impl_->tls.detail);
}

BlockingClient::~BlockingClient() = default;
BlockingClient::BlockingClient(BlockingClient&&) noexcept = default;

const http::TlsOutcome& BlockingClient::tls() const { return impl_->tls; }

Result<http::ClientResponse> BlockingClient::try_send(http::ClientRequest request, Duration limit) {
  if (request.host.empty()) request.host = impl_->host;
  return impl_->wait(impl_->connection.exchange(request, 16 * 1024 * 1024, limit));
}

http::ClientResponse BlockingClient::send(http::ClientRequest request, Duration limit) {
  auto response = try_send(std::move(request), limit);
  if (!response) throw std::runtime_error(response.error().message);
  return *std::move(response);
}

}  // namespace mapigate::fakes
