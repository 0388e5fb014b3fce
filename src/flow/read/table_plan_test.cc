#include "flow/read/table_plan.h"

#include <gtest/gtest.h>

#include "core/kcql/parser.h"

namespace caskade::read {
namespace {

const std::vector<cql::TableColumn> students{{"id", "partition_key", 0},
                                             {"name", "regular", -1},
                                             {"age", "regular", -1},
                                             {"timestamp_added", "regular", -1}};
const std::vector<cql::TableColumn> odd{
    {"Second", "partition_key", 1}, {"first", "partition_key", 0}, {"order", "clustering", 0}};

Result<TablePlan> plan_of(std::string_view kcql, const std::vector<cql::TableColumn>& columns) {
  TRY(auto statements, kcql::parse_kcql(kcql));
  return make_plan(statements.front(), "ks", columns);
}

TEST(MakePlan, writes_the_statement_with_token_bounds) {
  auto bulk = plan_of("INSERT INTO t SELECT id, name AS who FROM students", students);
  ASSERT_TRUE(bulk) << bulk.error().what;
  EXPECT_EQ(bulk->cql, "SELECT id,name FROM ks.students WHERE token(id) > ? AND token(id) <= ?");
  EXPECT_EQ(bulk->aliases.front(), (std::pair<std::string, std::string>("name", "who")));
  EXPECT_EQ(bulk->values({1, 2}, {}).size(), 2u);

  auto timed = plan_of(
      "INSERT INTO t SELECT id, timestamp_added FROM students PK timestamp_added INCREMENTALMODE=TIMESTAMP",
      students);
  ASSERT_TRUE(timed) << timed.error().what;
  EXPECT_EQ(timed->cql,
            "SELECT id,timestamp_added FROM ks.students WHERE token(id) > ? AND token(id) <= ? AND "
            "timestamp_added > ? "
            "AND timestamp_added <= ? ALLOW FILTERING");
  EXPECT_EQ(timed->values({1, 2}, Window{Timestamp(3), Timestamp(4)}).size(), 4u);
}

TEST(MakePlan, quotes_what_needs_quotes) {
  auto plan = plan_of("INSERT INTO t SELECT * FROM odd", odd);
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_EQ(plan->cql,
            "SELECT * FROM ks.odd WHERE token(first, \"Second\") > ? AND token(first, \"Second\") <= ?");
  EXPECT_EQ(quoted_identifier("order"), "\"order\"");
  EXPECT_EQ(quoted_identifier("say \"hi\""), "\"say \"\"hi\"\"\"");
}

TEST(MakePlan, refuses_in_sentences_that_name_the_thing) {
  const std::pair<const char*, const char*> rows[] = {
      {"INSERT INTO t SELECT nmae FROM students", "has no column \"nmae\", is name meant?"},
      {"INSERT INTO t SELECT id FROM students PK crated INCREMENTALMODE=TIMESTAMP",
       "has no column \"crated\""},
      {"INSERT INTO t SELECT id FROM students INCREMENTALMODE=TIMESTAMP", "needs exactly one PK column"},
      {"INSERT INTO t SELECT id FROM students PK id INCREMENTALMODE=TOKEN",
       "INCREMENTALMODE=TOKEN cannot be read"},
      {"INSERT INTO t/x SELECT id FROM students", "\"t/x\" cannot be a Kafka topic"},
  };
  for (auto [kcql, wanted] : rows) {
    auto plan = plan_of(kcql, students);
    ASSERT_FALSE(plan) << kcql;
    EXPECT_NE(plan.error().what.find(wanted), std::string::npos) << plan.error().what;
  }
}

TEST(NoSuchTable, offers_the_nearest) {
  EXPECT_NE(
      no_such_table({"ks", "ordres"}, {"orders"}).what.find("ks.ordres does not exist, is orders meant?"),
      std::string::npos);
}

}  // namespace
}  // namespace caskade::read
