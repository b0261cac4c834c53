#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>

namespace mapigate::fakes {

// Runs a coroutine to its end on an io_context of its own and returns what it returns.
template <class T>
T await(std::function<boost::asio::awaitable<T>(boost::asio::any_io_executor)> start) {
  boost::asio::io_context io{1};
  auto future = boost::asio::co_spawn(io, start(io.get_executor()), boost::asio::use_future);
  io.run();
  return future.get();
}

}  // namespace mapigate::fakes
