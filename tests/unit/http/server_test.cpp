#include <gmock/gmock.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <latch>

#include "tests/unit/http/test_server.hpp"

namespace mapigate::http {
namespace {

namespace asio = boost::asio;
using test::RawClient;
using test::TestServer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Answers with what it saw.
asio::awaitable<Response> echo(Request& request) {
  std::string text = fmt::format("{} {} {} q={} secure={} peer={} sni={} body={}", request.method,
                                 request.target, request.path, request.query, request.secure,
                                 request.peer.to_string(), request.server_name, request.body);
  co_return text_response(200, std::move(text));
}

class HttpServer : public ::testing::Test {
 protected:
  void SetUp() override { server_.router.add("/echo", {echo, 100}); }
  TestServer server_;
};

TEST_F(HttpServer, AnswersOverTls) {
  server_.start();
  const auto response =
      test::fetch(server_, {.method = "POST", .target = "/Echo/?a=b", .host = "localhost", .body = "hello"})
          .value();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "POST /Echo/?a=b /echo q=a=b secure=true peer=127.0.0.1 sni=localhost body=hello");
  EXPECT_EQ(response.headers.get("Server"), "Mapigate");
  EXPECT_THAT(std::string(response.headers.get("Date")), HasSubstr(" GMT"));
}

TEST_F(HttpServer, AnswersOverPlainHttpAndKeepsTheConnection) {
  server_.start();
  RawClient client(server_.http, false);
  for (int i = 0; i < 3; ++i) {
    client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.receive_until("body="), HasSubstr("secure=false"));
  }
}

TEST_F(HttpServer, PipelinedRequestsAreAnsweredInTheirOrder) {
  server_.start();
  RawClient client(server_.https, true);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nA"
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nB\r\n0\r\n\r\n"
      "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string all = client.receive_all();
  const std::size_t a = all.find("body=A");
  const std::size_t b = all.find("body=B");
  ASSERT_NE(a, all.npos);
  ASSERT_NE(b, all.npos);
  EXPECT_LT(a, b);
  EXPECT_THAT(all.substr(b), HasSubstr("Connection: close"));
}

TEST_F(HttpServer, ARequestMayComeByteByByte) {
  server_.start();
  RawClient client(server_.https, true);
  for (const char c : std::string_view(
           "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK")) {
    ASSERT_TRUE(client.send(std::string_view(&c, 1)));
  }
  EXPECT_THAT(client.receive_all(), HasSubstr("body=OK"));
}

TEST_F(HttpServer, ExpectContinueIsAnsweredBeforeTheBody) {
  server_.start();
  RawClient client(server_.https, true);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("OK");
  EXPECT_THAT(client.receive_all(), HasSubstr("body=OK"));
}

TEST_F(HttpServer, HeadGetsTheHeaderOnly) {
  server_.start();
  RawClient client(server_.https, true);
  client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string all = client.receive_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(all, HasSubstr("Content-Length: "));
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

TEST_F(HttpServer, Http10IsAnsweredAndClosed) {
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.receive_all(), HasSubstr("Connection: close\r\n"));
}

TEST_F(HttpServer, HeadersOfAResponseCannotBeSplit) {
  server_.router.add("/split", {[](Request&) -> asio::awaitable<Response> {
                                  Response response = text_response(200, "");
                                  response.headers.add("X-Bad", "a\r\nSet-Cookie: evil=1");
                                  co_return response;
                                },
                                0});
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /split HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), Not(HasSubstr("evil")));
}

TEST_F(HttpServer, AChunkedBodyMayComeByteByByte) {
  server_.start();
  for (const std::string_view body : {"0\r\n\r\n", "2\r\nOK\r\n0\r\n\r\n", "0\r\nX: y\r\n\r\n"}) {
    RawClient client(server_.https, true);
    ASSERT_TRUE(client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
    for (const char c : body) ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    EXPECT_THAT(client.receive_all(), HasSubstr(body.starts_with("2") ? "body=OK" : "body=")) << body;
  }
}

TEST_F(HttpServer, AnEmptyLineBeforeARequestIsSkipped) {
  server_.start();
  RawClient client(server_.https, true);
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nA\r\n");
  EXPECT_THAT(client.receive_until("body=A"), HasSubstr("200 OK"));
  client.send("\r");
  client.send("\nGET /echo?second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), HasSubstr("q=second"));
}

TEST_F(HttpServer, ATargetMayNameItsHost) {
  server_.start();
  RawClient client(server_.https, true, "LOCALHOST");
  client.send("GET https://Mail.Example.org/Echo/?A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), HasSubstr(" /echo q=A secure=true peer=127.0.0.1 sni=localhost "));
}

TEST_F(HttpServer, SomeAnswersHaveNoBody) {
  server_.router.add(
      "/none", {[](Request&) -> asio::awaitable<Response> { co_return text_response(204, "text"); }, 0});
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string all = client.receive_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("Content-Length")));
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

TEST_F(HttpServer, AnExceptionBecomes500WithoutItsText) {
  server_.router.add("/throw", {[](Request&) -> asio::awaitable<Response> {
                                  throw std::runtime_error("inner detail");
                                  co_return Response{};
                                },
                                0});
  server_.start();
  const auto response = test::fetch(server_, {.target = "/throw", .host = "localhost"}).value();
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("inner detail")));
  EXPECT_THAT(server_.records.of("HTTP_HANDLER_FAILED"), ElementsAre(HasSubstr("inner detail")));
}

// Streams three chunks, each only when the test asks for it.
TEST_F(HttpServer, StreamedChunksArriveOneByOne) {
  std::promise<void> first_seen;
  auto seen = first_seen.get_future().share();
  server_.router.add("/stream",
                     {[seen](Request&) -> asio::awaitable<Response> {
                        Response response;
                        response.stream = [seen](BodyWriter& body) -> asio::awaitable<void> {
                          const auto one = co_await body.write("one");
                          EXPECT_TRUE(one.has_value());
                          asio::steady_timer timer(co_await asio::this_coro::executor);
                          while (seen.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
                            timer.expires_after(std::chrono::milliseconds(5));
                            co_await timer.async_wait(asio::use_awaitable);
                          }
                          const auto two = co_await body.write("two");
                          EXPECT_TRUE(two.has_value());
                        };
                        co_return response;
                      },
                      0});
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.receive_until("one\r\n");
  EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\n\r\n3\r\none\r\n"));
  first_seen.set_value();
  EXPECT_EQ(client.receive_until("0\r\n\r\n"), "3\r\ntwo\r\n0\r\n\r\n");
  client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive_until("body="), HasSubstr("200 OK"));
}

TEST_F(HttpServer, AWholeBodyCanBeOneChunk) {
  for (const std::string& body : {std::string("hello, world"), std::string(20'000, 'x'), std::string()}) {
    server_.router.add("/chunk" + std::to_string(body.size()),
                       {[body](Request&) -> asio::awaitable<Response> {
                          Response response;
                          response.chunked = true;
                          response.body = body;
                          co_return response;
                        },
                        0});
  }
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /chunk12 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive_until("0\r\n\r\n"),
              AllOf(HasSubstr("Transfer-Encoding: chunked\r\n\r\nc\r\nhello, world\r\n0\r\n\r\n"),
                    Not(HasSubstr("Content-Length"))));
  client.send("GET /chunk20000 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive_until("\r\n0\r\n\r\n"),
              HasSubstr("\r\n\r\n4e20\r\n" + std::string(20'000, 'x') + "\r\n"));
  // A chunk of no bytes would be the end.
  client.send("GET /chunk0 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive_until("\r\n\r\n"), HasSubstr("Content-Length: 0\r\n"));
  client.send("HEAD /chunk12 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive_until("\r\n\r\n"), HasSubstr("Transfer-Encoding: chunked\r\n"));
  client.send("GET /chunk12 HTTP/1.0\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_until("hello, world"), HasSubstr("Content-Length: 12\r\n"));
}

TEST_F(HttpServer, ForwardedAddressesCountOnlyFromTrustedProxies) {
  server_.start();
  const std::string request =
      "GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.7, 192.0.2.9, 127.0.0.1\r\nConnection: "
      "close\r\n\r\n";
  RawClient untrusted(server_.https, true);
  untrusted.send(request);
  EXPECT_THAT(untrusted.receive_all(), HasSubstr("peer=127.0.0.1 "));

  TestServer behind_proxy;
  behind_proxy.router.add("/echo", {echo, 100});
  behind_proxy.config.trusted_proxies_v4 = {asio::ip::make_network_v4("127.0.0.0/8")};
  behind_proxy.start();
  RawClient trusted(behind_proxy.https, true);
  trusted.send(request);
  // The last one that is no proxy of ours: what stands before it the client may have written itself.
  EXPECT_THAT(trusted.receive_all(), HasSubstr("peer=192.0.2.9 "));
}

// As HAProxy does, which adds a field of its own behind what the client sent.
TEST_F(HttpServer, TheLastOfSeveralForwardedFieldsCounts) {
  server_.config.trusted_proxies_v4 = {asio::ip::make_network_v4("127.0.0.1/32")};
  server_.start();
  RawClient client(server_.https, true);
  client.send(
      "GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.7\r\nX-Forwarded-For: 192.0.2.9\r\n"
      "Connection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), HasSubstr("peer=192.0.2.9 "));
}

TEST_F(HttpServer, StoppingDoesNotWaitForThoseWhoAskNothing) {
  server_.config.drain_timeout = std::chrono::hours(1);
  server_.start();
  RawClient before_tls(server_.https, false);
  RawClient before_request(server_.https, true);
  RawClient plain(server_.http, false);
  EXPECT_TRUE(test::eventually([&] { return server_.connections() == 3; }));
  server_.server->stop();
  EXPECT_EQ(before_tls.receive_all(), "");
  EXPECT_EQ(before_request.receive_all(), "");
  EXPECT_TRUE(before_request.ended_in_order());
  EXPECT_EQ(plain.receive_all(), "");
}

TEST_F(HttpServer, StoppingLetsARunningRequestFinish) {
  std::promise<void> entered;
  std::promise<void> release;
  auto released = release.get_future().share();
  server_.router.add("/slow",
                     {[&entered, released](Request&) -> asio::awaitable<Response> {
                        entered.set_value();
                        asio::steady_timer timer(co_await asio::this_coro::executor);
                        while (released.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
                          timer.expires_after(std::chrono::milliseconds(5));
                          co_await timer.async_wait(asio::use_awaitable);
                        }
                        co_return text_response(200, "finished");
                      },
                      0});
  server_.start();
  RawClient idle(server_.https, true);
  RawClient busy(server_.https, true);
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  entered.get_future().wait();
  auto stopping = std::async(std::launch::async, [&] { server_.server->stop(); });
  EXPECT_EQ(idle.receive_all(), "");  // closed at once
  release.set_value();
  EXPECT_THAT(busy.receive_all(), HasSubstr("finished"));
  EXPECT_EQ(stopping.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_THROW(RawClient(server_.https, true), std::exception);
}

TEST_F(HttpServer, StoppingCutsWhatDoesNotEnd) {
  std::promise<void> entered;
  server_.config.drain_timeout = std::chrono::milliseconds(50);
  server_.router.add("/hang", {[&entered](Request&) -> asio::awaitable<Response> {
                                 entered.set_value();
                                 asio::steady_timer timer(co_await asio::this_coro::executor);
                                 timer.expires_after(std::chrono::hours(1));
                                 co_await timer.async_wait(asio::use_awaitable);
                                 co_return Response{};
                               },
                               0});
  server_.start();
  RawClient client(server_.https, true);
  client.send("GET /hang HTTP/1.1\r\nHost: x\r\n\r\n");
  entered.get_future().wait();
  server_.server->stop();
  server_.server.reset();
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(HttpServer, ATakenPortIsAnErrorThatSaysSo) {
  server_.start();
  Server second(server_.config, server_.limits, server_.log, server_.metrics);
  const auto bound = second.listen(server_.https, server_.router, server_.certificates.get());
  ASSERT_TRUE(bound.has_error());
  EXPECT_THAT(bound.error().message, HasSubstr("another process has this port"));
}

}  // namespace
}  // namespace mapigate::http
