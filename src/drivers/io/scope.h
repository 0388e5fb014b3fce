// Structured lifetimes: every child Task is started by a Scope, and the Scope's end waits for all of them.
// stop() means cancel, then wait; it must be awaited before the Scope is destroyed. Lives on one loop. The
// number of children is bounded by their owner (connections, splits read at once).
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <list>
#include <memory>
#include <optional>

#include "drivers/io/waiter.h"

namespace caskade::io {

class Scope {
 public:
  explicit Scope(Executor executor);
  ~Scope();

  // Starts a child. Its error, unless it is Fault::stopped, is kept as the Scope's first failure.
  void spawn(Task<> task);

  std::size_t running() const { return children_.size(); }

  // The first failure of a child; empty while all is well.
  const std::optional<Error>& failure() const { return failure_; }

  // Makes join() return with this, as if a child had failed with it; for a stop asked for from outside.
  void interrupt(Error error);

  // Waits until no child runs, or one has failed; gives that failure.
  Task<> join();

  // Cancels all children and waits for their end. Failures stay readable.
  boost::asio::awaitable<void> stop();

 private:
  struct Child {
    boost::asio::cancellation_signal cancel;
  };
  void finish(std::list<Child>::iterator child, Result<> outcome);

  Executor executor_;
  Waiter changed_;
  std::list<Child> children_;
  std::optional<Error> failure_;
};

}  // namespace caskade::io
