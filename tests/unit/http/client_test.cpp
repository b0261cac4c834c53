#include "gateway/http/client.hpp"

#include <gmock/gmock.h>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>

#include "tests/fakes/await.hpp"
#include "tests/fakes/full_listener.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"
#include "tests/unit/http/test_server.hpp"

namespace mapigate::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using fakes::WebReply;
using fakes::WebServer;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto long_enough = 20s;
constexpr std::size_t max_body = 1000;

tcp::endpoint loopback(std::uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }

// What a client sees in one attempt, as far as it comes.
struct Seen {
  boost::system::error_code connected;
  TlsOutcome tls;
  Result<ClientResponse> response = Error{"not asked"};
};

struct Attempt {
  bool use_tls = true;
  std::string server_name = "a.test";
  ClientRequest request = {.host = "a.test"};
  std::size_t body_limit = max_body;
  std::chrono::milliseconds limit = long_enough;
};

class HttpClient : public ::testing::Test {
 protected:
  void serve(WebServer::Site site) {
    site.port = port_;
    server_.emplace(std::vector{std::move(site)});
  }
  void serve(fakes::WebHandler handler) { serve({.handler = std::move(handler)}); }
  void serve_tls(const fakes::CertificateOptions& options, const fakes::TestCa& ca) {
    const auto files = ca.write(folder_.path(), "server", options);
    serve({.chain_file = files.chain, .key_file = files.key, .handler = fakes::web::page(200)});
  }
  void serve_raw(std::string answer) {
    serve([answer](const fakes::WebRequest&) { return WebReply{.raw = answer}; });
  }

  Seen attempt(Attempt what) {
    return fakes::await<Seen>([&](asio::any_io_executor executor) -> asio::awaitable<Seen> {
      Seen seen;
      ClientConnection connection(executor);
      seen.connected = co_await connection.connect(loopback(port_), what.limit);
      if (seen.connected) co_return seen;
      if (what.use_tls) seen.tls = co_await connection.handshake(trust_, what.server_name, what.limit);
      // Also after a handshake that failed: then nothing may be sent.
      seen.response = co_await connection.exchange(what.request, what.body_limit, what.limit);
      co_return seen;
    });
  }
  // Over plain HTTP.
  Result<ClientResponse> ask(std::chrono::milliseconds limit = long_enough) {
    return attempt({.use_tls = false, .limit = limit}).response;
  }
  std::string failure(std::chrono::milliseconds limit = long_enough) {
    const auto response = ask(limit);
    return response ? "an answer with status " + std::to_string(response->status) : response.error().message;
  }

  fakes::TempDir folder_;
  fakes::TestCa ca_;
  TrustStore trust_ = TrustStore::load(ca_.write_root(folder_.path())).value();
  std::uint16_t port_ = fakes::free_port();
  std::optional<WebServer> server_;
};

TEST_F(HttpClient, ReportsTheChainItTrusts) {
  serve_tls({.names = {"a.test", "*.wild.test"}}, ca_);
  const Seen seen = attempt({});
  EXPECT_TRUE(seen.tls.ok());
  EXPECT_THAT(seen.tls.failures, IsEmpty());
  EXPECT_EQ(seen.tls.detail, "");
  EXPECT_EQ(seen.tls.protocol, "TLSv1.3");
  ASSERT_THAT(seen.tls.chain, SizeIs(2));
  const Certificate& leaf = seen.tls.chain[0];
  EXPECT_THAT(leaf.names, ElementsAre("a.test", "*.wild.test"));
  EXPECT_EQ(leaf.subject, "CN=a.test");
  EXPECT_EQ(leaf.issuer, "CN=Mapigate test intermediate");
  EXPECT_FALSE(leaf.self_issued);
  EXPECT_THAT(leaf.sha256, SizeIs(64));
  const auto now = std::chrono::system_clock::now();
  EXPECT_LT(leaf.not_before, now);
  EXPECT_GT(leaf.not_after, now + 80 * 24h);
  EXPECT_EQ(seen.tls.chain[1].subject, leaf.issuer);
  ASSERT_TRUE(seen.response.has_value());
  EXPECT_EQ(seen.response->status, 200);
  ASSERT_THAT(server_->requests(), SizeIs(1));
  EXPECT_EQ(server_->requests()[0].server_name, "a.test");
}

struct Refused {
  std::string what;
  fakes::CertificateOptions options;
  std::string server_name;
  std::vector<TlsFailure> failures;
  bool foreign_ca = false;
};

class HttpClientRefuses : public HttpClient, public ::testing::WithParamInterface<Refused> {};

TEST_P(HttpClientRefuses, BeforeAByteOfTheRequestIsSent) {
  const Refused& test = GetParam();
  const fakes::TestCa foreign("Foreign");
  serve_tls(test.options, test.foreign_ca ? foreign : ca_);
  const Seen seen = attempt({.server_name = test.server_name});
  EXPECT_FALSE(seen.tls.ok());
  EXPECT_THAT(seen.tls.failures, ::testing::UnorderedElementsAreArray(test.failures));
  EXPECT_EQ(seen.tls.failure, test.failures.front());
  EXPECT_NE(seen.tls.detail, "");
  // What was wrong can be shown.
  EXPECT_THAT(seen.tls.chain, SizeIs(test.options.self_signed || !test.options.send_intermediate ? 1 : 2));
  EXPECT_EQ(seen.tls.chain.at(0).self_issued, test.options.self_signed);
  EXPECT_TRUE(seen.response.has_error());
  EXPECT_THAT(server_->requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, HttpClientRefuses,
    ::testing::Values(
        Refused{
            "SelfSigned", {.names = {"a.test"}, .self_signed = true}, "a.test", {TlsFailure::self_signed}},
        Refused{"UntrustedRoot", {.names = {"a.test"}}, "a.test", {TlsFailure::untrusted_root}, true},
        Refused{"IncompleteChain",
                {.names = {"a.test"}, .send_intermediate = false},
                "a.test",
                {TlsFailure::incomplete_chain}},
        Refused{"Expired", {.names = {"a.test"}, .ends_in = -1h}, "a.test", {TlsFailure::expired}},
        Refused{"NotYetValid", {.names = {"a.test"}, .starts_in = 1h}, "a.test", {TlsFailure::not_yet_valid}},
        Refused{"NameMismatch", {.names = {"a.test"}}, "b.test", {TlsFailure::name_mismatch}},
        Refused{"NameBelow", {.names = {"a.test"}}, "x.a.test", {TlsFailure::name_mismatch}},
        Refused{"Address", {.names = {"127.0.0.1"}}, "127.0.0.1", {TlsFailure::name_mismatch}},
        Refused{"WildcardItself", {.names = {"*.a.test"}}, "a.test", {TlsFailure::name_mismatch}},
        Refused{"WildcardTwoBelow", {.names = {"*.a.test"}}, "x.y.a.test", {TlsFailure::name_mismatch}},
        Refused{"PartialWildcard", {.names = {"m*.a.test"}}, "mail.a.test", {TlsFailure::name_mismatch}},
        Refused{"ExpiredForAnotherName",
                {.names = {"a.test"}, .ends_in = -1h},
                "b.test",
                {TlsFailure::name_mismatch, TlsFailure::expired}},
        Refused{"EverythingAtOnce",
                {.names = {"a.test"}, .ends_in = -1h, .self_signed = true},
                "b.test",
                {TlsFailure::self_signed, TlsFailure::name_mismatch, TlsFailure::expired}},
        Refused{"ForeignAndNotYetValid",
                {.names = {"a.test"}, .starts_in = 1h},
                "a.test",
                {TlsFailure::untrusted_root, TlsFailure::not_yet_valid},
                true}),
    [](const auto& test) { return test.param.what; });

TEST_F(HttpClient, AcceptsAWildcardForOneLabel) {
  serve_tls({.names = {"*.a.test"}}, ca_);
  EXPECT_TRUE(attempt({.server_name = "Mail.a.test"}).tls.ok());
}

// OpenSSL would check no name at all for the first, and any name below a.test for the second.
TEST_F(HttpClient, ChecksNoCertificateForANameThatIsNone) {
  serve_tls({.names = {"x.a.test"}}, ca_);
  for (const std::string& name :
       {std::string(), std::string(".a.test"), std::string("."), std::string("x.a.test\0.evil.test", 18)}) {
    const Seen seen = attempt({.server_name = name});
    EXPECT_EQ(seen.tls.failure, TlsFailure::handshake) << name;
    EXPECT_THAT(seen.tls.failures, ElementsAre(TlsFailure::handshake)) << name;
    EXPECT_NE(seen.tls.detail, "");
    EXPECT_TRUE(seen.response.has_error());
  }
  EXPECT_THAT(server_->requests(), IsEmpty());
}

TEST_F(HttpClient, TellsNoTlsFromSilence) {
  serve(fakes::web::page(200));  // plain text where TLS is expected
  Seen seen = attempt({});
  EXPECT_THAT(seen.tls.failures, ElementsAre(TlsFailure::handshake));
  EXPECT_NE(seen.tls.detail, "");
  EXPECT_THAT(seen.tls.chain, IsEmpty());
  EXPECT_THAT(server_->requests(), IsEmpty());

  server_.reset();
  serve({.reset_on_first_byte = true});
  EXPECT_THAT(attempt({}).tls.failures, ElementsAre(TlsFailure::handshake));

  server_.reset();
  serve({.silent = true});
  seen = attempt({.limit = 50ms});
  EXPECT_THAT(seen.tls.failures, ElementsAre(TlsFailure::timeout));
  EXPECT_EQ(seen.tls.detail, "no answer in time");
}

TEST_F(HttpClient, NamesTheFileOfTrustedCertificatesItCannotRead) {
  EXPECT_THAT(TrustStore::load(folder_ / "missing.pem").error().message, HasSubstr("missing.pem"));
  fakes::write_file(folder_ / "empty.pem", "nothing\n");
  EXPECT_THAT(TrustStore::load(folder_ / "empty.pem").error().message, HasSubstr("empty.pem"));
}

TEST_F(HttpClient, SaysWhyItCannotConnect) {
  EXPECT_EQ(attempt({}).connected, asio::error::connection_refused);

  const fakes::FullListener silent("127.0.0.1", port_);
  EXPECT_EQ(attempt({.limit = 100ms}).connected, asio::error::timed_out);
}

TEST_F(HttpClient, SendsWhatItIsTold) {
  serve(fakes::web::page(200));
  ClientRequest request{.method = "POST", .target = "/a?b", .host = "a.test:1", .body = "text"};
  request.headers.add("X-One", "1");
  request.headers.add("X-Two", "two words");
  ASSERT_TRUE(attempt({.use_tls = false, .request = request}).response.has_value());
  request.body = "";
  ASSERT_TRUE(attempt({.use_tls = false, .request = request}).response.has_value());
  ASSERT_THAT(server_->requests(), SizeIs(2));
  const fakes::WebRequest got = server_->requests()[0];
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.target, "/a?b");
  EXPECT_EQ(got.header("Host"), "a.test:1");
  EXPECT_EQ(got.header("X-One"), "1");
  EXPECT_EQ(got.header("X-Two"), "two words");
  EXPECT_EQ(got.header("Content-Length"), "4");
  EXPECT_EQ(got.body, "text");
  EXPECT_EQ(server_->requests()[1].header("Content-Length"), "0");
}

TEST_F(HttpClient, RefusesToSendALineBreak) {
  serve(fakes::web::page(200));
  const std::string bad = "x\r\nX-Evil: 1";
  const std::string zero("x\0y", 3);
  ClientRequest header{.host = "a.test"};
  header.headers.add("X", bad);
  ClientRequest name{.host = "a.test"};
  name.headers.add(bad, "x");
  for (const ClientRequest& request :
       {ClientRequest{.method = bad, .host = "a.test"}, ClientRequest{.target = "/" + bad, .host = "a.test"},
        ClientRequest{.host = bad}, ClientRequest{.target = "/" + zero, .host = "a.test"},
        ClientRequest{.target = "/ HTTP/1.1", .host = "a.test"},
        ClientRequest{.method = "GET /", .host = "a.test"}, header, name}) {
    EXPECT_TRUE(attempt({.use_tls = false, .request = request}).response.has_error());
  }
  EXPECT_THAT(server_->requests(), IsEmpty());
}

TEST_F(HttpClient, GivesUpOnAnAnswerThatDoesNotEnd) {
  serve(fakes::web::never());
  EXPECT_EQ(failure(50ms), "no complete answer in time");
  server_.reset();
  serve(fakes::web::endless());
  EXPECT_EQ(failure(), "the answer is longer than 1000 bytes");
}

TEST_F(HttpClient, BoundsWhatItReads) {
  serve_raw("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(failure(), "the answer is longer than 1000 bytes");
  server_.reset();
  serve_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n");
  EXPECT_EQ(failure(), "the answer is longer than 1000 bytes");
  server_.reset();
  serve_raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
  EXPECT_THAT(ask().value().body, SizeIs(1000));
  server_.reset();
  serve_raw("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(failure(), HasSubstr("header"));
  server_.reset();
  // The size of a chunk, and the fields behind the last one, are lines without an end, too.
  serve_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(1'000'000, 'x'));
  EXPECT_EQ(failure(), "a line of the answer is too long");
  server_.reset();
  serve_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(100'000, 'x') +
            "\r\n\r\n");
  EXPECT_TRUE(ask().has_error());
}

TEST_F(HttpClient, RefusesWhatIsNotHttp) {
  for (const char* garbage : {"220 mail.example.test ESMTP\r\n", "HTTP/1.1 abc\r\n\r\n",
                              "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    serve_raw(garbage);
    EXPECT_THAT(failure(), HasSubstr("not HTTP")) << garbage;
    server_.reset();
  }
}

TEST_F(HttpClient, TellsAnAnswerFromThatWhichIsCutOff) {
  for (const char* cut :
       {"HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    serve_raw(cut);
    EXPECT_EQ(failure(), "the connection was closed before the answer was complete") << cut;
    server_.reset();
  }
  serve(fakes::web::reset());
  EXPECT_THAT(failure(), HasSubstr("the connection was closed"));
}

// A server that ends the connection without a word has not answered 200.
TEST_F(HttpClient, TakesSilenceForNoAnswer) {
  asio::io_context io;
  tcp::acceptor acceptor(io, loopback(port_));
  std::thread server([&] {
    tcp::socket socket = acceptor.accept();
    char request[1000];
    boost::system::error_code ignored;
    socket.read_some(asio::buffer(request), ignored);
  });
  EXPECT_EQ(failure(), "the connection was closed before the answer was complete");
  server.join();
}

TEST_F(HttpClient, SkipsInterimAnswers) {
  serve_raw(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
      "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX: y\r\n\r\nOK");
  const auto response = ask().value();
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, "OK");
  EXPECT_EQ(response.headers.get("x"), "y");
  EXPECT_FALSE(response.headers.has("Link"));
  server_.reset();
  serve_raw("HTTP/1.1 101 Switching Protocols\r\n\r\n");
  EXPECT_EQ(ask().value().status, 101);
}

// Neither the limit nor anything else on this thread may wait for a server that always has more to say.
TEST_F(HttpClient, IsNotHeldByEndlessInterimAnswers) {
  asio::io_context io;
  tcp::acceptor acceptor(io, loopback(port_));
  std::thread server([&] {
    tcp::socket socket = acceptor.accept();
    std::string flood;
    for (int i = 0; i < 2000; ++i) flood += "HTTP/1.1 100 Continue\r\n\r\n";
    boost::system::error_code code;
    while (!code) asio::write(socket, asio::buffer(flood), code);
  });
  EXPECT_EQ(failure(200ms), "no complete answer in time");
  server.join();
}

TEST_F(HttpClient, ReadsABodyThatTheEndOfTheConnectionEnds) {
  serve_raw("HTTP/1.1 200 OK\r\n\r\nall of it");
  EXPECT_EQ(ask().value().body, "all of it");
  server_.reset();
  serve_raw("HTTP/1.0 200 OK\r\n\r\nall of it");
  EXPECT_EQ(ask().value().body, "all of it");
}

TEST_F(HttpClient, KnowsAnswersWithoutBody) {
  serve_raw("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(ask().value().body, "");
  server_.reset();
  serve_raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
  const Seen seen = attempt({.use_tls = false, .request = {.method = "HEAD", .host = "a.test"}});
  ASSERT_TRUE(seen.response.has_value());
  EXPECT_EQ(seen.response->body, "");
}

// Several requests over one connection.
std::vector<Result<ClientResponse>> ask_repeatedly(const tcp::endpoint& server, int times) {
  using Responses = std::vector<Result<ClientResponse>>;
  return fakes::await<Responses>([&](asio::any_io_executor executor) -> asio::awaitable<Responses> {
    Responses responses;
    ClientConnection connection(executor);
    co_await connection.connect(server, long_enough);
    const ClientRequest request{.target = "/count", .host = "a.test"};
    for (int i = 0; i < times; ++i) {
      Result<ClientResponse> response = co_await connection.exchange(request, max_body, long_enough);
      responses.push_back(std::move(response));
    }
    co_return responses;
  });
}

TEST_F(HttpClient, KeepsTheConnectionForMoreExchanges) {
  test::TestServer server;
  int count = 0;
  server.router.add("/count", {[&count](Request&) -> asio::awaitable<Response> {
                                 ++count;
                                 Response response = text_response(200, std::to_string(count));
                                 response.close = count == 3;
                                 co_return response;
                               },
                               0});
  server.start();
  const auto responses = ask_repeatedly(server.http, 4);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(responses[i].value().body, std::to_string(i + 1));
  EXPECT_TRUE(responses[3].has_error());  // the third one said that it is the last
  EXPECT_EQ(count, 3);
}

// What a server sends unasked must not become the answer to the next question.
TEST_F(HttpClient, EndsAConnectionThatSaysTooMuch) {
  serve_raw(
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
  const auto responses = ask_repeatedly(loopback(port_), 2);
  EXPECT_EQ(responses[0].value().body, "one");
  EXPECT_TRUE(responses[1].has_error());
}

}  // namespace
}  // namespace mapigate::http
