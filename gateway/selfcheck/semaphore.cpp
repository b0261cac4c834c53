#include "gateway/selfcheck/semaphore.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace mapigate::selfcheck {

namespace asio = boost::asio;

// Stands in the line as long as it lives, on the frame of the coroutine that waits.
struct Semaphore::Waiter {
  Waiter(const asio::any_io_executor& executor, std::list<Waiter*>& waiters)
      : timer(executor, asio::steady_timer::time_point::max()),
        line(waiters),
        in_line(line.insert(line.end(), this)) {}
  ~Waiter() {
    if (!admitted) line.erase(in_line);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  asio::steady_timer timer;
  std::list<Waiter*>& line;
  std::list<Waiter*>::iterator in_line;
  bool admitted = false;
};

Semaphore::Semaphore(asio::any_io_executor executor, std::size_t places)
    : executor_(std::move(executor)), free_(places) {}

Semaphore::~Semaphore() = default;

asio::awaitable<Semaphore::Place> Semaphore::enter() {
  if (free_ > 0) {
    --free_;
    co_return Place(this);
  }
  Waiter waiter(executor_, waiters_);
  boost::system::error_code cancelled;
  co_await waiter.timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  // The place counts also when cancellation came right behind it: it is given back by Place.
  if (waiter.admitted) co_return Place(this);
  throw boost::system::system_error(cancelled);
}

void Semaphore::release() {
  if (waiters_.empty()) {
    ++free_;
    return;
  }
  Waiter& next = *waiters_.front();
  waiters_.pop_front();
  next.admitted = true;
  next.timer.cancel();
}

}  // namespace mapigate::selfcheck
