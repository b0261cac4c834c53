#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

#include "gateway/mapi/endpoint.hpp"

namespace mapigate::mapi {

// A request that runs beside the coroutine which answers it, so that this one can tell the client to wait.
// Belongs to one single-threaded executor.
class Operation {
 public:
  // Starts `work`, which must own all that it uses: it may outlive this object.
  Operation(const boost::asio::any_io_executor& executor, boost::asio::awaitable<Reply> work);
  // Cancels the work if it still runs.
  ~Operation();
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  // True as soon as the work has ended, false after `limit`. Throws operation_aborted when the caller is
  // cancelled.
  boost::asio::awaitable<bool> ends_within(std::chrono::milliseconds limit);
  // What came of it; rethrows what it threw. Once, after it has ended.
  Reply take();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace mapigate::mapi
