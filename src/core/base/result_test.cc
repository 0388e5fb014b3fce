#include "core/base/result.h"

#include <gtest/gtest.h>

namespace caskade {
namespace {

Result<int> half(int number) {
  if (number % 2) return Error{Fault::data, "odd"};
  return number / 2;
}

Result<int> quarter(int number) {
  TRY(int once, half(number));
  TRY(half(once));
  return half(once).because("quarter");
}

TEST(Result, passes_values_and_errors_up) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(3).error().what, "odd");
}

TEST(Result, adds_context_on_the_way) {
  auto failed = half(1).because("read shop.orders").because("task 0");
  EXPECT_EQ(failed.error().what, "task 0: read shop.orders: odd");
  EXPECT_EQ(failed.error().fault, Fault::data);
}

}  // namespace
}  // namespace caskade
