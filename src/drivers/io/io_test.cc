#include <gtest/gtest.h>

#include "drivers/io/backoff.h"
#include "drivers/io/mailbox.h"
#include "drivers/io/scope.h"
#include "drivers/io/stream.h"
#include "drivers/io/within.h"

namespace caskade::io {
namespace {

using namespace std::chrono_literals;

Task<> forever() {
  co_await sleep_for(1h);
  co_return Result<>{};
}
Task<> fails_soon() {
  co_await sleep_for(1ms);
  co_return Error{Fault::data, "boom"};
}

Task<> scope_keeps_the_first_failure(Executor executor) {
  Scope scope(executor);
  scope.spawn(forever());
  scope.spawn(fails_soon());
  auto outcome = co_await scope.join();
  EXPECT_EQ(outcome.error().what, "boom");
  EXPECT_EQ(scope.running(), 1u);
  co_await scope.stop();
  EXPECT_EQ(scope.running(), 0u);
  co_return Result<>{};
}

TEST(Scope, keeps_the_first_failure_and_stops_the_rest) {
  Loop loop;
  EXPECT_TRUE(loop.run(scope_keeps_the_first_failure(loop.executor())));
}

TEST(Within, ends_a_task_that_takes_too_long) {
  Loop loop;
  auto outcome = loop.run(within(5ms, forever()));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().what, "no answer within 5 ms");
}

TEST(Loop, cancel_ends_what_it_runs) {
  Loop loop;
  loop.post([&loop] { loop.cancel(); });
  auto outcome = loop.run(forever());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::stopped);
}

Task<> give_three(Mailbox<int>& box) {
  for (int i = 0; i < 3; ++i)
    co_await box.put(i, 10);
  co_return Result<>{};
}

Task<> full_mailbox_makes_the_giver_wait(Executor executor) {
  Mailbox<int> box(executor, 20);
  Scope scope(executor);
  scope.spawn(give_three(box));
  co_await sleep_for(2ms);
  EXPECT_EQ(box.bytes(), 20u);
  EXPECT_EQ(scope.running(), 1u);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(co_await box.take(), i);
  co_return co_await scope.join();
}

TEST(Mailbox, full_makes_the_giver_wait) {
  Loop loop;
  EXPECT_TRUE(loop.run(full_mailbox_makes_the_giver_wait(loop.executor())));
}

Task<> connect_to_closed_port() {
  auto stream = co_await connect_tcp({"127.0.0.1", 1}, 1s);
  EXPECT_FALSE(stream);
  EXPECT_EQ(stream.error().what, "connect to 127.0.0.1:1: Connection refused");
  co_return Result<>{};
}

TEST(ConnectTcp, names_the_endpoint_and_the_reason) {
  Loop loop;
  EXPECT_TRUE(loop.run(connect_to_closed_port()));
}

TEST(Backoff, doubles_to_its_cap) {
  Backoff backoff(100ms, 500ms);
  EXPECT_EQ(backoff.next(0.5), 100ms);
  EXPECT_EQ(backoff.next(0.5), 200ms);
  EXPECT_EQ(backoff.next(0.5), 400ms);
  EXPECT_EQ(backoff.next(0.9), 500ms);
  EXPECT_EQ(backoff.tries(), 4);
  backoff.reset();
  EXPECT_EQ(backoff.next(0.5), 100ms);
}

}  // namespace
}  // namespace caskade::io
