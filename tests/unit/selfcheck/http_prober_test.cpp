// The real prober, against web servers on loopback.
#include "gateway/selfcheck/http_prober.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "gateway/selfcheck/checks/http_post.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::selfcheck {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

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

TEST_F(HttpProbing, NoticesThatNobodyListens) {
  EXPECT_EQ(probe("good.test").connect, asio::error::connection_refused);
}

}  // namespace
}  // namespace mapigate::selfcheck
