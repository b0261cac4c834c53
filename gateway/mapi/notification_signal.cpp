#include "gateway/mapi/notification_signal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace mapigate::mapi {

namespace asio = boost::asio;

struct NotificationSignal::Waiter {
  explicit Waiter(const asio::any_io_executor& executor) : timer(executor) {}

  asio::steady_timer timer;  // touched on the waiter's own executor only
  std::optional<Wake> woken;
};

// Takes the waiter back also when the coroutine ends early or its io_context is destroyed, after which its
// executor must not be used.
struct NotificationSignal::Registration {
  ~Registration() {
    const std::lock_guard lock(signal.mutex_);
    if (signal.waiter_ == waiter) signal.waiter_.reset();
  }
  NotificationSignal& signal;
  std::shared_ptr<Waiter> waiter;
};

void NotificationSignal::wake(Wake why) {
  if (!waiter_) return;
  waiter_->woken = why;
  // Posted with the lock held: the registration, and with it the executor, cannot go meanwhile.
  asio::post(waiter_->timer.get_executor(), [waiter = waiter_] { waiter->timer.cancel(); });
  waiter_.reset();
}

void NotificationSignal::raise() {
  const std::lock_guard lock(mutex_);
  raised_ = true;
  wake(Wake::event);
}

void NotificationSignal::clear() {
  const std::lock_guard lock(mutex_);
  raised_ = false;
}

bool NotificationSignal::raised() const {
  const std::lock_guard lock(mutex_);
  return raised_;
}

void NotificationSignal::end(Wake why) {
  const std::lock_guard lock(mutex_);
  if (!ended_) ended_ = why;
  wake(*ended_);
}

asio::awaitable<Wake> NotificationSignal::wait(std::chrono::milliseconds limit) {
  const auto executor = co_await asio::this_coro::executor;
  const Registration registration{*this, std::make_shared<Waiter>(executor)};
  Waiter& waiter = *registration.waiter;
  {
    const std::lock_guard lock(mutex_);
    if (ended_) co_return *ended_;
    if (raised_) co_return Wake::event;
    wake(Wake::superseded);
    waiter_ = registration.waiter;
  }
  // A wake-up that comes before the timer is started cannot be lost: its cancel() is posted to this executor,
  // which runs it only when this coroutine has suspended.
  waiter.timer.expires_after(limit);
  const auto [error] = co_await waiter.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  {
    const std::lock_guard lock(mutex_);
    if (waiter.woken) co_return *waiter.woken;
  }
  if (error) throw boost::system::system_error(error);
  co_return Wake::timeout;
}

}  // namespace mapigate::mapi
