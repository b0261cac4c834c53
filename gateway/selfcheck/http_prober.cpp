#include "gateway/selfcheck/http_prober.hpp"

#include "gateway/selfcheck/checks/http_post.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

class HttpProbeConnection final : public ProbeConnection {
 public:
  HttpProbeConnection(asio::any_io_executor executor, const Config& config, const http::TrustStore& trust,
                      asio::ip::tcp::endpoint endpoint, std::string server_name)
      : connection_(std::move(executor)),
        config_(config),
        trust_(trust),
        endpoint_(std::move(endpoint)),
        server_name_(std::move(server_name)) {}

  asio::awaitable<boost::system::error_code> connect() override {
    co_return co_await connection_.connect(endpoint_, config_.connect_timeout);
  }

  asio::awaitable<http::TlsOutcome> handshake() override {
    co_return co_await connection_.handshake(trust_, server_name_, config_.tls_timeout);
  }

  asio::awaitable<Answer> exchange(http::ClientRequest request) override {
    const auto start = std::chrono::steady_clock::now();
    auto response = co_await connection_.exchange(request, max_answer, config_.http_timeout);
    Answer answer;
    if (response) {
      answer.failure = Answer::Failure::none;
      answer.response = *std::move(response);
      co_return answer;
    }
    // The client says why it failed in words only; it waits no longer than the limit, and no shorter.
    const bool timeout = std::chrono::steady_clock::now() - start >= config_.http_timeout;
    answer.failure = timeout ? Answer::Failure::timeout : Answer::Failure::failed;
    answer.detail = response.error().message;
    co_return answer;
  }

 private:
  http::ClientConnection connection_;
  const Config& config_;
  const http::TrustStore& trust_;
  asio::ip::tcp::endpoint endpoint_;
  std::string server_name_;
};

}  // namespace

HttpProber::HttpProber(asio::any_io_executor executor, const Config& config, http::TrustStore trust)
    : executor_(std::move(executor)), config_(config), trust_(std::move(trust)) {}

std::unique_ptr<ProbeConnection> HttpProber::open(asio::ip::tcp::endpoint endpoint, std::string server_name) {
  return std::make_unique<HttpProbeConnection>(executor_, config_, trust_, std::move(endpoint),
                                               std::move(server_name));
}

}  // namespace mapigate::selfcheck
