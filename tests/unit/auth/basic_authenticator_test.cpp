#include "gateway/auth/basic_authenticator.hpp"

#include "gateway/auth/password_hasher.hpp"
#include "tests/unit/auth/rig.hpp"

namespace mapigate::auth {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class BasicAuthenticatorTest : public Rig {};

TEST_F(BasicAuthenticatorTest, AcceptsEveryNameOfAUser) {
  for (const char* login : {"alice@example.org", "ALICE@Example.ORG", "a@example.org", "alice@example.net",
                            "EXAMPLE\\alice@example.org", "example.org\\alice", "\\a@example.net"}) {
    EXPECT_EQ(log_in(std::string(login) + ":alice-secret"), "alice@example.org") << login;
  }
  EXPECT_EQ(log_in("bob@example.org:alice-secret"), "401");
  EXPECT_EQ(log_in("alice:alice-secret"), "401");
}

TEST_F(BasicAuthenticatorTest, AsksForAPassword) {
  for (const char* header : {"", "Bearer abc", "Basic", "Basic !", "Basic YWxpY2U="}) {
    TestRequest request(header);
    AuthResult result = authenticate(request);
    ASSERT_FALSE(result.accepted()) << header;
    EXPECT_EQ(result.refusal().status, 401u);
    EXPECT_EQ(result.refusal().headers.get("WWW-Authenticate"),
              "Basic realm=\"Mapigate\", charset=\"UTF-8\"");
  }
  EXPECT_EQ(log_in("alice@example.org:"), "401");
  EXPECT_EQ(log_in(":alice-secret"), "401");
  EXPECT_EQ(hasher.verifications, 0) << "none of these is worth a hash";
  EXPECT_EQ(counted("no_credentials"), 3);
  EXPECT_EQ(counted("malformed"), 4);
}

TEST_F(BasicAuthenticatorTest, TakesNoPasswordOverPlainHttp) {
  TestRequest request(basic("alice@example.org:alice-secret"));
  ASSERT_TRUE(authenticate(request).accepted());
  request.request.secure = false;
  AuthResult result = authenticate(request);
  ASSERT_FALSE(result.accepted()) << "not even a known one";
  EXPECT_EQ(result.refusal().status, 403u);
  EXPECT_FALSE(result.refusal().headers.has("WWW-Authenticate"));
  EXPECT_EQ(counted("insecure"), 1);
}

TEST_F(BasicAuthenticatorTest, AnUnknownUserIsLikeAWrongPassword) {
  TestRequest wrong(basic("alice@example.org:guess"));
  TestRequest unknown(basic("nobody@example.org:guess"));
  TestRequest elsewhere(basic("alice@elsewhere.example:guess"));
  http::Response first = authenticate(wrong).refusal();
  for (TestRequest* request : {&unknown, &elsewhere}) {
    const int before = hasher.verifications;
    http::Response other = authenticate(*request).refusal();
    EXPECT_EQ(hasher.verifications, before + 1) << "the same cost";
    EXPECT_EQ(other.status, first.status);
    EXPECT_EQ(other.body, first.body);
    EXPECT_TRUE(std::ranges::equal(other.headers, first.headers));
  }
  EXPECT_EQ(counted("wrong_password"), 1);
  EXPECT_EQ(counted("unknown_user"), 2);
}

TEST_F(BasicAuthenticatorTest, ADisabledUserIsRefused) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  ASSERT_TRUE(directory->update("alice@example.org", {.enabled = false}));
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "401");
  EXPECT_EQ(counted("disabled"), 1);
  ASSERT_TRUE(directory->update("alice@example.org", {.enabled = true}));
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
}

TEST_F(BasicAuthenticatorTest, HashesAPasswordOnce) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  EXPECT_EQ(hasher.verifications, 1);
  EXPECT_EQ(counted("verified"), 1);
  EXPECT_EQ(counted("cached"), 9);
  clock.advance(config.cache_life);
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  EXPECT_EQ(hasher.verifications, 2) << "forgotten after a while";
}

TEST_F(BasicAuthenticatorTest, AChangedPasswordCountsAtOnce) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  EXPECT_EQ(log_in("alice@example.org:new-secret"), "401");
  ASSERT_TRUE(directory->set_password("alice@example.org", "1:new-secret"));
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "401");
  EXPECT_EQ(log_in("alice@example.org:new-secret"), "alice@example.org") << "though it was refused before";
}

TEST_F(BasicAuthenticatorTest, AChangeByAnotherProcessCountsFromTheNextRefresh) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  fakes::MemoryDirectoryStore other_process(directory.store.shared());
  const std::string guid = directory->find("alice@example.org")->mailbox_guid;
  ASSERT_TRUE(other_process.set_password_hash(guid, "1:new-secret"));
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org") << "known for now";
  ASSERT_TRUE(directory->refresh().value());
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "401");
  EXPECT_EQ(log_in("alice@example.org:new-secret"), "alice@example.org");
  ASSERT_TRUE(other_process.set_password_hash(guid, "1:newer-secret"));
  EXPECT_EQ(log_in("alice@example.org:newer-secret"), "alice@example.org")
      << "a verification refreshes first";
  EXPECT_EQ(log_in("alice@example.org:new-secret"), "401");
}

TEST_F(BasicAuthenticatorTest, AUserAddedByAnotherProcessLogsInAtOnce) {
  fakes::MemoryDirectoryStore other_process(directory.store.shared());
  ASSERT_TRUE(other_process.insert(
      {.mailbox_guid = "carol-guid", .address = "carol@example.org", .legacy_dn = "/o=c"}, "1:carol-secret"));
  EXPECT_EQ(log_in("carol@example.org:carol-secret"), "carol@example.org") << "without waiting for a refresh";
  for (int i = 0; i < 10; ++i) log_in("carol@example.org:guess" + std::to_string(i), "198.51.100.1");
  EXPECT_EQ(log_in("X\\carol@example.org:carol-secret"), "carol@example.org") << "and is known at that place";
}

TEST_F(BasicAuthenticatorTest, ReadsPasswordsInUtf8AndInTheCodePage) {
  Argon2Hasher argon2({8, 1});
  DirectoryVerifier argon2_verifier(*directory, argon2, log);
  BasicAuthenticator real(config, *directory, argon2_verifier, clock, random, log, registry);
  ASSERT_TRUE(directory->set_password("alice@example.org", argon2.hash("caf\xC3\xA9 cr\xC3\xA8me").value()));
  for (const char* password :
       {"caf\xC3\xA9 cr\xC3\xA8me", "caf\xE9 cr\xE8me", "cafe\xCC\x81 cre\xCC\x80me"}) {
    TestRequest request(basic(std::string("alice@example.org:") + password));
    boost::asio::io_context context;
    std::string result;
    start(context, real, request, [&](AuthResult value) { result = outcome(std::move(value)); });
    context.run();
    EXPECT_EQ(result, "alice@example.org") << password;
  }
}

TEST_F(BasicAuthenticatorTest, StopsHashingForAnAccountUnderAttack) {
  for (int i = 0; i < 50; ++i) {
    const std::string client = "198.51.100." + std::to_string(i);
    EXPECT_EQ(log_in("alice@example.org:guess" + std::to_string(i), client.c_str()), "401");
  }
  EXPECT_EQ(hasher.verifications, 3);
  EXPECT_EQ(counted("account_throttled"), 47);
  EXPECT_THAT(logged("AUTH_ACCOUNT_THROTTLED"),
              ElementsAre(HasSubstr("alice@example.org, the last from 198.51.100.2")));
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "401") << "from a place where she never was";
  EXPECT_EQ(log_in("bob@example.org:bob-secret"), "bob@example.org");
  clock.advance(config.throttle.account_recovery);
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org") << "nobody is locked out for good";
}

TEST_F(BasicAuthenticatorTest, StopsHashingForAnAttackingClient) {
  for (int i = 0; i < 50; ++i) log_in("user" + std::to_string(i) + "@example.org:guess");
  EXPECT_EQ(hasher.verifications, 5);
  EXPECT_EQ(counted("client_throttled"), 45);
  EXPECT_THAT(logged("AUTH_CLIENT_THROTTLED"), SizeIs(1));
  EXPECT_EQ(log_in("bob@example.org:bob-secret", "192.0.2.2"), "bob@example.org");
}

TEST_F(BasicAuthenticatorTest, TheSpellingsOfAnAccountShareItsBucket) {
  for (const char* login :
       {"alice@example.org", "ALICE@example.net", "a@example.org", "X\\alice@example.org"}) {
    log_in(std::string(login) + ":guess");
  }
  EXPECT_EQ(hasher.verifications, 3);
  for (const char* login :
       {"nobody@example.org", "Nobody@example.org", "nobody@example.net", "X\\nobody@example.org"}) {
    log_in(std::string(login) + ":guess", "192.0.2.2");
  }
  EXPECT_EQ(hasher.verifications, 6) << "of one that does not exist, too";
}

TEST_F(BasicAuthenticatorTest, TheOwnerWorksOnWhileTheAccountIsAttacked) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret", "192.0.2.77"), "alice@example.org");
  for (int i = 0; i < 20; ++i) log_in("alice@example.org:guess" + std::to_string(i), "198.51.100.1");
  EXPECT_EQ(log_in("alice@example.org:alice-secret", "203.0.113.5"), "alice@example.org")
      << "a known credential is never throttled";
  EXPECT_EQ(log_in("a@example.org:alice-secret", "192.0.2.77"), "alice@example.org")
      << "at home she may log in anew";
  EXPECT_EQ(log_in("a@example.net:alice-secret", "203.0.113.5"), "alice@example.org")
      << "and where her credential has been used since";
  EXPECT_EQ(log_in("a@EXAMPLE.org:alice-secret", "203.0.113.6"), "401");
}

TEST_F(BasicAuthenticatorTest, TheSameWrongPasswordCostsOneTokenAndOneHash) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(log_in("alice@example.org:old-secret"), "401");
  EXPECT_EQ(hasher.verifications, 1);
  EXPECT_EQ(counted("repeated"), 19);
  EXPECT_EQ(log_in("alice@example.org:alice-secret", "192.0.2.2"), "alice@example.org")
      << "a phone with an old password does not lock its owner out";
}

TEST_F(BasicAuthenticatorTest, OnlyWhatIsNotLookedAtHasToWait) {
  config.throttle.delay_min = config.throttle.delay_max = 1h;
  config.throttle.account_failures = 1;
  boost::asio::io_context context;
  boost::asio::cancellation_signal cancel;
  std::vector<std::string> results;
  TestRequest wrong(basic("alice@example.org:wrong"));
  start(context, wrong, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  context.run();
  EXPECT_THAT(results, ElementsAre("401"));

  TestRequest throttled(basic("alice@example.org:wrong, too"));
  for (TestRequest* request : {&throttled, &wrong}) {  // throttled, and repeated
    context.restart();
    start(
        context, authenticator(), *request,
        [&](AuthResult result) { results.push_back(outcome(std::move(result))); }, cancel.slot());
    while (context.poll() != 0) {
    }
    EXPECT_THAT(results, SizeIs(1)) << "it waits";
    cancel.emit(boost::asio::cancellation_type::terminal);
    context.run();
    EXPECT_EQ(results.back(), "401") << "cancelled, it is answered at once";
    results.pop_back();
    ASSERT_THAT(results, SizeIs(1));
  }
  EXPECT_EQ(hasher.verifications, 1);
}

TEST_F(BasicAuthenticatorTest, ABurstIsNotHashedBeforeItsFirstFailures) {
  gate.close();
  boost::asio::io_context context;
  std::vector<std::unique_ptr<TestRequest>> requests;
  std::vector<std::string> results;
  for (int i = 0; i < 30; ++i) {
    requests.push_back(std::make_unique<TestRequest>(basic("alice@example.org:guess" + std::to_string(i))));
    start(context, *requests.back(),
          [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  }
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(results, testing::AllOf(SizeIs(30), Each("401")));
  EXPECT_EQ(hasher.verifications, 3) << "all were admitted while nothing had failed yet";
}

TEST_F(BasicAuthenticatorTest, WhoIsKnownIsVerifiedFirst) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> order;
  const auto note = [&](const char* name) {
    return [&, name](const AuthResult&) { order.emplace_back(name); };
  };
  TestRequest first(basic("bob@example.org:bob-secret"), "192.0.2.9");
  TestRequest stranger(basic("nobody@example.org:guess"), "192.0.2.9");
  TestRequest known(basic("a@example.org:alice-secret"));
  start(context, first, note("first"));
  while (context.poll() != 0) {
  }
  gate.wait_for_call(2);  // the worker is busy with it
  start(context, stranger, note("stranger"));
  start(context, known, note("known"));
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(order, ElementsAre("first", "known", "stranger"));
}

TEST_F(BasicAuthenticatorTest, IsOverloadedWhenTooManyWait) {
  config.hash_queue = 2;
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> results;
  std::vector<std::unique_ptr<TestRequest>> requests;
  const auto send = [&](int number) {
    const std::string peer = "192.0.2." + std::to_string(number);
    requests.push_back(std::make_unique<TestRequest>(basic("bob@example.org:bob-secret"), peer.c_str()));
    start(context, *requests.back(), [&](AuthResult result) {
      EXPECT_TRUE(result.accepted() || result.refusal().headers.has("Retry-After"));
      results.push_back(outcome(std::move(result)));
    });
    while (context.poll() != 0) {
    }
  };
  send(1);
  gate.wait_for_call(1);
  for (int i = 2; i <= 6; ++i) send(i);
  EXPECT_THAT(results, ElementsAre("503", "503", "503")) << "one runs, two wait";
  EXPECT_THAT(logged("AUTH_OVERLOADED"), SizeIs(1)) << "said once";
  EXPECT_EQ(counted("overloaded"), 3);
  gate.open();
  context.run();
  EXPECT_THAT(results,
              ElementsAre("503", "503", "503", "bob@example.org", "bob@example.org", "bob@example.org"));
}

TEST_F(BasicAuthenticatorTest, CannotTellWhileTheStoreFails) {
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org");
  directory.store.directory().failure = store::StoreError{store::StoreFault::unavailable, "the disk is gone"};
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org") << "known ones go on";
  EXPECT_EQ(log_in("bob@example.org:bob-secret"), "503");
  EXPECT_EQ(counted("unavailable"), 1);
  directory.store.directory().failure.reset();
  EXPECT_EQ(log_in("bob@example.org:bob-secret"), "bob@example.org") << "the failure is not remembered";
}

TEST_F(BasicAuthenticatorTest, AnExceptionOfAVerifierIsAnAnswer) {
  gate.failure = true;
  EXPECT_EQ(log_in("bob@example.org:bob-secret"), "503");
  EXPECT_THAT(logged("AUTH_VERIFIER_FAILED"), SizeIs(1));
  gate.failure = false;
  EXPECT_EQ(log_in("bob@example.org:bob-secret"), "bob@example.org") << "the worker lives on";
}

TEST_F(BasicAuthenticatorTest, NoSecretIsLogged) {
  log_in("alice@example.org:alice-secret");
  log_in("alice@example.org:guessed-secret");
  log_in("my-secret-typed-as-the-name:x");
  log_in("evil\x1B[31m@example.org:some-secret");
  const std::scoped_lock lock(log_mutex);
  for (const auto& [id, text] : records) {
    EXPECT_THAT(text, Not(HasSubstr("secret"))) << id;
    EXPECT_THAT(text, Not(HasSubstr("Basic"))) << id;
    EXPECT_THAT(text, Not(HasSubstr("\x1B"))) << id;
  }
  EXPECT_THAT(records, testing::Contains(testing::Pair("AUTH_REJECTED",
                                                       "alice@example.org from 192.0.2.1: wrong password")));
  EXPECT_THAT(records,
              testing::Contains(testing::Pair("AUTH_REJECTED", "(no address) from 192.0.2.1: unknown user")));
}

}  // namespace
}  // namespace mapigate::auth
