#include "flow/read/split_tracker.h"

#include <gtest/gtest.h>

namespace caskade::read {
namespace {

Buffer state(const char* text) { return to_buffer(as_bytes(text)); }

TEST(SplitTracker, moves_only_over_an_unbroken_run) {
  SplitTracker split({.pass = 1, .done = false, .page = {}, .rows = 0});
  const auto first = split.sent(state("a"), 10);
  const auto second = split.sent(state("b"), 20);
  const auto last = split.sent({}, 5);
  split.acknowledge(second);
  split.acknowledge(last);
  EXPECT_EQ(split.committed().rows, 0u);
  EXPECT_FALSE(split.take_changed());
  split.acknowledge(first);
  EXPECT_EQ(split.committed().rows, 35u);
  EXPECT_TRUE(split.is_done());
  EXPECT_TRUE(split.take_changed());
  EXPECT_FALSE(split.take_changed());
}

TEST(SplitTracker, remembers_where_to_go_on) {
  SplitTracker split({.pass = 1, .done = false, .page = state("resumed"), .rows = 7});
  split.acknowledge(split.sent(state("a"), 1));
  EXPECT_EQ(as_text(split.committed().page), "a");
  EXPECT_EQ(split.committed().rows, 8u);
  EXPECT_FALSE(split.is_done());
}

}  // namespace
}  // namespace caskade::read
