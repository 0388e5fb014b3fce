// The clauses that may follow FROM table: one row each, in the order Stream Reactor demands. Rows with a
// reader fill the statement; the others are checked for their shape and kept as unused.
#pragma once

#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/kcql/cursor.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

// What stands after the keyword.
enum class Shape {
  flag,     // nothing
  value,    // =x
  word,     // x or x()
  list,     // a, b
  buckets,  // a, b INTO n BUCKETS
  call,     // x(k=v, ...)
  tags,     // (a, k=v, c AS d)
  number,   // 10
  columns,  // (a, b)
  pairs,    // (k=v, ...)
};

using ClauseReader = Result<> (*)(Cursor& cursor, Statement& into);

struct ClauseRow {
  std::string_view keyword;
  Shape shape;
  ClauseReader read = nullptr;  // none: not used by a Cassandra source
};

std::span<const ClauseRow> clause_rows();
const ClauseRow* find_clause(std::string_view word);

// Reads what follows the keyword, which has been taken.
Result<> read_clause(Cursor& cursor, const ClauseRow& row, Statement& into);

}  // namespace caskade::kcql
