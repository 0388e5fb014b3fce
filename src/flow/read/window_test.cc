#include "flow/read/window.h"

#include <gtest/gtest.h>

namespace caskade::read {
namespace {

using namespace std::chrono_literals;

TEST(NextWindow, ends_a_delay_before_now) {
  EXPECT_EQ(next_window(1000ms, 50'000ms, {.delay = 30s, .slice = {}}), (Window{1000ms, 20'000ms}));
}

TEST(NextWindow, is_empty_while_the_delay_has_not_passed) {
  EXPECT_EQ(next_window(40'000ms, 50'000ms, {.delay = 30s, .slice = {}}), (Window{40'000ms, 40'000ms}));
}

TEST(NextWindow, a_clock_that_went_back_does_not_move_it) {
  EXPECT_EQ(next_window(40'000ms, 10ms, {.delay = 0s, .slice = {}}), (Window{40'000ms, 40'000ms}));
}

TEST(NextWindow, is_cut_by_the_slice_and_then_is_behind) {
  const WindowRule rule{.delay = 0s, .slice = 10s};
  const Window window = next_window(0ms, 60'000ms, rule);
  EXPECT_EQ(window, (Window{0ms, 10'000ms}));
  EXPECT_TRUE(is_behind(window, 60'000ms, rule));
  EXPECT_FALSE(is_behind(next_window(55'000ms, 60'000ms, rule), 60'000ms, rule));
}

TEST(NextWindow, from_1900_takes_everything) {
  const Timestamp lo = *parse_timestamp("1900-01-01 00:00:00.0000000Z");
  EXPECT_EQ(next_window(lo, 60'000ms, {.delay = 0s, .slice = 10s}), (Window{lo, 60'000ms}));
}

}  // namespace
}  // namespace caskade::read
