#include "drivers/io/waiter.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace caskade::io {

namespace asio = boost::asio;

struct Waiter::State {
  explicit State(Executor executor) : timer(std::move(executor)) {}
  asio::steady_timer timer;
  bool notified = false;
};

Waiter::Waiter(Executor executor) : state_(std::make_unique<State>(std::move(executor))) {}
Waiter::~Waiter() = default;
Waiter::Waiter(Waiter&&) noexcept = default;

void Waiter::notify() {
  state_->notified = true;
  state_->timer.cancel();
}

asio::awaitable<bool> Waiter::wait_for(std::chrono::milliseconds limit) {
  if (!state_->notified) {
    state_->timer.expires_after(limit);
    co_await state_->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return std::exchange(state_->notified, false);
}

asio::awaitable<void> Waiter::wait() {
  // Spelled out: g++ 12.2 ends this coroutine in a trap when the loop's condition is the co_await itself.
  bool woken = false;
  while (!woken)
    woken = co_await wait_for(std::chrono::hours(24));
  co_return;
}

asio::awaitable<void> sleep_for(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace caskade::io
