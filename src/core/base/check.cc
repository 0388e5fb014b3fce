#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace caskade {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "caskade: CHECK failed: %s at %s:%d. This is a bug; please report it.\n", condition,
               file, line);
  std::abort();
}

}  // namespace caskade
