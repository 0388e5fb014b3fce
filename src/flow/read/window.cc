#include "flow/read/window.h"

namespace caskade::read {
namespace {

constexpr Timestamp start_of_1901{-2177452800000};

}  // namespace

Window next_window(Timestamp lo, Timestamp now, const WindowRule& rule) {
  const Timestamp cap = std::max(lo, now - rule.delay);
  if (!rule.slice || lo < start_of_1901) return {lo, cap};
  return {lo, std::min(cap, lo + *rule.slice)};
}

bool is_behind(const Window& window, Timestamp now, const WindowRule& rule) {
  return window.hi < now - rule.delay && rule.slice.has_value();
}

}  // namespace caskade::read
