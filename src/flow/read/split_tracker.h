// Follows the pages of one split on their way to Kafka and back. Pages are sent in order; their
// acknowledgements may come in any order; progress moves only over an unbroken run of acknowledged pages, so
// it never skips a row. Lives on the task's loop. The pages on their way are bounded by the buffers of
// reading and producing.
#pragma once

#include <deque>

#include "flow/read/progress.h"

namespace caskade::read {

class SplitTracker {
 public:
  explicit SplitTracker(SplitProgress start) : committed_(std::move(start)) {}

  // A page was read: where to go on after it (empty when it was the last) and how many rows it has.
  // Gives the number to acknowledge it by.
  std::uint64_t sent(Buffer next_page, std::uint32_t rows);

  // Everything in that page is safe in Kafka.
  void acknowledge(std::uint64_t number);

  // What has been acknowledged without a gap.
  const SplitProgress& committed() const { return committed_; }
  bool is_done() const { return committed_.done; }

  // True once after each change; for flushing only what changed.
  bool take_changed() { return std::exchange(changed_, false); }
  // The flush of what take_changed() gave did not succeed.
  void set_changed() { changed_ = true; }

 private:
  struct Sent {
    Buffer next_page;
    std::uint32_t rows = 0;
    bool acknowledged = false;
  };

  SplitProgress committed_;
  std::deque<Sent> on_the_way_;
  std::uint64_t first_number_ = 0;  // of on_the_way_.front()
  bool changed_ = false;
};

}  // namespace caskade::read
