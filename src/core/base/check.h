// CHECK(condition): for our own mistakes only. On in release; never reachable from input, which gets a
// Result.
#pragma once

namespace caskade {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace caskade

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::caskade::check_failed(#condition, __FILE__, __LINE__))
