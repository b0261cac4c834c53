#include "gateway/mapi/notification_signal.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <thread>

namespace mapigate::mapi {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class Signal : public ::testing::Test {
 protected:
  // Starts a wait of an hour, so that only a wake-up can end it in time.
  std::shared_ptr<std::optional<Wake>> wait(std::chrono::milliseconds limit = 1h) {
    auto result = std::make_shared<std::optional<Wake>>();
    asio::co_spawn(io, signal.wait(limit), [result](std::exception_ptr failure, Wake wake) {
      if (!failure) *result = wake;
    });
    io.restart();
    io.poll();
    return result;
  }
  void run() {
    io.restart();
    io.run_for(10s);
  }

  NotificationSignal signal;
  asio::io_context io{1};
};

TEST_F(Signal, AnEventThatIsPendingIsToldAtOnce) {
  signal.raise();
  EXPECT_EQ(*wait(), Wake::event);
  EXPECT_EQ(*wait(), Wake::event) << "until it is cleared";
  signal.clear();
  EXPECT_FALSE(signal.raised());
  EXPECT_FALSE(*wait());
}

TEST_F(Signal, AnEventWakesTheWait) {
  const auto waiting = wait();
  EXPECT_FALSE(*waiting);
  signal.raise();
  run();
  EXPECT_EQ(*waiting, Wake::event);
}

TEST_F(Signal, NothingComes) {
  const auto waiting = wait(1ms);
  run();
  EXPECT_EQ(*waiting, Wake::timeout);
}

TEST_F(Signal, TheNewestWaitTakesThePlaceOfTheOlder) {
  const auto older = wait();
  const auto newer = wait();
  io.restart();
  io.poll();
  EXPECT_EQ(*older, Wake::superseded);
  EXPECT_FALSE(*newer);
  signal.raise();
  run();
  EXPECT_EQ(*newer, Wake::event);
}

TEST_F(Signal, TheEndEndsWaitsThatRunAndThoseToCome) {
  const auto waiting = wait();
  signal.end(Wake::draining);
  signal.end(Wake::ended);
  run();
  EXPECT_EQ(*waiting, Wake::draining);
  EXPECT_EQ(*wait(), Wake::draining) << "only the first end counts";
}

TEST_F(Signal, WakesFromAnotherThread) {
  const auto waiting = wait();
  std::thread other([&] { signal.raise(); });
  run();
  other.join();
  EXPECT_EQ(*waiting, Wake::event);
}

TEST_F(Signal, ACancelledWaitLeavesNothingBehind) {
  asio::cancellation_signal cancel;
  bool failed = false;
  asio::co_spawn(io, signal.wait(1h),
                 asio::bind_cancellation_slot(
                     cancel.slot(), [&](std::exception_ptr failure, Wake) { failed = bool(failure); }));
  io.poll();
  cancel.emit(asio::cancellation_type::terminal);
  run();
  EXPECT_TRUE(failed);
  signal.raise();
}

TEST_F(Signal, ADestroyedExecutorIsNotUsed) {
  auto gone = std::make_unique<asio::io_context>(1);
  asio::co_spawn(*gone, signal.wait(1h), [](std::exception_ptr, Wake) { FAIL(); });
  gone->poll();
  gone.reset();
  signal.raise();
  signal.end(Wake::ended);
}

}  // namespace
}  // namespace mapigate::mapi
