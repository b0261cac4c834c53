#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

namespace mapigate::mapi {

// Why a NotificationWait came back.
enum class Wake : std::uint8_t {
  event,       // something is pending
  timeout,     // nothing came
  superseded,  // another wait of the same session took its place
  ended,       // the session is no more
  draining,    // the server stops
};

// Tells one session's NotificationWait that an event is pending ([MS-OXCNOTIF] section 2.2.1.3). Every
// function may be called from any thread; wait() continues on its caller's executor, which must be
// single-threaded.
class NotificationSignal {
 public:
  NotificationSignal() = default;
  NotificationSignal(const NotificationSignal&) = delete;
  NotificationSignal& operator=(const NotificationSignal&) = delete;

  // An event is pending from now on, until clear().
  void raise();
  // The client has been given all that was pending.
  void clear();
  bool raised() const;
  // Every wait, those to come included, comes back with `why`. Only the first call counts.
  void end(Wake why);

  // Comes back when an event is pending, else after `limit`. Only one wait is served at a time, and the
  // newest wins: a client whose connection broke asks again before the gateway notices that the first wait is
  // of no use. Throws operation_aborted when the coroutine is cancelled. The signal must outlive it.
  boost::asio::awaitable<Wake> wait(std::chrono::milliseconds limit);

 private:
  struct Waiter;
  struct Registration;
  void wake(Wake why);  // with the lock held

  mutable std::mutex mutex_;
  bool raised_ = false;
  std::optional<Wake> ended_;
  std::shared_ptr<Waiter> waiter_;
};

}  // namespace mapigate::mapi
