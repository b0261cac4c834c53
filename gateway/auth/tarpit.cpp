#include "gateway/auth/tarpit.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mapigate::auth {

boost::asio::awaitable<void> Tarpit::wait() const {
  const auto range = static_cast<std::uint64_t>((max_ - min_).count());
  const std::chrono::milliseconds delay = min_ + std::chrono::milliseconds(random_->below(range + 1));
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, delay);
  boost::system::error_code ignored;
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace mapigate::auth
