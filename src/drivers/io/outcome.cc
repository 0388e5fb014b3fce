#include "drivers/io/outcome.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace caskade::io {

Error error_of(const boost::system::error_code& code) {
  if (code == boost::asio::error::operation_aborted) return {Fault::stopped, "stopped", false};
  if (code == boost::asio::error::eof) return {Fault::network, "the other side closed the connection", true};
  return {Fault::network, code.message(), true};
}

Error outcome_of(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error_of(error.code());
  } catch (const std::exception& error) {
    return {Fault::bug, std::string("unexpected exception: ") + error.what(), false};
  }
}

}  // namespace caskade::io
