// MAPI over HTTP against the gateway's process: the transport and the rules of its sessions,
// [MS-OXCMAPIHTTP].
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/encoding.hpp"
#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"
#include "tests/e2e/mapi_client.hpp"

namespace mapigate::e2e {
namespace {

using testing::HasSubstr;

const std::string password = "correct horse";
const std::string anna = "anna@good.test", otto = "otto@good.test";

// Section 2.2.3.3.3
enum Code {
  success = 0,
  invalid_verb = 2,
  invalid_header = 4,
  invalid_request_type = 5,
  invalid_context_cookie = 6,
  missing_header = 7,
  too_large = 9,
  context_not_found = 10,
  no_privilege = 11,
  invalid_request_body = 12,
  missing_cookie = 13,
  invalid_sequence = 15,
};

class Mapi : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    installation = std::make_unique<Installation>();
    installation->set("auth", "memory_kib", "1024");
    installation->set("mapi", "pending_period", "\"1s\"");
    installation->set("mapi", "notification_wait", "\"3s\"");
    installation->add_good_domain("good.test");
    installation->add_user(anna, password);
    installation->add_user(otto, password);
    installation->start();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(installation->stop(), 0);
    installation.reset();
  }
  MapiClient client(const std::string& user = anna, const std::string& target = "/mapi/emsmdb/") {
    return MapiClient(*installation, user, password, target);
  }
  // Still usable, whatever has been sent before.
  void expect_usable(MapiClient& mapi) { EXPECT_EQ(mapi.execute().code, success); }

  static std::unique_ptr<Installation> installation;
};

std::unique_ptr<Installation> Mapi::installation;

TEST_F(Mapi, ASessionFromConnectToDisconnect) {
  auto mapi = client();
  const auto connected = mapi.connect();
  EXPECT_EQ(connected.status, 200);
  EXPECT_EQ(connected.code, success);
  EXPECT_EQ(connected.headers.get("Content-Type"), "application/mapi-http");
  EXPECT_EQ(connected.headers.get("X-RequestType"), "Connect");
  EXPECT_EQ(connected.headers.get("X-RequestId"), "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:1");
  EXPECT_EQ(connected.headers.get("X-ClientInfo"), "{2EF33C39-49C8-421C-B876-CDF7F2AC3AA0}:1");
  EXPECT_EQ(connected.headers.get("X-PendingPeriod"), "1000");
  EXPECT_EQ(connected.headers.get("X-ExpirationInfo"), "900000");
  EXPECT_THAT(std::string(connected.headers.get("X-ServerApplication")),
              testing::MatchesRegex("Exchange/15\\.[0-9.]+"));
  const auto response = wire::parse<oxcmapihttp::ConnectResponse>(connected.body);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status_code, 0u);
  EXPECT_EQ(response->error_code, oxcdata::ErrorCode{});
  EXPECT_GT(response->polls_max, 0u);

  EXPECT_EQ(mapi.ping().code, success);
  EXPECT_EQ(mapi.execute().code, success);
  EXPECT_EQ(mapi.execute().code, success);
  EXPECT_EQ(mapi.disconnect().code, success);
  EXPECT_EQ(mapi.execute().code, context_not_found);
}

TEST_F(Mapi, EveryResponseOfASessionSetsItsCookiesAnew) {
  auto mapi = client();
  mapi.connect();
  const auto sets_cookies = [](const MapiAnswer& answer) {
    return answer.headers.all("Set-Cookie").size() >= 2;
  };
  EXPECT_TRUE(sets_cookies(mapi.execute()));
  EXPECT_TRUE(sets_cookies(mapi.ping()));
  const auto malformed = mapi.request("Execute", {1, 2, 3});
  EXPECT_EQ(malformed.code, invalid_request_body);
  EXPECT_TRUE(sets_cookies(malformed));
  expect_usable(mapi);
}

TEST_F(Mapi, CookieRules) {
  auto mapi = client();
  EXPECT_EQ(mapi.execute().code, missing_cookie);
  mapi.connect();
  const auto own = mapi.cookies;

  mapi.cookies["MapiContext"] = "nonsense";
  EXPECT_EQ(mapi.execute().code, invalid_context_cookie);
  mapi.cookies["MapiContext"] = std::string(32, '0');
  EXPECT_EQ(mapi.execute().code, context_not_found);
  mapi.cookies = own;
  EXPECT_EQ(mapi.execute().code, success);

  auto thief = client(otto);
  thief.cookies = mapi.cookies;
  EXPECT_EQ(thief.execute().code, no_privilege);
  expect_usable(mapi);
}

TEST_F(Mapi, ARepeatedSequenceIsRefused) {
  auto mapi = client();
  mapi.connect();
  const auto old = mapi.cookies;
  EXPECT_EQ(mapi.execute().code, success);
  mapi.cookies = old;
  EXPECT_EQ(mapi.execute().code, invalid_sequence);
  expect_usable(mapi);  // with the cookies of the refusal
}

TEST_F(Mapi, MalformedRequestsLeaveTheSessionUsable) {
  auto mapi = client();
  mapi.connect();
  const auto without = [](std::string name) {
    return [name](http::ClientRequest& request) {
      http::Headers kept;
      for (const auto& [key, value] : request.headers)
        if (key != name) kept.add(key, value);
      request.headers = kept;
    };
  };
  EXPECT_EQ(mapi.request("PING", {}, without("X-RequestType")).code, missing_header);
  EXPECT_EQ(mapi.request("PING", {}, without("X-RequestId")).code, missing_header);
  EXPECT_EQ(mapi.request("Nonsense", {}).code, invalid_request_type);
  EXPECT_EQ(mapi.request("Bind", {}).code, invalid_request_type);
  EXPECT_EQ(
      mapi.request("PING", {}, [](auto& request) { request.headers.set("Content-Type", "text/plain"); }).code,
      invalid_header);
  EXPECT_EQ(mapi.request("PING", {}, [](auto& request) { request.method = "PUT"; }).code, invalid_verb);
  EXPECT_EQ(mapi.request("NotificationWait", {0xFF}).code, invalid_request_body);
  EXPECT_EQ(mapi.request("Execute", wire::Bytes(400'000)).code, too_large);
  expect_usable(mapi);
}

TEST_F(Mapi, IsLiberalInWhatItReads) {
  const auto user = installation->send(pox_request(anna, basic(anna, password))).body;
  const std::string mark = "/mapi/emsmdb/?MailboxId=";
  const auto at = user.find(mark);
  ASSERT_NE(at, std::string::npos);
  const auto mailbox = user.substr(at + mark.size(), user.find('<', at) - at - mark.size());
  for (const auto& target :
       std::vector<std::string>{"/mapi/emsmdb", "/MAPI/EmsMdb/", "/mapi/emsmdb/?MailboxId=" + mailbox,
                                "/mapi/emsmdb?x=1&mailboxid=" + mailbox}) {
    auto mapi = client(anna, target);
    EXPECT_EQ(mapi.connect().code, success) << target;
    EXPECT_EQ(mapi.request("ping", {}).code, success);
    EXPECT_EQ(mapi.request("PING", {},
                           [](auto& request) {
                             http::Headers lower;
                             for (const auto& [name, value] : request.headers)
                               lower.add(to_lower(name), value);
                             request.headers = lower;
                           })
                  .code,
              success);
  }
}

TEST_F(Mapi, NotificationWaitTellsThatItIsPending) {
  auto mapi = client();
  mapi.connect();
  const auto waited = mapi.wait();
  EXPECT_EQ(waited.code, success);
  EXPECT_GE(waited.pending, 1);
  const auto response = wire::parse<oxcmapihttp::NotificationWaitResponse>(waited.body);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->event_pending, 0u);
}

TEST_F(Mapi, OtherRequestsGoOnBesideANotificationWait) {
  auto mapi = client();
  mapi.connect();
  auto waiting = mapi.start_waiting();
  for (int i = 0; i < 3; ++i) expect_usable(mapi);
  EXPECT_TRUE(waiting.running());
  // The end of the session ends the wait: EventPending, which a wait that ends by its time does not have.
  EXPECT_EQ(mapi.disconnect().code, success);
  EXPECT_TRUE(waiting.wait());
  const std::string no_error(8, '\0');
  EXPECT_THAT(waiting.out(), HasSubstr("\r\n\r\n" + no_error + std::string("\1\0\0\0", 4)));
}

TEST_F(Mapi, TheAddressBookBinds) {
  auto nspi = client(anna, "/mapi/nspi/");
  const auto bound = nspi.request("Bind", *wire::serialize(oxcmapihttp::BindRequest{}));
  EXPECT_EQ(bound.code, success);
  const auto response = wire::parse<oxcmapihttp::BindResponse>(bound.body);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->error_code, oxcdata::ErrorCode{});
  EXPECT_EQ(nspi.ping().code, success);
  EXPECT_EQ(nspi.request("Unbind", *wire::serialize(oxcmapihttp::UnbindRequest{})).code, success);
}

TEST_F(Mapi, AGetIsAnsweredByAPageToWhoeverIsAuthenticated) {
  http::ClientRequest request;
  request.target = "/mapi/emsmdb/";
  const auto anonymous = installation->send(request);
  EXPECT_EQ(anonymous.status, 401);
  EXPECT_TRUE(anonymous.headers.has("WWW-Authenticate"));
  request.headers.add("Authorization", basic(anna, password));
  const auto page = installation->send(request);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(std::string(page.headers.get("Content-Type")), HasSubstr("text/html"));
  EXPECT_THAT(page.body, HasSubstr(anna));
}

TEST(MapiLimits, SessionsExpireAndAreLimitedPerUser) {
  Installation installation;
  installation.set("auth", "memory_kib", "1024");
  installation.set("mapi", "sessions_per_user", "2");
  installation.add_good_domain("good.test");
  installation.add_user(anna, password);
  installation.start();
  std::vector<MapiClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(installation, anna, password);
    EXPECT_EQ(clients.back().connect().code, success);
  }
  EXPECT_EQ(clients[0].execute().code, context_not_found) << "the longest idle one had to go";
  EXPECT_EQ(clients[1].execute().code, success);
  EXPECT_EQ(clients[2].execute().code, success);
  EXPECT_EQ(installation.metric("mapigate_mapi_sessions{endpoint=\"emsmdb\"}"), 2);
}

}  // namespace
}  // namespace mapigate::e2e
