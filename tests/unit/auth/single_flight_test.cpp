#include "gateway/auth/single_flight.hpp"

#include <thread>

#include "tests/unit/auth/rig.hpp"

namespace mapigate::auth {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

class SingleFlightTest : public Rig {};

TEST_F(SingleFlightTest, ConnectionsOfOneClientShareOneVerification) {
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> results;
  TestRequest request(basic("alice@example.org:alice-secret"));
  for (int i = 0; i < 8; ++i) {
    start(context, request, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  }
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(results, AllOf(SizeIs(8), Each("alice@example.org")));
  EXPECT_EQ(hasher.verifications, 1);
  EXPECT_EQ(counted("verified"), 8);
}

TEST_F(SingleFlightTest, TheyShareARefusalToo) {
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> results;
  TestRequest request(basic("alice@example.org:wrong"));
  for (int i = 0; i < 8; ++i) {
    start(context, request, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  }
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(results, AllOf(SizeIs(8), Each("401")));
  EXPECT_EQ(hasher.verifications, 1);
  EXPECT_EQ(log_in("alice@example.org:alice-secret"), "alice@example.org")
      << "one token was taken, not eight";
}

TEST_F(SingleFlightTest, OtherCredentialsAndClientsFlyByThemselves) {
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> results;
  TestRequest requests[] = {TestRequest(basic("alice@example.org:alice-secret"), "192.0.2.1"),
                            TestRequest(basic("alice@example.org:alice-secret"), "192.0.2.2"),
                            TestRequest(basic("alice@example.org:alice-Secret"), "192.0.2.1")};
  for (TestRequest& request : requests) {
    start(context, request, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  }
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(results, ElementsAre("alice@example.org", "alice@example.org", "401"));
  EXPECT_EQ(hasher.verifications, 2) << "what the first client sent is known when the turn of the second comes";
  EXPECT_EQ(counted("verified"), 1);
  EXPECT_EQ(counted("cached"), 1);
}

TEST_F(SingleFlightTest, ThoseWhoWaitMayBeOnOtherThreads) {
  config.hash_threads = 2;
  config.throttle.account_failures = config.throttle.address_failures = 1000;
  authenticator();
  constexpr int rounds = 50;
  std::atomic<int> accepted = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        boost::asio::io_context context;
        TestRequest right(basic("alice@example.org:alice-secret"));
        TestRequest wrong(basic("bob@example.org:wrong" + std::to_string(round)));
        for (TestRequest* request : {&right, &wrong, &right, &wrong}) {
          start(context, *request, [&](const AuthResult& result) { accepted += result.accepted() ? 1 : 0; });
        }
        context.run();
      }
    });
  }
  threads.clear();
  EXPECT_EQ(accepted, 4 * rounds * 2);
  EXPECT_EQ(hasher.verifications, rounds + 1) << "each password once";
}

TEST_F(SingleFlightTest, AClientThatGoesAwayDoesNotTakeTheOthersAlong) {
  gate.close();
  boost::asio::io_context context;
  boost::asio::cancellation_signal cancel;
  std::vector<std::string> results;
  TestRequest request(basic("alice@example.org:alice-secret"));
  // The first one, whose request began the verification.
  start(
      context, authenticator(), request,
      [&](AuthResult result) { results.push_back("first " + outcome(std::move(result))); }, cancel.slot());
  start(context, request,
        [&](AuthResult result) { results.push_back("second " + outcome(std::move(result))); });
  while (context.poll() != 0) {
  }
  cancel.emit(boost::asio::cancellation_type::terminal);
  while (context.poll() != 0) {
  }
  EXPECT_THAT(results, ElementsAre("first 503"));
  gate.open();
  context.run();
  EXPECT_THAT(results, ElementsAre("first 503", "second alice@example.org"));
}

TEST_F(SingleFlightTest, WhenTheGatewayStopsThoseWhoWaitAreAnswered) {
  gate.close();
  boost::asio::io_context context;
  std::vector<std::string> results;
  TestRequest running(basic("alice@example.org:alice-secret"));
  TestRequest waiting(basic("bob@example.org:bob-secret"));
  for (TestRequest* request : {&running, &waiting}) {
    start(context, *request, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
    while (context.poll() != 0) {
    }
    gate.wait_for_call(1);
  }
  std::jthread opener([&] { gate.open(); });
  destroy_authenticator();
  context.run();
  ASSERT_THAT(results, SizeIs(2));
  EXPECT_EQ(results[0], "alice@example.org");
  EXPECT_THAT(results[1], testing::AnyOf("503", "bob@example.org")) << "whether it still had its turn or not";
}

TEST_F(SingleFlightTest, AnIoContextMayGoAwayWhileItsCoroutinesWait) {
  gate.close();
  TestRequest request(basic("alice@example.org:alice-secret"));
  {
    boost::asio::io_context gone;
    start(gone, request, [](const AuthResult&) { ADD_FAILURE() << "nobody is there any more"; });
    while (gone.poll() != 0) {
    }
    gate.wait_for_call(1);
  }
  boost::asio::io_context context;
  std::vector<std::string> results;
  start(context, request, [&](AuthResult result) { results.push_back(outcome(std::move(result))); });
  while (context.poll() != 0) {
  }
  gate.open();
  context.run();
  EXPECT_THAT(results, ElementsAre("alice@example.org"));
}

TEST_F(SingleFlightTest, AFlightThatHasLandedIsOver) {
  SingleFlight flights;
  const SingleFlight::Key key{{}, 1};
  const auto first = flights.join(key);
  EXPECT_TRUE(first.first);
  EXPECT_FALSE(flights.join(key).first);
  EXPECT_TRUE(flights.join({{}, 2}).first);
  flights.land(key, {Metrics::Result::wrong_password});
  flights.land(key, {Metrics::Result::verified});  // nobody waits for this one
  EXPECT_TRUE(flights.join(key).first);

  boost::asio::io_context context;
  std::optional<Outcome> late;
  boost::asio::co_spawn(context, Flight::wait(first.flight),
                        [&](const std::exception_ptr&, std::optional<Outcome> outcome) { late = outcome; });
  context.run();
  ASSERT_TRUE(late);
  EXPECT_EQ(late->result, Metrics::Result::wrong_password);
}

}  // namespace
}  // namespace mapigate::auth
