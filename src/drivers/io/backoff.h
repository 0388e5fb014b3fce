// How long to wait before trying again: doubles from base to cap, with jitter so that many clients do not
// return at once. Pure: the caller brings the randomness and does the waiting.
#pragma once

#include <algorithm>
#include <chrono>

namespace caskade::io {

class Backoff {
 public:
  using milliseconds = std::chrono::milliseconds;

  Backoff(milliseconds base, milliseconds cap) : base_(base), cap_(cap), next_(base) {}

  // The wait before the next try; unit is in [0, 1) and moves the wait by up to 15 % either way.
  milliseconds next(double unit) {
    const auto wait = next_;
    next_ = std::min(next_ * 2, cap_);
    ++tries_;
    const auto jittered = static_cast<double>(wait.count()) * (0.85 + 0.3 * unit);
    return std::clamp(milliseconds(static_cast<long>(jittered)), base_, cap_);
  }
  void reset() {
    next_ = base_;
    tries_ = 0;
  }
  int tries() const { return tries_; }

 private:
  milliseconds base_;
  milliseconds cap_;
  milliseconds next_;
  int tries_ = 0;
};

}  // namespace caskade::io
