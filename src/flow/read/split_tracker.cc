#include "flow/read/split_tracker.h"

#include "core/base/check.h"

namespace caskade::read {

std::uint64_t SplitTracker::sent(Buffer next_page, std::uint32_t rows) {
  on_the_way_.push_back({std::move(next_page), rows, false});
  return first_number_ + on_the_way_.size() - 1;
}

void SplitTracker::acknowledge(std::uint64_t number) {
  CHECK(number >= first_number_ && number - first_number_ < on_the_way_.size());
  on_the_way_[number - first_number_].acknowledged = true;
  while (!on_the_way_.empty() && on_the_way_.front().acknowledged) {
    Sent& front = on_the_way_.front();
    committed_.done = front.next_page.empty();
    committed_.page = std::move(front.next_page);
    committed_.rows += front.rows;
    changed_ = true;
    on_the_way_.pop_front();
    ++first_number_;
  }
}

}  // namespace caskade::read
