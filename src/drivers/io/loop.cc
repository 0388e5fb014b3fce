#include "drivers/io/loop.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>

#include "drivers/io/outcome.h"

namespace caskade::io {

namespace asio = boost::asio;

struct Loop::State {
  asio::io_context context{1};
  asio::cancellation_signal cancel;
  std::optional<Result<>> result;

  void finish(std::exception_ptr failure, Result<> outcome) {
    result = failure ? outcome_of(failure) : std::move(outcome);
    context.stop();
  }
};

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

Executor Loop::executor() { return state_->context.get_executor(); }

Result<> Loop::run(Task<> task) {
  State& state = *state_;
  state.result.reset();
  state.context.restart();
  asio::co_spawn(state.context, std::move(task),
                 asio::bind_cancellation_slot(state.cancel.slot(),
                                              [&state](std::exception_ptr failure, Result<> outcome) {
                                                state.finish(failure, std::move(outcome));
                                              }));
  state.context.run();
  return std::move(*state.result);
}

void Loop::cancel() {
  post([this] { state_->cancel.emit(asio::cancellation_type::terminal); });
}

void Loop::post(std::function<void()> work) { asio::post(state_->context, std::move(work)); }

asio::awaitable<Executor> this_executor() { co_return co_await asio::this_coro::executor; }

}  // namespace caskade::io
