// Turns what Asio reports into our errors: error codes of operations, and exceptions that reached a
// coroutine's top.
#pragma once

#include <boost/system/error_code.hpp>
#include <exception>

#include "core/base/result.h"

namespace caskade::io {

// A network error with the system's words; operation_aborted becomes Fault::stopped.
Error error_of(const boost::system::error_code& code);

// A cancelled coroutine unwinds with an exception: that is Fault::stopped. Anything else is a bug with its
// text.
Error outcome_of(std::exception_ptr failure);

}  // namespace caskade::io
