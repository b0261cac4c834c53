#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "gateway/base/random.hpp"

namespace mapigate::auth {

// Lets an attempt wait that was not looked at, for a time that cannot be foreseen, so that many connections
// that guess passwords cost next to nothing. May be copied.
class Tarpit {
 public:
  Tarpit(std::chrono::milliseconds min, std::chrono::milliseconds max, RandomSource& random)
      : min_(min), max_(max), random_(&random) {}

  // Ends early when the coroutine is cancelled.
  boost::asio::awaitable<void> wait() const;

 private:
  std::chrono::milliseconds min_;
  std::chrono::milliseconds max_;
  RandomSource* random_;
};

}  // namespace mapigate::auth
