// Gives a Task a time limit: when it passes first, the Task is cancelled and the result is a network error.
#pragma once

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "drivers/io/waiter.h"

namespace caskade::io {

template <class T>
Task<T> within(std::chrono::milliseconds limit, Task<T> task) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto first = co_await (std::move(task) || sleep_for(limit));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return Error{Fault::network, "no answer within " + std::to_string(limit.count()) + " ms", true};
}

}  // namespace caskade::io
