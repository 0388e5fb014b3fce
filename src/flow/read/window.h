// Time windows of the incremental modes: rows with lo < time <= hi. hi is fixed, and stored, before the
// window is read; the next window starts at hi, not at the greatest row seen, so rows with equal times or out
// of order inside a window cannot be lost. hi never comes closer to now than the delay, which covers late
// writers and skewed clocks.
#pragma once

#include <optional>

#include "core/base/time.h"

namespace caskade::read {

struct Window {
  Timestamp lo{};
  Timestamp hi{};

  friend bool operator==(const Window&, const Window&) = default;
};

struct WindowRule {
  milliseconds delay{};               // connect.cassandra.slice.delay.ms
  std::optional<milliseconds> slice;  // connect.cassandra.slice.duration, when the user set it; else no limit
};

// The window that follows lo; hi is never before lo. When the slice cuts it short of now - delay, is_behind()
// is true and the next window may follow at once. As in the original connector, a reader that still stands in
// 1900 (the default initial offset) takes everything up to now - delay in one window.
Window next_window(Timestamp lo, Timestamp now, const WindowRule& rule);
bool is_behind(const Window& window, Timestamp now, const WindowRule& rule);

}  // namespace caskade::read
