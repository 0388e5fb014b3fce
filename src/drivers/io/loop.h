// An event loop: one thread runs it, and every object that waits on it is born, used and destroyed on that
// thread. Other threads talk to it through post() only. Owned by whoever starts the thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "drivers/io/task.h"

namespace caskade::io {

using Executor = boost::asio::any_io_executor;

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  Executor executor();

  // Runs the task to its end on the calling thread and gives its result; other work posted meanwhile runs
  // too.
  Result<> run(Task<> task);

  // Asks run()'s task to end: cancels whatever it waits for. Safe from any thread and from a signal's waiter.
  void cancel();

  // Runs a function on the loop's thread soon. Safe from any thread.
  void post(std::function<void()> work);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The loop's executor from inside a Task.
boost::asio::awaitable<Executor> this_executor();

}  // namespace caskade::io
