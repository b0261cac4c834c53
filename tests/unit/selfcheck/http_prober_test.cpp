// The real prober, against web servers on loopback.
#include "gateway/selfcheck/http_prober.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "gateway/selfcheck/checks/http_post.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::selfcheck {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// A TLS server that keeps connections, one at a time, and closes each without a word after so many answers.
class KeepAliveServer {
 public:
  KeepAliveServer(const fakes::TestCa& ca, const std::filesystem::path& folder, std::uint16_t port,
                  int answers) {
    const auto files = ca.write(folder, "keep", {.names = {"good.test"}});
    SSL_CTX_use_certificate_chain_file(context_.get(), files.chain.c_str());
    SSL_CTX_use_PrivateKey_file(context_.get(), files.key.c_str(), SSL_FILETYPE_PEM);
    acceptor_.open(asio::ip::tcp::v4());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind({asio::ip::make_address("127.0.0.1"), port});
    acceptor_.listen();
    thread_ = std::jthread([this, answers] { run(answers); });
  }
  ~KeepAliveServer() { ::shutdown(acceptor_.native_handle(), SHUT_RDWR); }

  int connections() const { return connections_; }
  int requests() const { return requests_; }

 private:
  void run(int answers) {
    for (;;) {
      boost::system::error_code closed;
      asio::ip::tcp::socket socket(io_);
      acceptor_.accept(socket, closed);
      if (closed) return;
      ++connections_;
      const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
      SSL_set_fd(ssl.get(), socket.native_handle());
      if (SSL_accept(ssl.get()) != 1) continue;
      for (int i = 0; i < answers && answer(*ssl); ++i) ++requests_;
    }
  }
  // The body ends with the request's root element.
  static bool answer(SSL& ssl) {
    std::string in;
    while (in.find("</Autodiscover>") == in.npos) {
      char chunk[4096];
      const int length = SSL_read(&ssl, chunk, sizeof chunk);
      if (length <= 0) return false;
      in.append(chunk, static_cast<std::size_t>(length));
    }
    constexpr std::string_view out = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    return SSL_write(&ssl, out.data(), static_cast<int>(out.size())) > 0;
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  asio::io_context io_{1};
  asio::ip::tcp::acceptor acceptor_{io_};
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

struct Seen {
  boost::system::error_code connect;
  std::optional<http::TlsOutcome> tls;
  std::optional<Answer> answer;
};

class HttpProbing : public testing::Test {
 protected:
  HttpProbing() {
    config.connect_timeout = config.tls_timeout = config.http_timeout = 300ms;
    config.ca_file = ca.write_root(folder.path());
  }

  fakes::WebServer::Site site(fakes::WebHandler handler, std::vector<std::string> names = {"good.test"}) {
    fakes::WebServer::Site out{.port = port, .handler = std::move(handler)};
    if (names.empty()) return out;
    const auto files = ca.write(folder.path(), "site", {.names = std::move(names)});
    out.chain_file = files.chain;
    out.key_file = files.key;
    return out;
  }

  Seen probe(const std::string& server_name) {
    asio::io_context io{1};
    HttpProber prober(io.get_executor(), config, *http::TrustStore::load(config.ca_file));
    auto future = asio::co_spawn(
        io,
        [&]() -> asio::awaitable<Seen> {
          Seen seen;
          const auto connection = prober.open({asio::ip::make_address("127.0.0.1"), port}, server_name);
          seen.connect = co_await connection->connect();
          if (seen.connect) co_return seen;
          if (!server_name.empty()) {
            seen.tls = co_await connection->handshake();
            if (!seen.tls->ok()) co_return seen;
          }
          const Url url{!server_name.empty(), "good.test", port, std::string(autodiscover_path)};
          http::ClientRequest request =
              challenge_request(url, "good.test", {std::string(32, '1'), "srv/good.test"});
          seen.answer = co_await connection->exchange(std::move(request));
          co_return seen;
        },
        asio::use_future);
    io.run();
    return future.get();
  }

  fakes::TempDir folder;
  fakes::TestCa ca;
  Config config;
  const std::uint16_t port = fakes::free_port();
};

TEST_F(HttpProbing, GetsAnAnswer) {
  const fakes::WebServer server({site(fakes::web::page(404))});
  const Seen seen = probe("good.test");
  ASSERT_TRUE(seen.answer);
  EXPECT_EQ(seen.answer->failure, Answer::Failure::none);
  EXPECT_EQ(seen.answer->response.status, 404u);
  EXPECT_EQ(seen.tls->chain.front().names, std::vector<std::string>{"good.test"});
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_EQ(server.requests()[0].server_name, "good.test");
  EXPECT_EQ(server.requests()[0].header("Host"), "good.test:" + std::to_string(port));
}

TEST_F(HttpProbing, AsksNothingWhereTheCertificateIsWrong) {
  const fakes::WebServer server({site(fakes::web::page(200), {"other.test"})});
  const Seen seen = probe("good.test");
  ASSERT_TRUE(seen.tls);
  EXPECT_EQ(seen.tls->failure, http::TlsFailure::name_mismatch);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpProbing, SpeaksPlainHttp) {
  const fakes::WebServer server({site(fakes::web::page(200), {})});
  EXPECT_EQ(probe("").answer->response.status, 200u);
}

TEST_F(HttpProbing, TellsATimeOutFromAFailure) {
  {
    const fakes::WebServer server({site(fakes::web::never())});
    EXPECT_EQ(probe("good.test").answer->failure, Answer::Failure::timeout);
  }
  {
    const fakes::WebServer server({site(fakes::web::reset())});
    const Seen seen = probe("good.test");
    EXPECT_EQ(seen.answer->failure, Answer::Failure::failed);
    EXPECT_NE(seen.answer->detail, "");
  }
}

TEST_F(HttpProbing, GivesUpOnASilentDoor) {
  auto silent = site(fakes::web::page(200));
  silent.silent = true;
  const fakes::WebServer server({silent});
  EXPECT_EQ(probe("good.test").tls->failure, http::TlsFailure::timeout);
}

class KeptConnections : public HttpProbing {
 protected:
  // Asks that many times, with rest() in the middle when `rests`.
  std::vector<Answer> ask(int times, bool rests = false) {
    asio::io_context io{1};
    HttpProber prober(io.get_executor(), config, *http::TrustStore::load(config.ca_file));
    auto future = asio::co_spawn(
        io,
        [&]() -> asio::awaitable<std::vector<Answer>> {
          std::vector<Answer> answers;
          const Url url{true, "good.test", port, std::string(autodiscover_path)};
          for (int i = 0; i < times; ++i) {
            if (rests && i == times / 2) prober.rest();
            const auto connection = prober.open({asio::ip::make_address("127.0.0.1"), port}, "good.test");
            EXPECT_FALSE(co_await connection->connect());
            const http::TlsOutcome tls = co_await connection->handshake();
            EXPECT_TRUE(tls.ok());
            EXPECT_EQ(tls.chain.front().names, std::vector<std::string>{"good.test"});
            http::ClientRequest request =
                challenge_request(url, "good.test", {std::string(32, '1'), "srv/good.test"});
            answers.push_back(co_await connection->exchange(std::move(request)));
          }
          co_return answers;
        },
        asio::use_future);
    io.run();
    return future.get();
  }
};

TEST_F(KeptConnections, AreUsedAgain) {
  KeepAliveServer server(ca, folder.path(), port, 1000);
  for (const Answer& answer : ask(6)) EXPECT_EQ(answer.response.status, 200u);
  // The first shows that somebody comes back; the second is kept for all that follow.
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(server.requests(), 6);
}

TEST_F(KeptConnections, AreLetGoAfterARun) {
  KeepAliveServer server(ca, folder.path(), port, 1000);
  ask(6, true);
  EXPECT_EQ(server.connections(), 4);
}

TEST_F(KeptConnections, ThatTheServerHasClosedAreReplaced) {
  KeepAliveServer server(ca, folder.path(), port, 2);  // closes in silence after two answers
  for (const Answer& answer : ask(7)) EXPECT_EQ(answer.response.status, 200u);
  EXPECT_EQ(server.requests(), 7);
  EXPECT_EQ(server.connections(), 4);
}

TEST_F(KeptConnections, AreNotKeptAgainstTheServersWill) {
  const fakes::WebServer server({site(fakes::web::page(404))});  // one request a connection
  for (const Answer& answer : ask(4)) EXPECT_EQ(answer.response.status, 404u);
  EXPECT_EQ(server.requests().size(), 4u);
}

TEST_F(HttpProbing, NoticesThatNobodyListens) {
  EXPECT_EQ(probe("good.test").connect, asio::error::connection_refused);
}

}  // namespace
}  // namespace mapigate::selfcheck
