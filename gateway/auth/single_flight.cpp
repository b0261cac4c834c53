#include "gateway/auth/single_flight.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mapigate::auth {

// Belongs to the coroutine that waits, and is used on its thread only: the timer, which never expires, is
// what it waits for, and the outcome is brought there by a posted function. So cancelling works as for any
// timer.
struct Flight::Waiter {
  explicit Waiter(const boost::asio::any_io_executor& executor)
      : timer(executor, boost::asio::steady_timer::time_point::max()) {}

  boost::asio::steady_timer timer;
  std::optional<Outcome> outcome;
};

// Takes a waiter out of the flight when its coroutine ends, also when it ends with its io_context: nothing is
// posted there from then on.
class Flight::Leave {
 public:
  Leave(Flight& flight, const Waiter* waiter) : flight_(flight), waiter_(waiter) {}
  Leave(const Leave&) = delete;
  Leave& operator=(const Leave&) = delete;
  ~Leave() {
    const std::scoped_lock lock(flight_.mutex_);
    std::erase_if(flight_.waiting_, [this](const Waiting& waiting) { return waiting.id == waiter_; });
  }

 private:
  Flight& flight_;
  const Waiter* waiter_;
};

boost::asio::awaitable<std::optional<Outcome>> Flight::wait(std::shared_ptr<Flight> flight) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor);
  {
    const std::scoped_lock lock(flight->mutex_);
    if (flight->outcome_) co_return flight->outcome_;
    flight->waiting_.push_back({executor, waiter, waiter.get()});
  }
  const Leave leave(*flight, waiter.get());
  boost::system::error_code
      ignored;  // always "cancelled": by the landing, or by whoever cancels this coroutine
  co_await waiter->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  co_return waiter->outcome;
}

void Flight::land(const Outcome& outcome) {
  const std::scoped_lock lock(mutex_);
  if (outcome_) return;
  outcome_ = outcome;
  // Under the lock, so that no waiter, and with it its io_context, goes away meanwhile.
  for (Waiting& waiting : waiting_) {
    boost::asio::post(waiting.executor, [waiter = std::move(waiting.waiter), outcome] {
      const std::shared_ptr<Waiter> present = waiter.lock();
      if (!present) return;
      present->outcome = outcome;
      present->timer.cancel();
    });
  }
  waiting_.clear();
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
