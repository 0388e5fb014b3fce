#include "core/record/page.h"

#include <gtest/gtest.h>

namespace caskade {
namespace {

TEST(CellCursor, walks_values_empties_and_nulls) {
  ByteWriter rows;
  rows.i32(2);
  rows.raw(as_bytes("ab"));
  rows.i32(0);
  rows.i32(-1);
  CellCursor cursor(rows.view());
  Cell cell;
  ASSERT_TRUE(cursor.next(cell));
  EXPECT_EQ(as_text(*cell), "ab");
  ASSERT_TRUE(cursor.next(cell));
  EXPECT_EQ(cell->size(), 0u);
  ASSERT_TRUE(cursor.next(cell));
  EXPECT_FALSE(cell.has_value());
  EXPECT_FALSE(cursor.next(cell));
}

TEST(CellCursor, never_reads_past_a_page_that_lies) {
  ByteWriter rows;
  rows.i32(100);
  rows.raw(as_bytes("short"));
  CellCursor cursor(rows.view());
  Cell cell;
  EXPECT_FALSE(cursor.next(cell));
}

TEST(CqlType, prints_as_cql_writes_it) {
  CqlType text{CqlKind::varchar, {}, {}, {}, 0};
  CqlType list{CqlKind::list, {text}, {}, {}, 0};
  CqlType map{CqlKind::map, {text, list}, {}, {}, 0};
  EXPECT_EQ(to_string(map), "map<text, list<text>>");
  EXPECT_EQ(to_string(CqlType{CqlKind::vector, {{CqlKind::float_, {}, {}, {}, 0}}, {}, {}, 3}),
            "vector<float, 3>");
}

}  // namespace
}  // namespace caskade
