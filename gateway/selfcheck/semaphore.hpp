#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <list>
#include <memory>

namespace mapigate::selfcheck {

// Lets a number of coroutines in at a time; the others wait in line. For one thread.
class Semaphore {
 public:
  Semaphore(boost::asio::any_io_executor executor, std::size_t places);
  ~Semaphore();

  // Gives the place back when it is destroyed.
  class Place {
   public:
    explicit Place(Semaphore* semaphore) : semaphore_(semaphore) {}
    Place(Place&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (semaphore_) semaphore_->release();
    }

   private:
    Semaphore* semaphore_;
  };

  // Throws boost::system::system_error when the coroutine is cancelled while it waits.
  boost::asio::awaitable<Place> enter();

 private:
  struct Waiter;
  void release();

  boost::asio::any_io_executor executor_;
  std::size_t free_;
  std::list<Waiter*> waiters_;
};

}  // namespace mapigate::selfcheck
