// One coroutine waits, others on the same loop wake it: the bridge between callbacks and Tasks, and the
// time-out of a wait in one object. A notify before the wait is kept, so nothing is missed. One waiting Task
// at a time.
#pragma once

#include <chrono>
#include <memory>

#include "drivers/io/loop.h"

namespace caskade::io {

class Waiter {
 public:
  explicit Waiter(Executor executor);
  ~Waiter();
  Waiter(Waiter&&) noexcept;

  // Wakes the waiting Task, or lets the next wait return at once.
  void notify();

  // True when notified, false when the limit passed first. Unwinds when the Task is cancelled.
  boost::asio::awaitable<bool> wait_for(std::chrono::milliseconds limit);
  boost::asio::awaitable<void> wait();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Waits for the time to pass. Unwinds when the Task is cancelled.
boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds time);

}  // namespace caskade::io
