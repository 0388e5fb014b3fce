// What `caskade version` says. The value is made at each build (cmake/stamp_version.cmake).
#pragma once

#include <string_view>

namespace caskade::cli {

struct Version {
  std::string_view number;      // of the release, e.g. 0.1.0
  std::string_view commit;      // short hash, "+changes" when the tree was not clean
  std::string_view build_type;  // Release, Debug
};
extern const Version version;

}  // namespace caskade::cli
