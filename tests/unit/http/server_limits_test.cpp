#include <gmock/gmock.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <latch>

#include "tests/unit/http/test_server.hpp"

namespace mapigate::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::eventually;
using test::RawClient;
using test::TestServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::size_t big_body = 32 * 1024 * 1024;  // more than the kernel buffers on a connection

class HttpLimits : public ::testing::Test {
 protected:
  HttpLimits() {
    server_.router.add("/echo", {[this](Request& request) -> asio::awaitable<Response> {
                                   ++handled_;
                                   co_return text_response(200, "body=" + request.body + ".");
                                 },
                                 100});
    server_.router.add("/big", {[](Request&) -> asio::awaitable<Response> {
                                  co_return text_response(200, std::string(big_body, 'x'));
                                },
                                0});
  }

  // All that the server answers to these bytes, until it closes.
  std::string answer(std::string_view bytes) {
    RawClient client(server_.https, true);
    client.send(bytes);
    return client.receive_all();
  }
  std::string ask_once() { return answer("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); }

  TestServer server_;
  std::atomic<int> handled_{0};
};

std::string post(std::string_view fields, std::string_view body) {
  return fmt::format("POST /echo HTTP/1.1\r\nHost: x\r\n{}\r\n{}", fields, body);
}

TEST_F(HttpLimits, ABodyOverItsRoutesLimitIs413) {
  server_.start();
  const std::string full(100, 'a');
  EXPECT_THAT(answer(post("Content-Length: 100\r\nConnection: close\r\n", full)),
              HasSubstr("body=" + full + "."));
  EXPECT_THAT(
      answer(post("Transfer-Encoding: chunked\r\nConnection: close\r\n", "64\r\n" + full + "\r\n0\r\n\r\n")),
      HasSubstr("body=" + full + "."));
  EXPECT_EQ(handled_, 2);

  // Refused by what it announces: nothing of it has been sent.
  EXPECT_THAT(answer(post("Content-Length: 101\r\n", "")),
              AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("Connection: close\r\n")));
  EXPECT_THAT(answer(post("Content-Length: 18446744073709551615\r\n", "")), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer(post("Content-Length: 101\r\nExpect: 100-continue\r\n", "")),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer(post("Transfer-Encoding: chunked\r\n", "65\r\n")), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer(post("Transfer-Encoding: chunked\r\n", "64\r\n" + full + "\r\n1\r\n")),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer(post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n")),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(handled_, 2);
}

// Closing while the client still sends would reset the connection and lose the answer.
TEST_F(HttpLimits, TheRefusalArrivesAlsoWhenTheClientSendsOn) {
  server_.start();
  EXPECT_THAT(answer(post("Content-Length: 500000\r\n", std::string(500'000, 'x'))),
              StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpLimits, AHeaderOverTheLimitIs431) {
  server_.limits.header_bytes = 1024;
  server_.start();
  EXPECT_THAT(answer("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + std::string(900, 'x') +
                     "\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer("GET /echo HTTP/1.1\r\nHost: x\r\nX: " + std::string(1100, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  std::string many = "GET /echo HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 200; ++i) many += "X: y\r\n";
  EXPECT_THAT(answer(many + "\r\n"), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer("GET /" + std::string(2000, 'x')), StartsWith("HTTP/1.1 431 "));
  EXPECT_EQ(handled_, 1);
}

// Also requests that another server on the way could read otherwise: what follows them is never answered.
TEST_F(HttpLimits, WhatIsMalformedOrAmbiguousIsRefusedAndTheConnectionClosed) {
  server_.start();
  const std::vector<std::pair<std::string, int>> requests = {
      {"hello\r\n\r\n", 400},
      {"GET  /echo HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: x\r\nNo-Colon\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n", 400},
      {std::string("GET /echo HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n", 37), 400},
      {post("Content-Length: -1\r\n", ""), 400},
      {post("Content-Length: 1x\r\n", ""), 400},
      {post("Content-Length: 99999999999999999999\r\n", ""), 400},
      {post("Content-Length: 1\r\nContent-Length: 2\r\n", "AB"), 400},
      {post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400},
      {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {post("Transfer-Encoding: chunked\r\n", "xyz\r\n\r\n"), 400},
      {post("Transfer-Encoding: chunked\r\n", "1\r\nAB\r\n0\r\n\r\n"), 400},
      {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post("Transfer-Encoding: gzip\r\n", "0\r\n\r\n"), 501},
      {post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 501},
      {post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"GET /echo HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"GET /echo HTTP/1.2\r\nHost: x\r\n\r\n", 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404},
  };
  for (const auto& [request, status] : requests) {
    const std::string all = answer(request + "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(all, StartsWith(fmt::format("HTTP/1.1 {} ", status))) << request;
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n")) << request;
    EXPECT_THAT(all, Not(HasSubstr("200 OK"))) << request;
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, FieldsBehindTheBodyAreBoundedToo) {
  server_.limits.header_bytes = 64 * 1024;
  server_.start();
  // Over TLS and in plain text, since more comes at once there.
  for (const bool tls : {true, false}) {
    RawClient client(tls ? server_.https : server_.http, tls);
    client.send(post("Transfer-Encoding: chunked\r\n", "0\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n"));
    EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 400 "));
  }
  EXPECT_THAT(answer(post("Transfer-Encoding: chunked\r\n", "1;" + std::string(100'000, 'x'))),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(handled_, 0);
  EXPECT_THAT(server_.records.of("HTTP_CONNECTION_FAILED"), SizeIs(0));
}

// Sends on, so that only the limit for the whole can end it.
void expect_cut(RawClient& client, std::string_view beginning, std::string_view drop) {
  ASSERT_TRUE(client.send(beginning));
  const bool cut = eventually([&] { return client.readable(10ms) || !client.send(drop); });
  EXPECT_TRUE(cut);
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(HttpLimits, ARequestThatTakesTooLongIsCut) {
  server_.limits.request_timeout = 100ms;
  server_.start();
  RawClient header(server_.https, true);
  expect_cut(header, "GET /echo HTTP/1.1\r\nX: ", "x");
  RawClient body(server_.https, true);
  expect_cut(body, post("Transfer-Encoding: chunked\r\n", "1"), "0");
  EXPECT_EQ(handled_, 0);
}

// As long as a client sends faster than the server reads, reading never waits: the limits, and the other
// connections of that thread, must have their turn all the same.
TEST_F(HttpLimits, AClientThatNeverPausesIsCutToo) {
  server_.config.threads = 1;
  server_.limits.request_timeout = 200ms;
  server_.router.add("/large",
                     {[](Request&) -> asio::awaitable<Response> { co_return Response{}; }, 1 << 20});
  server_.start();
  std::string chunks;
  for (int i = 0; i < 100; ++i) chunks += "1;" + std::string(8000, 'x') + "\r\nA\r\n";
  RawClient body(server_.http, false);
  body.send("POST /large HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return !body.send(chunks); }));
}

TEST_F(HttpLimits, AnIdleConnectionIsClosedInOrder) {
  server_.limits.idle_timeout = 100ms;
  server_.start();
  RawClient used(server_.https, true);
  RawClient unused(server_.https, true);
  used.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(used.receive_until("body=."), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(used.receive_all(), "");
  EXPECT_TRUE(used.ended_in_order());
  EXPECT_EQ(unused.receive_all(), "");
  EXPECT_TRUE(unused.ended_in_order());
}

TEST_F(HttpLimits, AHandshakeThatTakesTooLongIsCut) {
  server_.limits.handshake_timeout = 100ms;
  server_.start();
  RawClient silent(server_.https, false);
  EXPECT_EQ(silent.receive_all(), "");
  RawClient begun(server_.https, false);
  // The header of a TLS record of 512 bytes whose content never comes.
  begun.send(std::string("\x16\x03\x01\x02\x00", 5));
  EXPECT_EQ(begun.receive_all(), "");
  EXPECT_TRUE(eventually([&] { return server_.metric("mapigate_tls_handshake_failures_total") == 2; }));
}

TEST_F(HttpLimits, AReaderWithoutProgressIsCut) {
  server_.limits.write_timeout = 100ms;
  server_.start();
  RawClient client(server_.https, true, "localhost", 64 * 1024);
  client.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.readable(20s));
  EXPECT_TRUE(eventually([&] { return server_.connections() == 0; }));
  const std::string all = client.receive_all();
  EXPECT_THAT(all.substr(0, 15), StartsWith("HTTP/1.1 200 OK"));
  EXPECT_LT(all.size(), big_body);
}

// Takes longer in all than write_timeout, but never pauses for long.
TEST_F(HttpLimits, ASlowReaderWithProgressGetsEverything) {
  server_.limits.write_timeout = 2s;
  server_.start();
  RawClient client(server_.https, true, "localhost", 64 * 1024);
  client.send("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  std::string all;
  for (int part = 1; part <= 10; ++part) {
    std::this_thread::sleep_for(300ms);
    while (all.size() < big_body / 10 * part && client.receive_some(all)) {
    }
  }
  while (client.receive_some(all)) {
  }
  EXPECT_EQ(all.size() - all.find("\r\n\r\n") - 4, big_body);
}

TEST_F(HttpLimits, ConnectionsOverTheLimitGet503OverTlsUntilOthersLeave) {
  server_.limits.connections = 2;
  server_.start();
  {
    RawClient first(server_.https, true);
    RawClient second(server_.https, true);
    for (int i = 0; i < 3; ++i) {
      const std::string refused = answer(post("Content-Length: 2\r\n", "OK"));
      EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
      EXPECT_THAT(refused, HasSubstr("Retry-After: 30\r\n"));
      EXPECT_THAT(refused, HasSubstr("Connection: close\r\n"));
    }
    EXPECT_EQ(handled_, 0);
    // One more that does not even speak TLS: no plain text for it either.
    RawClient plain(server_.https, false);
    plain.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(plain.receive_all(), Not(HasSubstr("HTTP/1.1")));
    EXPECT_EQ(server_.metric("mapigate_http_connections_refused_total"), 4);
    EXPECT_THAT(server_.records.of("HTTP_CONNECTION_LIMIT"), SizeIs(1));
    // Those that were there before are served.
    second.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(second.receive_until("body=."), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_TRUE(eventually([&] { return server_.connections() == 0; }));
  EXPECT_THAT(ask_once(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpLimits, PlainTextOnTheTlsPortGetsNoPlainText) {
  server_.start();
  for (const char* text :
       {"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "\r\n\r\n\r\n\r\n", "xxxxxxxxxxxxxxxxxx"}) {
    RawClient client(server_.https, false);
    client.send(text);
    const std::string all = client.receive_all();
    // A TLS alert record, RFC 8446 section 5.1, or nothing.
    EXPECT_TRUE(all.empty() || all.front() == '\x15') << all;
  }
  EXPECT_THAT(ask_once(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpLimits, HundredsOfConnectionsAtOnceAreServed) {
  constexpr int per_thread = 50;
  server_.start();
  std::vector<std::future<int>> threads;
  std::latch all_open(6);
  for (int thread = 0; thread < 6; ++thread) {
    threads.push_back(std::async(std::launch::async, [&] {
      std::vector<std::unique_ptr<RawClient>> clients;
      for (int i = 0; i < per_thread; ++i) {
        clients.push_back(std::make_unique<RawClient>(server_.https, true));
      }
      all_open.arrive_and_wait();
      int good = 0;
      for (int round = 0; round < 2; ++round) {
        for (auto& client : clients) client->send(post("Content-Length: 2\r\n", "OK"));
        for (auto& client : clients) {
          good += client->receive_until("body=OK.").starts_with("HTTP/1.1 200 ") ? 1 : 0;
        }
      }
      return good;
    }));
  }
  int good = 0;
  for (auto& thread : threads) good += thread.get();
  EXPECT_EQ(good, 6 * per_thread * 2);
  EXPECT_TRUE(eventually([&] { return server_.connections() == 0; }));
}

TEST_F(HttpLimits, AClientThatLeavesInTheMiddleHarmsNobody) {
  std::promise<void> entered;
  std::promise<std::string> end;
  server_.router.add("/stream", {[&](Request&) -> asio::awaitable<Response> {
                                   Response response;
                                   response.stream = [&](BodyWriter& body) -> asio::awaitable<void> {
                                     entered.set_value();
                                     asio::steady_timer timer(co_await asio::this_coro::executor);
                                     for (;;) {
                                       const Result<void> written = co_await body.write("more");
                                       if (written.has_error()) {
                                         end.set_value(written.error().message);
                                         co_return;
                                       }
                                       timer.expires_after(1ms);
                                       co_await timer.async_wait(asio::use_awaitable);
                                     }
                                   };
                                   co_return response;
                                 },
                                 0});
  server_.start();
  for (const std::string_view sent :
       {"", "GET /ec", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf",
        "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"}) {
    for (const bool tls : {true, false}) {
      RawClient client(tls ? server_.https : server_.http, tls);
      client.send(sent);
    }
  }
  {
    RawClient client(server_.https, true);
    client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.get_future().wait();
  }
  EXPECT_THAT(end.get_future().get(), HasSubstr("closed the connection"));
  EXPECT_TRUE(eventually([&] { return server_.connections() == 0; }));
  EXPECT_THAT(ask_once(), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace mapigate::http
