#include "gateway/mapi/transport.hpp"

#include <gmock/gmock.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "gateway/directory/public_store.hpp"
#include "tests/unit/mapi/rig.hpp"

namespace mapigate::mapi {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Does what the body of the request says.
class ScriptedEndpoint final : public Endpoint {
 public:
  oxcmapihttp::Endpoint kind() const override { return oxcmapihttp::Endpoint::mailbox; }

  asio::awaitable<Reply> handle(Call& call) override {
    last_unknown_mailbox = call.unknown_mailbox;
    Reply reply;
    reply.body.assign(call.body.begin(), call.body.end());
    if (call.type == RequestType::connect && call.body != "refuse") {
      reply.opens_session = std::make_unique<SessionState>();
    }
    reply.ends_session = call.type == RequestType::disconnect;
    if (call.body == "malformed") reply = Reply::failure(ResponseCode::invalid_request_body);
    if (call.body == "throw") throw std::runtime_error("secret\ndetail");
    if (call.body.starts_with("wait")) {
      asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
      gates.push_back(&timer);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      std::erase(gates, &timer);
      ++ended_waits;
      if (call.body == "wait and fail") reply = Reply::failure(ResponseCode::invalid_response);
      if (call.body == "wait and throw") throw std::runtime_error("late");
    }
    co_return reply;
  }
  void open_gates() {
    for (asio::steady_timer* gate : gates) gate->cancel();
  }

  bool last_unknown_mailbox = false;
  std::vector<asio::steady_timer*> gates;
  int ended_waits = 0;
};

class TransportTest : public ::testing::Test, public Rig {
 protected:
  TransportTest() : Rig("/mapi/emsmdb/") { use(endpoint); }
  ~TransportTest() override { io.reset(); }

  AnswerPtr connect(const std::string& user = "alice@example.org") {
    auto answer = send({.type = "Connect", .user = user, .body = "hello"});
    EXPECT_EQ(answer->code(), "0");
    take_cookies(*answer);
    return answer;
  }
  AnswerPtr execute(const std::string& body) { return send({.type = "Execute", .body = body}); }

  ScriptedEndpoint endpoint;
};

TEST_F(TransportTest, HeadersOfASuccessfulResponse) {
  const auto answer = connect();
  EXPECT_EQ(answer->response.status, 200u);
  EXPECT_EQ(answer->header("Content-Type"), "application/mapi-http");
  EXPECT_EQ(answer->header("X-RequestType"), "Connect");
  EXPECT_EQ(answer->header("X-RequestId"), "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456");
  EXPECT_EQ(answer->header("X-ClientInfo"), "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:123");
  EXPECT_EQ(answer->header("X-PendingPeriod"), "30000");
  EXPECT_EQ(answer->header("X-ExpirationInfo"), "900000");
  EXPECT_EQ(answer->header("X-ServerApplication"), "Exchange/15.00.0847.4040");
  EXPECT_EQ(answer->header("Cache-Control"), "private");
  EXPECT_EQ(answer->cookie("MapiContext").size(), 32u);
  EXPECT_NE(answer->cookie("MapiSequence"), "");
  EXPECT_THAT(answer->header("Set-Cookie"), HasSubstr("; Path=/mapi/emsmdb; Secure; HttpOnly"));
  EXPECT_EQ(answer->payload(), "hello");
  EXPECT_EQ(answer->done_header("X-ElapsedTime"), "0");
  EXPECT_EQ(answer->done_header("X-StartTime"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_EQ(answer->chunks.size(), 1u) << "what is quick is written in one piece";
  EXPECT_THAT(answer->text(), StartsWith("PROCESSING\r\nDONE\r\n"));
}

TEST_F(TransportTest, ASessionFromConnectToDisconnect) {
  const auto connected = connect();
  const auto executed = execute("1");
  EXPECT_EQ(executed->code(), "0");
  EXPECT_EQ(executed->payload(), "1");
  EXPECT_EQ(executed->cookie("MapiContext"), cookies.context);
  EXPECT_NE(executed->cookie("MapiSequence"), cookies.sequence);
  EXPECT_EQ(metric("mapigate_mapi_sessions", {{"endpoint", "emsmdb"}}), 1);
  take_cookies(*executed);
  const auto ended = send({.type = "Disconnect"});
  EXPECT_EQ(ended->code(), "0");
  EXPECT_EQ(ended->cookie("MapiContext"), cookies.context) << "[MS-OXCMAPIHTTP] section 3.2.5.4";
  EXPECT_EQ(execute("2")->code(), "10");
  EXPECT_EQ(metric("mapigate_mapi_sessions", {{"endpoint", "emsmdb"}}), 0);
  EXPECT_EQ(
      metric("mapigate_mapi_requests_total", {{"endpoint", "emsmdb"}, {"type", "Execute"}, {"code", "10"}}),
      1);
  EXPECT_THAT(log_ids, AllOf(Contains("MAPI_SESSION_OPENED"), Contains("MAPI_SESSION_CLOSED")));
}

TEST_F(TransportTest, AnyCaseOfWhatIsSent) {
  const auto answer = send({.target = "/MAPI/EMSMDB/?b=1&mailboxid=" + alice->mailbox_guid + "@example.org&a",
                            .type = "cONNECT",
                            .body = "x",
                            .headers = {{"content-type", "APPLICATION/MAPI-HTTP"}, {"x-requestid", "1"}}});
  EXPECT_EQ(answer->code(), "0");
  EXPECT_EQ(answer->header("X-RequestId"), "1");
  EXPECT_THAT(answer->header("Set-Cookie"), HasSubstr("; Path=/MAPI/EMSMDB;"));
  EXPECT_FALSE(endpoint.last_unknown_mailbox);
  EXPECT_EQ(send({.target = "/mapi/emsmdb", .type = "Connect"})->code(), "0");
}

TEST_F(TransportTest, RefusalsBeforeTheSession) {
  const auto refused = [&](TestRequest request) { return send(request)->code(); };
  EXPECT_EQ(refused({.method = "PUT", .type = "Connect"}), "2");
  EXPECT_EQ(refused({.target = "/mapi/emsmdb/?MailboxId=nonsense", .type = "Connect"}), "3");
  EXPECT_EQ(refused({.type = "Connect", .headers = {{"Content-Type", "text/plain"}}}), "4");
  EXPECT_EQ(refused({.type = "Unknown"}), "5");
  EXPECT_EQ(refused({.type = "Bind"}), "5");
  EXPECT_EQ(refused({.type = "Connect", .headers = {{"X-RequestId", ""}}}), "7");
  EXPECT_EQ(refused({.type = ""}), "7");
  EXPECT_EQ(refused({.type = "Connect", .body = std::string(max_request_body + 1, 'x')}), "9");
  EXPECT_EQ(refused({.type = "Connect", .body = "malformed"}), "12");
  EXPECT_EQ(refused({.type = "Connect", .headers = {{"X-ClientInfo", ""}}}), "0") << "it is only returned";
  EXPECT_EQ(
      metric("mapigate_mapi_requests_total", {{"endpoint", "emsmdb"}, {"type", "other"}, {"code", "5"}}), 1);
}

TEST_F(TransportTest, ARefusalIsAPageWithItsReason) {
  const auto answer = send({.type = "Execute"});
  EXPECT_EQ(answer->response.status, 200u);
  EXPECT_EQ(answer->code(), "13");
  EXPECT_EQ(answer->header("Content-Type"), "text/html");
  EXPECT_EQ(answer->header("X-RequestId"), "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}:123456");
  EXPECT_EQ(answer->header("X-ServerApplication"), "Exchange/15.00.0847.4040");
  EXPECT_EQ(answer->header("Set-Cookie"), "");
  EXPECT_THAT(answer->text(), HasSubstr("Missing Cookie (13)"));
}

TEST_F(TransportTest, CookieRules) {
  connect();
  const Cookies good = cookies;
  const auto code = [&](const Cookies& given, const std::string& user = "alice@example.org") {
    cookies = given;
    return send({.type = "Execute", .user = user, .body = "x"})->code();
  };
  EXPECT_EQ(code({"", good.sequence}), "13");
  EXPECT_EQ(code({good.context, ""}), "13");
  EXPECT_EQ(code({"forged", good.sequence}), "6");
  EXPECT_EQ(code({std::string(32, 'a'), good.sequence}), "10");
  EXPECT_EQ(code(good, "bob@example.org"), "11");
  EXPECT_EQ(code({good.context, "99"}), "15");
  EXPECT_EQ(code(good), "0");
  EXPECT_EQ(code(good), "15") << "repeated";
}

TEST_F(TransportTest, ErrorsOfASessionSetItsCookiesToo) {
  connect();
  const Cookies first = cookies;
  const auto malformed = execute("malformed");
  EXPECT_EQ(malformed->code(), "12");
  EXPECT_EQ(malformed->cookie("MapiContext"), first.context);
  const auto stale = execute("x");
  EXPECT_EQ(stale->code(), "15");
  take_cookies(*stale);
  EXPECT_EQ(execute("x")->code(), "0") << "the session has stayed usable";
}

TEST_F(TransportTest, AnotherUsersCookieGivesNothingAway) {
  connect();
  const auto answer = send({.type = "PING", .user = "bob@example.org"});
  EXPECT_EQ(answer->code(), "11");
  EXPECT_EQ(answer->header("Set-Cookie"), "");
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, PingRefreshesTheSession) {
  connect();
  for (int i = 0; i < 3; ++i) {
    clock.advance(config.session_expiry - 1s);
    const auto answer = send({.type = "PING"});
    EXPECT_EQ(answer->code(), "0");
    EXPECT_EQ(answer->payload(), "") << "[MS-OXCMAPIHTTP] section 3.2.5.3: no response body";
    EXPECT_EQ(answer->header("X-ExpirationInfo"), "900000");
    EXPECT_EQ(answer->cookie("MapiSequence"), cookies.sequence);
  }
  clock.advance(config.session_expiry);
  EXPECT_EQ(send({.type = "PING"})->code(), "10");
}

TEST_F(TransportTest, ExpiredSession) {
  connect();
  clock.advance(config.session_expiry);
  EXPECT_EQ(execute("x")->code(), "10");
  EXPECT_EQ(send({.type = "Connect"})->code(), "0") << "with the old cookies";
}

TEST_F(TransportTest, ConnectWithTheCookiesOfASessionReplacesIt) {
  connect();
  const Cookies old = cookies;
  cookies.sequence = "stale";  // ignored, [MS-OXCMAPIHTTP] section 3.2.5.6
  connect();
  EXPECT_NE(cookies.context, old.context);
  EXPECT_EQ(transport->sessions().size(), 1u);
  EXPECT_EQ(execute("x")->code(), "0");
  cookies = old;
  EXPECT_EQ(execute("x")->code(), "10");
}

TEST_F(TransportTest, AConnectThatIsRefusedKeepsTheOldSession) {
  connect();
  EXPECT_EQ(send({.type = "Connect", .body = "malformed"})->code(), "12");
  const auto refused = send({.type = "Connect", .body = "refuse"});
  EXPECT_EQ(refused->code(), "0");
  EXPECT_EQ(refused->header("Set-Cookie"), "");
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, SlowRequestsAreToldSo) {
  config.pending_period = 1ms;
  connect();
  const auto slow = start({.type = "Execute", .body = "wait"});
  run_until([&] { return slow->chunks.size() >= 3; });
  EXPECT_FALSE(slow->done);
  EXPECT_EQ(slow->code(), "0");
  EXPECT_EQ(slow->chunks[0], "PROCESSING\r\n");
  EXPECT_EQ(slow->chunks[1], "PENDING\r\n");
  EXPECT_EQ(slow->chunks[2], "PENDING\r\n");
  clock.advance(90s);
  endpoint.open_gates();
  run_until([&] { return slow->done; });
  EXPECT_THAT(slow->chunks.back(), AllOf(StartsWith("DONE\r\n"), HasSubstr("X-ElapsedTime: 90000\r\n")));
  EXPECT_EQ(slow->payload(), "wait");
  take_cookies(*slow);
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, OneExecuteAtATime) {
  connect();
  const auto slow = start({.type = "Execute", .body = "wait"});
  run_until([&] { return !slow->chunks.empty(); });
  take_cookies(*slow);
  const auto beside = execute("x");
  EXPECT_EQ(beside->code(), "15");
  EXPECT_EQ(beside->cookie("MapiSequence"), cookies.sequence);
  EXPECT_EQ(send({.type = "PING"})->code(), "0");
  endpoint.open_gates();
  run_until([&] { return slow->done; });
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, AFailureAfterProcessingIsInTheLastChunk) {
  connect();
  for (const auto& [body, code] : {std::pair{"wait and fail", "17"}, {"wait and throw", "1"}}) {
    const auto slow = start({.type = "Execute", .body = body});
    run_until([&] { return !slow->chunks.empty(); });
    endpoint.open_gates();
    run_until([&] { return slow->done; });
    EXPECT_EQ(slow->code(), "0");
    EXPECT_EQ(slow->done_header("X-ResponseCode"), code);
    EXPECT_THAT(slow->payload(), HasSubstr(std::string("(") + code + ")"));
    take_cookies(*slow);
  }
  EXPECT_EQ(
      metric("mapigate_mapi_requests_total", {{"endpoint", "emsmdb"}, {"type", "Execute"}, {"code", "17"}}),
      1);
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, ExceptionsAreAnsweredAndLogged) {
  connect();
  const auto failed = execute("throw");
  EXPECT_EQ(failed->code(), "1");
  EXPECT_THAT(failed->text(), Not(HasSubstr("secret")));
  EXPECT_THAT(log_ids, Contains("MAPI_REQUEST_FAILED"));
  take_cookies(*failed);
  EXPECT_EQ(send({.type = "Connect", .body = "throw"})->code(), "1");
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, WhenTheClientLeavesTheRequestIsCancelled) {
  config.pending_period = 1ms;
  connect();
  for (const int writes : {0, 1, 2}) {
    endpoint.ended_waits = 0;
    const auto left = start({.type = "Execute", .body = "wait", .writes_before_client_leaves = writes});
    run_until([&] { return left->done && endpoint.ended_waits == 1; });
    EXPECT_EQ(left->chunks.size(), static_cast<std::size_t>(writes));
    take_cookies(*left);
    run_until([&] {
      const auto next = execute("x");
      take_cookies(*next);
      return next->code() == "0";
    });
  }
}

TEST_F(TransportTest, TheServerIsDestroyedWhileARequestRuns) {
  connect();
  const auto slow = start({.type = "Execute", .body = "wait"});
  run_until([&] { return !slow->chunks.empty(); });
  io.reset();  // every coroutine is destroyed where it is
  EXPECT_FALSE(slow->done);
  transport.reset();
}

TEST_F(TransportTest, WithoutCredentialsAPromptAndNothingElse) {
  const auto answer = send({.type = "Connect", .user = ""});
  EXPECT_EQ(answer->response.status, 401u);
  EXPECT_NE(answer->header("WWW-Authenticate"), "");
  EXPECT_EQ(answer->code(), "");
  EXPECT_EQ(metric("mapigate_mapi_rejected_total", {{"endpoint", "emsmdb"}, {"reason", "not_authenticated"}}),
            1);
}

TEST_F(TransportTest, DomainsThatAreNotServedGetNoPrompt) {
  served.names = {"example.net"};
  const std::string guid = alice->mailbox_guid;
  const std::vector<TestRequest> requests{
      {.type = "Connect"},
      {.type = "Connect", .user = "nobody@example.org"},
      {.target = "/mapi/emsmdb/?MailboxId=" + guid + "@example.org", .type = "Connect", .user = ""},
      {.target = "/mapi/emsmdb/?MailboxId=" + guid + "@example.org", .type = "Connect", .user = "alice"},
      {.method = "GET"},
  };
  for (const TestRequest& request : requests) {
    const auto answer = send(request);
    EXPECT_EQ(answer->response.status, 503u);
    EXPECT_EQ(answer->header("WWW-Authenticate"), "");
    EXPECT_NE(answer->header("Retry-After"), "");
  }
  EXPECT_EQ(authenticator.calls, 0);
  EXPECT_EQ(metric("mapigate_mapi_rejected_total", {{"endpoint", "emsmdb"}, {"reason", "not_served"}}),
            static_cast<double>(requests.size()));
  EXPECT_THAT(log_ids, Contains("MAPI_NOT_SERVED"));
}

TEST_F(TransportTest, AnAliasDomain) {
  const TestRequest request{.type = "Connect", .user = "alice@example.net"};
  EXPECT_EQ(send(request)->code(), "0");
  served.names = {"example.net"};
  EXPECT_EQ(send(request)->response.status, 503u) << "her mailbox is at example.org";
  served.names = {"example.org"};
  EXPECT_EQ(send(request)->response.status, 503u);
}

TEST_F(TransportTest, ADomainThatOnlyAuthenticationTells) {
  const TestRequest request{
      .type = "Connect", .user = "", .headers = {{"Authorization", "Opaque alice@example.org"}}};
  EXPECT_EQ(send(request)->code(), "0");
  served.names.clear();
  EXPECT_EQ(send(request)->response.status, 503u);
}

TEST_F(TransportTest, ServedAgain) {
  connect();
  served.names.clear();
  EXPECT_EQ(execute("x")->response.status, 503u);
  served.names = {"example.org"};
  EXPECT_EQ(execute("x")->code(), "0") << "the session has outlived it";
}

TEST_F(TransportTest, MailboxOfTheUrl) {
  const auto connect_to = [&](const std::string& guid) {
    return send({.target = "/mapi/emsmdb/?MailboxId=" + guid + "@example.org", .type = "Connect"})->code();
  };
  EXPECT_EQ(connect_to(bob->mailbox_guid), "0") << "what alice may do there, its logon says";
  EXPECT_FALSE(endpoint.last_unknown_mailbox);
  EXPECT_EQ(connect_to("00000000-1111-2222-3333-444444444444"), "0");
  EXPECT_TRUE(endpoint.last_unknown_mailbox);
  EXPECT_EQ(connect_to(directory::public_store_guid("example.org")), "0");
  EXPECT_FALSE(endpoint.last_unknown_mailbox);
  EXPECT_EQ(connect_to(directory::public_store_guid("example.net")), "0");
  EXPECT_TRUE(endpoint.last_unknown_mailbox) << "of another domain than the user's";
}

TEST_F(TransportTest, ThePageForPeople) {
  for (const char* method : {"GET", "HEAD"}) {
    const auto answer = send({.method = method});
    EXPECT_EQ(answer->response.status, 200u);
    EXPECT_THAT(answer->header("Content-Type"), StartsWith("text/html"));
    for (const std::string& part : {std::string("Mapigate 0.1.0"), std::string("mail.example.org"),
                                    std::string("alice@example.org"), alice->mailbox_guid}) {
      EXPECT_THAT(answer->text(), HasSubstr(part));
    }
  }
  EXPECT_EQ(send({.method = "GET", .user = ""})->response.status, 401u);
  directory->add({.address = "a&b@example.org"}).value();
  EXPECT_THAT(send({.method = "GET", .user = "a&b@example.org"})->text(), HasSubstr("a&amp;b@example.org"));
}

TEST_F(TransportTest, TooManySessions) {
  config.max_sessions = 1;
  connect();
  const auto full = send({.type = "Connect", .user = "bob@example.org"});
  EXPECT_EQ(full->response.status, 503u);
  EXPECT_NE(full->header("Retry-After"), "");
  EXPECT_EQ(metric("mapigate_mapi_rejected_total", {{"endpoint", "emsmdb"}, {"reason", "sessions"}}), 1);
  EXPECT_THAT(log_ids, Contains("MAPI_SESSIONS_FULL"));
  EXPECT_EQ(execute("x")->code(), "0");
}

TEST_F(TransportTest, TheLongestIdleSessionOfAUserMakesRoom) {
  config.sessions_per_user = 1;
  connect();
  const Cookies first = std::exchange(cookies, {});
  connect();
  EXPECT_EQ(execute("x")->code(), "0");
  cookies = first;
  EXPECT_EQ(execute("x")->code(), "10");
}

TEST_F(TransportTest, AUserWhoseSessionsAreAllBusy) {
  config.sessions_per_user = 1;
  connect();
  start({.type = "Execute", .body = "wait"});
  cookies = {};
  EXPECT_EQ(send({.type = "Connect"})->response.status, 503u);
  EXPECT_THAT(log_ids, Contains("MAPI_USER_SESSIONS"));
}

TEST_F(TransportTest, Draining) {
  connect();
  transport->drain();
  EXPECT_EQ(execute("x")->code(), "0");
  const auto refused = send({.type = "Connect", .user = "bob@example.org"});
  EXPECT_EQ(refused->code(), "18");
}

TEST_F(TransportTest, SweepsWithoutARequest) {
  connect();
  clock.advance(config.session_expiry);
  transport->sweep();
  EXPECT_EQ(transport->sessions().size(), 0u);
}

}  // namespace
}  // namespace mapigate::mapi
