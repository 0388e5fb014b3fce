#include "flow/read/progress.h"

#include <gtest/gtest.h>

namespace caskade::read {
namespace {

TEST(Progress, partitions_name_table_and_split) {
  EXPECT_EQ(partition_of({"shop", "orders"}), R"({"keyspace":"shop","table":"orders"})");
  EXPECT_EQ(partition_of({"shop", "orders"}, 3, 16),
            R"({"keyspace":"shop","table":"orders","split":"3/16"})");
}

TEST(Progress, a_pass_survives_its_json) {
  const Pass pass{.number = 7,
                  .window = Window{Timestamp(10), Timestamp(20)},
                  .splits = {{cql::token_min, -3}, {-3, cql::token_max}},
                  .since = Timestamp(99)};
  auto back = parse_pass(to_json(pass));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->number, 7);
  EXPECT_EQ(back->window, pass.window);
  EXPECT_EQ(back->splits, pass.splits);
  EXPECT_EQ(back->since, pass.since);
  EXPECT_FALSE(
      parse_pass(
          to_json(Pass{.number = 1, .window = {}, .splits = {{cql::token_min, cql::token_max}}, .since = {}}))
          ->window.has_value());
}

TEST(Progress, a_split_survives_its_json) {
  const SplitProgress progress{
      .pass = 2, .done = false, .page = to_buffer(as_bytes("\x01\xFFstate")), .rows = 12};
  auto back = parse_split_progress(to_json(progress));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->pass, 2);
  EXPECT_EQ(back->page, progress.page);
  EXPECT_EQ(back->rows, 12u);
}

TEST(Progress, refuses_what_does_not_cover_the_ring) {
  for (const char* json : {
           R"({"pass":1,"splits":[]})",
           R"({"pass":1,"splits":[[-9223372036854775808,5],[6,9223372036854775807]]})",
           R"({"pass":1,"splits":[[-9223372036854775808,5]]})",
           R"({"pass":0,"splits":[[-9223372036854775808,9223372036854775807]]})",
           R"({"pass":"x"})",
           "[]",
           "{",
       })
    EXPECT_FALSE(parse_pass(json)) << json;
  EXPECT_FALSE(parse_split_progress(R"({"pass":1,"done":false,"rows":1,"page":"*"})"));
}

}  // namespace
}  // namespace caskade::read
