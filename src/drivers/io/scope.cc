#include "drivers/io/scope.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/base/check.h"
#include "drivers/io/outcome.h"

namespace caskade::io {

namespace asio = boost::asio;

Scope::Scope(Executor executor) : executor_(executor), changed_(executor) {}
Scope::~Scope() { CHECK(children_.empty()); }

void Scope::spawn(Task<> task) {
  children_.emplace_back();
  auto child = std::prev(children_.end());
  asio::co_spawn(executor_, std::move(task),
                 asio::bind_cancellation_slot(
                     child->cancel.slot(), [this, child](std::exception_ptr failure, Result<> outcome) {
                       finish(child, failure ? Result<>(outcome_of(failure)) : std::move(outcome));
                     }));
}

void Scope::finish(std::list<Child>::iterator child, Result<> outcome) {
  children_.erase(child);
  if (!outcome && outcome.error().fault != Fault::stopped && !failure_) failure_ = std::move(outcome).error();
  changed_.notify();
}

void Scope::interrupt(Error error) {
  if (!failure_) failure_ = std::move(error);
  changed_.notify();
}

Task<> Scope::join() {
  while (!children_.empty() && !failure_)
    co_await changed_.wait();
  if (failure_) co_return *failure_;
  co_return Result<>{};
}

asio::awaitable<void> Scope::stop() {
  // The one who stops may itself be cancelled; it waits for its children all the same.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  for (Child& child : children_)
    child.cancel.emit(asio::cancellation_type::terminal);
  while (!children_.empty())
    co_await changed_.wait();
}

}  // namespace caskade::io
