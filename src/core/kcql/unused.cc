#include "core/kcql/unused.h"

#include <fmt/format.h>
#include <set>
#include <string>

#include "core/base/text.h"
#include "core/kcql/names.h"

namespace caskade::kcql {
namespace {

// x or x.y, where each part may be quoted. Never more than what stands together, in either dialect.
Result<std::string> read_value(Cursor& cursor, const ClauseRow& row) {
  std::string text;
  bool first = true;
  bool after_dot = true;
  while (first || cursor.peek().glued) {
    const Token& token = cursor.peek();
    const bool part = after_dot && (token.is_word() || token.is_quoted());
    if (!part && !token.is('.')) break;
    text += cursor.take().text;
    after_dot = !part;
    first = false;
  }
  if (after_dot) return cursor.wrong(fmt::format("a value in {}", row.keyword));
  return text;
}

Result<> read_assigned(Cursor& cursor, const ClauseRow& row) {
  TRY(cursor.expect('=', fmt::format("= after {}", row.keyword)));
  TRY(read_value(cursor, row));
  return {};
}

Result<> read_word(Cursor& cursor, const ClauseRow& row) {
  TRY(read_value(cursor, row));
  if (cursor.take('(')) return cursor.expect(')', ") after (");
  return {};
}

Result<> read_list(Cursor& cursor, const ClauseRow& row) {
  do {
    TRY(read_path(cursor, Place::clause, fmt::format("a column name in {}", row.keyword)));
    if (cursor.take('.')) TRY(cursor.expect('*', "a name or * after the dot"));
  } while (cursor.take(','));
  return {};
}

Result<> read_buckets(Cursor& cursor, const ClauseRow& row) {
  TRY(read_list(cursor, row));
  TRY(cursor.expect("INTO", "INTO and a number of buckets"));
  TRY(read_value(cursor, row));
  return cursor.expect("BUCKETS", "BUCKETS after the number");
}

Result<> read_call(Cursor& cursor, const ClauseRow& row) {
  TRY(read_value(cursor, row));
  if (!cursor.take('(')) return {};
  std::set<std::string> seen;
  do {
    const Position at = cursor.peek().at;
    TRY(std::string name, read_value(cursor, row));
    if (!seen.insert(to_lower(name)).second)
      return cursor.source().error(at, fmt::format("{} is given twice in {}", shown(name), row.keyword));
    TRY(read_assigned(cursor, row));
  } while (cursor.take(','));
  return cursor.expect(')', fmt::format(", or ) in {}", row.keyword));
}

Result<> read_tags(Cursor& cursor, const ClauseRow& row) {
  TRY(cursor.expect('(', fmt::format("( after {}", row.keyword)));
  do {
    TRY(read_value(cursor, row));
    if (cursor.take('=') || cursor.take("AS")) TRY(read_value(cursor, row));
  } while (cursor.take(','));
  return cursor.expect(')', fmt::format(", or ) in {}", row.keyword));
}

Result<> read_shape(Cursor& cursor, const ClauseRow& row) {
  switch (row.shape) {
    case Shape::flag:
      return {};
    case Shape::value:
      return read_assigned(cursor, row);
    case Shape::word:
      return read_word(cursor, row);
    case Shape::list:
      return read_list(cursor, row);
    case Shape::buckets:
      return read_buckets(cursor, row);
    case Shape::call:
      return read_call(cursor, row);
    case Shape::tags:
      return read_tags(cursor, row);
    case Shape::number:
    case Shape::columns:
    case Shape::pairs:
      break;  // only rows with a reader of their own
  }
  return {};
}

}  // namespace

Result<> read_unused(Cursor& cursor, const ClauseRow& row, Statement& into) {
  const std::size_t begin = cursor.index();
  const Position at = cursor.peek().at;
  TRY(read_shape(cursor, row));
  into.unused.push_back({std::string(row.keyword), cursor.text_since(begin), at});
  return {};
}

}  // namespace caskade::kcql
