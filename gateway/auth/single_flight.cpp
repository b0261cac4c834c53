#include "gateway/auth/single_flight.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mapigate::auth {

// Lives on the thread of the coroutine that waits: the timer, which never expires, is what it waits for, and
// the outcome is brought there by a posted function. So there is nothing to lock, and cancelling works as for
// any timer.
struct Flight::Waiter {
  explicit Waiter(const boost::asio::any_io_executor& executor)
      : timer(executor, boost::asio::steady_timer::time_point::max()) {}

  boost::asio::steady_timer timer;
  std::optional<Outcome> outcome;
};

boost::asio::awaitable<std::optional<Outcome>> Flight::wait() {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor);
  {
    const std::scoped_lock lock(mutex_);
    if (outcome_) co_return outcome_;
    waiters_.push_back(waiter);
  }
  boost::system::error_code
      ignored;  // always "cancelled": by the landing, or by whoever cancels this coroutine
  co_await waiter->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  co_return waiter->outcome;
}

void Flight::land(const Outcome& outcome) {
  std::vector<std::shared_ptr<Waiter>> waiters;
  {
    const std::scoped_lock lock(mutex_);
    if (outcome_) return;
    outcome_ = outcome;
    waiters.swap(waiters_);
  }
  for (std::shared_ptr<Waiter>& waiter : waiters) {
    const boost::asio::any_io_executor executor = waiter->timer.get_executor();
    // The pointer goes along, so that the timer is destroyed on its own thread.
    boost::asio::post(executor, [waiter = std::move(waiter), outcome] {
      waiter->outcome = outcome;
      waiter->timer.cancel();
    });
  }
}

SingleFlight::Joined SingleFlight::join(const Key& key) {
  const std::scoped_lock lock(mutex_);
  std::shared_ptr<Flight>& flight = flights_[key];
  if (flight) return {flight, false};
  flight = std::make_shared<Flight>();
  return {flight, true};
}

void SingleFlight::land(const Key& key, const Outcome& outcome) {
  std::shared_ptr<Flight> flight;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = flights_.find(key);
    if (found == flights_.end()) return;
    flight = std::move(found->second);
    flights_.erase(found);
  }
  flight->land(outcome);
}

}  // namespace mapigate::auth
