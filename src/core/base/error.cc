#include "core/base/error.h"

namespace caskade {

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::config:
      return "config";
    case Fault::network:
      return "network";
    case Fault::server:
      return "server";
    case Fault::data:
      return "data";
    case Fault::stopped:
      return "stopped";
    case Fault::bug:
      return "bug";
  }
  return "bug";
}

Error Error::because(std::string_view context) && {
  what = std::string(context) + ": " + what;
  return std::move(*this);
}

}  // namespace caskade
