#include "gateway/selfcheck/http_prober.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/base/encoding.hpp"
#include "gateway/selfcheck/checks/http_post.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

using Time = std::chrono::steady_clock::time_point;

// Servers close idle connections after some seconds; one that has just been closed costs a second attempt.
constexpr std::chrono::seconds max_idle{2};

// Where a connection leads; the certificate is verified for the name.
using Target = std::pair<asio::ip::tcp::endpoint, std::string>;

struct Secured {
  http::ClientConnection connection;
  http::TlsOutcome tls;
};

}  // namespace

struct HttpProber::Impl {
  struct Kept {
    Secured secured;
    Time since;
  };
  struct Known {
    bool again = false;  // somebody came back: worth keeping connections
    std::vector<Kept> idle;
  };

  Impl(asio::any_io_executor its_executor, const Config& its_config, http::TrustStore its_trust)
      : executor(std::move(its_executor)), config(its_config), trust(std::move(its_trust)) {}

  std::optional<Secured> take(const Target& target) {
    const auto [found, first_time] = known.try_emplace(target);
    if (first_time) return std::nullopt;
    Known& place = found->second;
    place.again = true;
    while (!place.idle.empty()) {
      Kept kept = std::move(place.idle.back());
      place.idle.pop_back();
      --idle_count;
      if (std::chrono::steady_clock::now() - kept.since <= max_idle) return std::move(kept.secured);
    }
    return std::nullopt;
  }

  void keep(const Target& target, Secured secured) {
    const auto found = known.find(target);
    if (found == known.end() || !found->second.again || idle_count >= config.concurrency) return;
    found->second.idle.push_back({std::move(secured), std::chrono::steady_clock::now()});
    ++idle_count;
  }

  asio::any_io_executor executor;
  Config config;
  http::TrustStore trust;
  std::map<Target, Known> known;
  std::size_t idle_count = 0;
};

namespace {

class HttpProbeConnection final : public ProbeConnection {
 public:
  HttpProbeConnection(std::shared_ptr<HttpProber::Impl> prober, Target target)
      : prober_(std::move(prober)), target_(std::move(target)), connection_(prober_->executor) {
    if (target_.second.empty()) return;
    if (auto kept = prober_->take(target_)) {
      connection_ = std::move(kept->connection);
      tls_ = std::move(kept->tls);
      reused_ = true;
    }
  }
  ~HttpProbeConnection() override {
    if (reusable_) prober_->keep(target_, {std::move(connection_), std::move(tls_)});
  }

  asio::awaitable<boost::system::error_code> connect() override {
    if (reused_) co_return boost::system::error_code();
    co_return co_await connection_.connect(target_.first, prober_->config.connect_timeout);
  }

  asio::awaitable<http::TlsOutcome> handshake() override {
    if (!reused_) {
      tls_ = co_await connection_.handshake(prober_->trust, target_.second, prober_->config.tls_timeout);
    }
    co_return tls_;
  }

  asio::awaitable<Answer> exchange(http::ClientRequest request) override {
    Answer answer = co_await ask(request);
    if (reused_ && answer.failure == Answer::Failure::failed) {
      // The server has closed the kept connection meanwhile, as it may.
      reused_ = false;
      const boost::system::error_code code = co_await connect();
      if (code) co_return answer;
      const http::TlsOutcome tls = co_await handshake();
      if (!tls.ok()) co_return answer;
      answer = co_await ask(request);
    }
    reusable_ = answer.failure == Answer::Failure::none && tls_.ok() &&
                !equal_ignoring_case(trim(answer.response.headers.get("Connection")), "close");
    co_return answer;
  }

 private:
  asio::awaitable<Answer> ask(const http::ClientRequest& request) {
    const std::chrono::milliseconds limit = prober_->config.http_timeout;
    const auto start = std::chrono::steady_clock::now();
    auto response = co_await connection_.exchange(request, max_answer, limit);
    Answer answer;
    if (response) {
      answer.failure = Answer::Failure::none;
      answer.response = *std::move(response);
      co_return answer;
    }
    // The client says why it failed in words only; it waits as long as the limit, and no shorter.
    const bool timeout = std::chrono::steady_clock::now() - start >= limit;
    answer.failure = timeout ? Answer::Failure::timeout : Answer::Failure::failed;
    answer.detail = response.error().message;
    co_return answer;
  }

  std::shared_ptr<HttpProber::Impl> prober_;
  Target target_;
  http::ClientConnection connection_;
  http::TlsOutcome tls_;  // of a plain connection: a failure, so that it is not kept
  bool reused_ = false;
  bool reusable_ = false;
};

}  // namespace

HttpProber::HttpProber(asio::any_io_executor executor, const Config& config, http::TrustStore trust)
    : impl_(std::make_shared<Impl>(std::move(executor), config, std::move(trust))) {}

HttpProber::~HttpProber() = default;

std::unique_ptr<ProbeConnection> HttpProber::open(asio::ip::tcp::endpoint endpoint, std::string server_name) {
  return std::make_unique<HttpProbeConnection>(impl_, Target(std::move(endpoint), std::move(server_name)));
}

void HttpProber::rest() {
  impl_->known.clear();
  impl_->idle_count = 0;
}

}  // namespace mapigate::selfcheck
