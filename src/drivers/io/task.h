// Task<T>: the only coroutine type in the house. Lazy; runs on the loop it is awaited or spawned on; gives a
// Result. Cancellation (Scope::stop, within) reaches a waiting Task as an Asio cancellation: the wait ends
// with Fault::stopped or the coroutine unwinds; either way the Scope hears of it. Coroutines are named
// functions, never capturing lambdas: g++ 12.2 destroys such captures twice.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "core/base/result.h"

namespace caskade {

template <class T = void>
using Task = boost::asio::awaitable<Result<T>>;

}  // namespace caskade
