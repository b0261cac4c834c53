#include "gateway/mapi/operation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>

namespace mapigate::mapi {

namespace asio = boost::asio;

struct Operation::State {
  explicit State(const asio::any_io_executor& executor) : ended(executor) {}

  asio::steady_timer ended;  // cancelled when the work has ended
  asio::cancellation_signal cancel;
  bool done = false;
  std::exception_ptr failure;
  Reply reply;
};

Operation::Operation(const asio::any_io_executor& executor, asio::awaitable<Reply> work)
    : state_(std::make_shared<State>(executor)) {
  auto finish = [state = state_](std::exception_ptr failure, Reply reply) {
    state->done = true;
    state->failure = std::move(failure);
    state->reply = std::move(reply);
    state->ended.cancel();
  };
  asio::co_spawn(executor, std::move(work),
                 asio::bind_cancellation_slot(state_->cancel.slot(), std::move(finish)));
}

Operation::~Operation() {
  if (!state_->done) state_->cancel.emit(asio::cancellation_type::all);
}

asio::awaitable<bool> Operation::ends_within(std::chrono::milliseconds limit) {
  State& state = *state_;
  if (state.done) co_return true;
  state.ended.expires_after(limit);
  const auto [error] = co_await state.ended.async_wait(asio::as_tuple(asio::use_awaitable));
  if (error && !state.done) throw boost::system::system_error(error);
  co_return state.done;
}

Reply Operation::take() {
  if (state_->failure) std::rethrow_exception(state_->failure);
  return std::move(state_->reply);
}

}  // namespace mapigate::mapi
