// The fakes are judged by programs that are not ours: openssl and curl.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"
#include "tests/fakes/web_server.hpp"

namespace mapigate::fakes {
namespace {

using namespace std::chrono_literals;

TEST(Process, GivesInputAndCollectsBothOutputs) {
  const auto finished =
      run({"sh", "-c", "cat; echo problem >&2; exit 7"}, {.input = std::string(300000, 'x')});
  EXPECT_EQ(finished.status, 7);
  EXPECT_EQ(finished.out, std::string(300000, 'x'));
  EXPECT_EQ(finished.err, "problem\n");
}

TEST(Process, WaitsForOutputAndReportsSignals) {
  Process process({"sh", "-c", "echo one; read line; echo two"});
  EXPECT_TRUE(process.wait_for_out("one"));
  EXPECT_TRUE(process.wait_for_out("two")) << "the input ends at once, so the shell goes on";
  EXPECT_FALSE(process.wait_for_out("three")) << "returns when the process ends";
  EXPECT_EQ(process.wait(), 0);

  Process endless({"tail", "-f", "/dev/null"});
  EXPECT_TRUE(endless.running());
  endless.signal(SIGTERM);
  EXPECT_EQ(endless.wait(), 128 + SIGTERM);
}

TEST(Process, SaysWhenTheProgramIsNotThere) {
  EXPECT_THROW(Process({"no-such-program"}), std::runtime_error);
}

TEST(FreePort, IsNeverTheSameTwice) { EXPECT_NE(free_port(), free_port()); }

class TestCaTest : public testing::Test {
 protected:
  Finished verify(const CertificateOptions& options, const std::string& name) {
    const auto files = ca_.write(folder_.path(), "server", options);
    return run({"openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", name,
                "-CAfile", ca_.write_root(folder_.path()), "-untrusted", files.chain, files.chain});
  }
  TempDir folder_;
  TestCa ca_;
};

TEST_F(TestCaTest, IssuesWhatOpensslAccepts) {
  EXPECT_EQ(verify({.names = {"a.test", "b.test"}}, "b.test").status, 0);
}

TEST_F(TestCaTest, IssuesWhatOpensslRefuses) {
  EXPECT_NE(verify({.names = {"a.test"}}, "b.test").err.find("hostname mismatch"), std::string::npos);
  EXPECT_NE(verify({.names = {"a.test"}, .ends_in = -1h}, "a.test").err.find("has expired"),
            std::string::npos);
  EXPECT_NE(verify({.names = {"a.test"}, .starts_in = 1h}, "a.test").err.find("not yet valid"),
            std::string::npos);
  EXPECT_NE(verify({.names = {"a.test"}, .send_intermediate = false}, "a.test").err.find("local issuer"),
            std::string::npos);
  EXPECT_NE(verify({.names = {"a.test"}, .self_signed = true}, "a.test").err.find("self-signed"),
            std::string::npos);
}

class WebServerTest : public testing::Test {
 protected:
  Finished curl(std::vector<std::string> arguments, const std::string& scheme = "https") {
    arguments.insert(arguments.begin(),
                     {"curl", "-sS", "--noproxy", "*", "--cacert", ca_.write_root(folder_.path()),
                      "--resolve", "a.test:" + std::to_string(port_) + ":127.0.0.9"});
    arguments.push_back(scheme + "://a.test:" + std::to_string(port_) + "/autodiscover/autodiscover.xml");
    return run(arguments);
  }
  WebServer::Site tls_site(WebHandler handler) {
    const auto files = ca_.write(folder_.path(), "a", {.names = {"a.test"}});
    return {.address = "127.0.0.9",
            .port = port_,
            .chain_file = files.chain,
            .key_file = files.key,
            .handler = std::move(handler)};
  }
  TempDir folder_;
  TestCa ca_;
  std::uint16_t port_ = free_port();
};

TEST_F(WebServerTest, AnswersOverTlsAndKeepsWhatItSaw) {
  const WebServer server({tls_site(web::autodiscover_pox())});
  const auto answer = curl({"-d", "a body", "-H", "X-Thing: 1", "-w", "%{http_code}"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_NE(answer.out.find("redirectAddr"), std::string::npos);
  ASSERT_EQ(server.requests().size(), 1u);
  const auto request = server.requests()[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/autodiscover/autodiscover.xml");
  EXPECT_EQ(request.header("x-thing"), "1");
  EXPECT_EQ(request.body, "a body");
  EXPECT_EQ(request.server_name, "a.test");
}

TEST_F(WebServerTest, PlainHttpWhereTlsIsExpected) {
  const WebServer server({{.address = "127.0.0.9", .port = port_, .handler = web::page(404)}});
  EXPECT_EQ(curl({"-w", "%{http_code}", "-o", "/dev/null"}, "http").out, "404");
  EXPECT_EQ(curl({}).status, 35) << "curl: SSL connect error";
}

TEST_F(WebServerTest, MisbehavesAsAsked) {
  {
    const WebServer server({tls_site(web::reset())});
    EXPECT_EQ(curl({}).status, 56) << "curl: failure in receiving network data";
  }
  {
    const WebServer server({tls_site(web::never())});
    EXPECT_EQ(curl({"-m", "0.2"}).status, 28) << "curl: time-out";
  }
  {
    const WebServer server({tls_site(web::endless())});
    EXPECT_EQ(curl({"-o", "/dev/null", "-m", "0.3"}).status, 28);
  }
  {
    const WebServer server({{.address = "127.0.0.9", .port = port_, .silent = true}});
    EXPECT_EQ(curl({"-m", "0.2"}).status, 28);
  }
  {
    const WebServer server({{.address = "127.0.0.9", .port = port_, .reset_on_first_byte = true}});
    EXPECT_EQ(curl({}).status, 35);
  }
}

TEST_F(WebServerTest, ProxiesAndTakesHeadersAway) {
  auto site = tls_site(web::page(204));
  const WebServer upstream({site});
  site.address = "127.0.0.10";
  site.handler = web::proxy({"127.0.0.9", port_, "a.test"}, "X-Strip");
  const WebServer front({site});
  const auto answer = run({"curl", "-sk", "--noproxy", "*", "-w", "%{http_code}", "-H", "X-Strip-This: 1",
                           "-H", "X-Keep: 2", "https://127.0.0.10:" + std::to_string(port_) + "/path"});
  EXPECT_NE(answer.out.find("204"), std::string::npos) << answer.err;
  ASSERT_EQ(upstream.requests().size(), 1u);
  EXPECT_EQ(upstream.requests()[0].header("X-Strip-This"), "");
  EXPECT_EQ(upstream.requests()[0].header("X-Keep"), "2");
}

TEST_F(WebServerTest, ReplaysOneAnswerToAChallengeOfItsOwn) {
  auto site = tls_site([](const WebRequest& request) {
    return WebReply{.body = std::string(request.header("X-Mapigate-Challenge")) + "; " + request.body};
  });
  const WebServer upstream({site});
  site.address = "127.0.0.10";
  site.handler = web::replay({"127.0.0.9", port_, "a.test"});
  const WebServer impostor({site});
  const auto ask = [&](const std::string& nonce) {
    return run({"curl", "-sk", "--noproxy", "*", "-H", "X-Mapigate-Challenge: 1 " + nonce + " label", "-d",
                "<" + nonce + ">", "https://127.0.0.10:" + std::to_string(port_) + "/path"})
        .out;
  };
  EXPECT_EQ(ask("1234"), "1 4321 label; <4321>");
  EXPECT_EQ(ask("5678"), "1 4321 label; <4321>");
  EXPECT_EQ(upstream.requests().size(), 1u);
}

}  // namespace
}  // namespace mapigate::fakes
