#include "core/kcql/lenient.h"

#include <array>
#include <fmt/format.h>
#include <set>

#include "core/base/text.h"
#include "core/kcql/clause.h"
#include "core/kcql/cursor.h"
#include "core/kcql/names.h"

namespace caskade::kcql {
namespace {

// The order behind a SELECT without INSERT; behind INSERT it is that of clause_rows().
constexpr std::array<std::string_view, 15> select_order{
    "IGNORE",       "PK",      "WITHSTRUCTURE",   "WITHFORMAT",  "WITHUNWRAP",      "LIMIT",
    "STOREAS",      "WITHTAG", "INCREMENTALMODE", "WITHDOCTYPE", "WITHINDEXSUFFIX", "WITHCONVERTER",
    "KEYDELIMITER", "TTL",     "WITH_SESSION"};

Result<> read_target(Cursor& cursor, Statement& into) {
  const Token word = cursor.peek();
  const bool upsert = cursor.take("UPSERT");
  const bool other = upsert || cursor.take("UPDATE");
  if (!other) TRY(cursor.expect("INSERT", "INSERT, UPSERT or SELECT, all lower or all upper case"));
  const std::size_t begin = cursor.index();
  if (upsert && cursor.take("PK")) TRY(read_column(cursor, Place::clause));
  if (other) into.unused.push_back({to_upper(word.text), cursor.text_since(begin), word.at});
  TRY(cursor.expect("INTO", "INTO"));
  TRY(Token text, read_text(cursor, "a topic name"));
  TRY(into.topic, to_name(cursor, text));
  return {};
}

// A function gives its first column; _key and _header columns are nothing.
Result<> read_selected(Cursor& cursor, Statement& into, std::set<std::string>& seen) {
  if (cursor.take('*')) {
    into.all_columns = true;
    return {};
  }
  const Token first = cursor.peek();
  TRY(Name name, read_column(cursor, Place::select_list));
  if (cursor.take('(')) {
    TRY(auto arguments, read_columns(cursor, Place::select_list));
    TRY(cursor.expect(')', ")"));
    name = std::move(arguments[0]);
  }
  if (cursor.take("AS")) TRY(read_column(cursor, Place::select_list));
  if (first.text == "_key" || first.text == "_header") return {};
  if (!seen.insert(name.stored()).second)
    return cursor.source().error(name.at, fmt::format("field {} has already been defined", shown(name.text)));
  into.columns.push_back({.name = std::move(name)});
  return {};
}

Result<> read_select(Cursor& cursor, Statement& into) {
  std::set<std::string> seen;
  const Position at = cursor.peek().at;
  TRY(cursor.expect("SELECT", "SELECT, all lower or all upper case"));
  do {
    TRY(read_selected(cursor, into, seen));
  } while (cursor.take(','));
  if (into.columns.empty() && !into.all_columns)
    return cursor.source().error(at, "no column of the table is selected");
  TRY(cursor.expect("FROM", "a comma or FROM, all lower or all upper case"));
  TRY(Token text, read_text(cursor, "a table name"));
  TRY(into.source.table, to_name(cursor, text));
  return {};
}

Result<> read_if_here(Cursor& cursor, const ClauseRow& row, Statement& into) {
  if (!cursor.take(row.keyword)) return {};
  return read_clause(cursor, row, into);
}

Result<Statement> read_statement(Cursor& cursor) {
  Statement statement;
  const bool bare = cursor.is_keyword(cursor.peek(), "SELECT");
  if (!bare) TRY(read_target(cursor, statement));
  TRY(read_select(cursor, statement));
  if (bare) {
    for (const std::string_view keyword : select_order)
      TRY(read_if_here(cursor, *find_clause(keyword), statement));
  } else {
    for (const ClauseRow& row : clause_rows())
      TRY(read_if_here(cursor, row, statement));
  }
  return statement;
}

std::vector<Piece> cut(std::string_view text) {
  std::vector<Piece> pieces;
  Piece piece;
  Position at;
  for (std::size_t i = 0; i < text.size(); ++i) {
    advance(at, text[i]);
    if (text[i] != ';') continue;
    piece.end = i;
    pieces.push_back(piece);
    piece = {.begin = i + 1, .at = at};
  }
  piece.end = text.size();
  pieces.push_back(piece);
  while (!pieces.empty() && pieces.back().begin == pieces.back().end)
    pieces.pop_back();
  return pieces;
}

}  // namespace

Result<std::vector<Statement>> parse_lenient(const Source& source) {
  std::vector<Statement> statements;
  for (const Piece& piece : cut(source.text)) {
    TRY(auto tokens, read_tokens(source, piece, Dialect::lenient));
    Cursor cursor(std::move(tokens), source, Dialect::lenient);
    TRY(Statement statement, read_statement(cursor));
    statements.push_back(std::move(statement));
  }
  if (statements.empty())
    return source.error({}, "there is no statement; write INSERT INTO topic SELECT * FROM table");
  return statements;
}

}  // namespace caskade::kcql
