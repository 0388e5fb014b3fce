#include "core/kcql/strict.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <set>

#include "core/base/text.h"
#include "core/kcql/clause.h"
#include "core/kcql/cursor.h"
#include "core/kcql/names.h"

namespace caskade::kcql {
namespace {

constexpr std::string_view clauses_in_use =
    "IGNORE, PK, INCREMENTALMODE, BATCH, LIMIT, WITHUNWRAP, WITHFORMAT, WITHKEY, KEYDELIMITER and PROPERTIES";

// INSERT INTO topic, or UPSERT and UPDATE, which mean the same here.
Result<> read_target(Cursor& cursor, Statement& into) {
  const Token word = cursor.peek();
  if (cursor.is_keyword(word, "SELECT"))
    return cursor.source().error(word.at, "this statement has no topic; begin it with INSERT INTO topic");
  const bool other = cursor.take("UPSERT") || cursor.take("UPDATE");
  if (!other) TRY(cursor.expect("INSERT", "INSERT INTO at the start of a statement"));
  const std::size_t begin = cursor.index();
  if (equals_ignoring_case(word.text, "UPSERT") && cursor.take("PK"))
    TRY(read_column(cursor, Place::parentheses));
  if (other) into.unused.push_back({to_upper(word.text), cursor.text_since(begin), word.at});
  TRY(cursor.expect("INTO", fmt::format("INTO after {}", to_upper(word.text))));
  if (!cursor.peek().is('.') && !at_name(cursor, Place::topic))
    return cursor.wrong("a topic name after INTO");
  TRY(Token text, read_text(cursor, "a topic name after INTO"));
  TRY(into.topic, to_name(cursor, text));
  return {};
}

Error after_topic(const Cursor& cursor, const Name& topic) {
  return cursor.wrong(
      fmt::format("SELECT after the topic {} (a name with blanks goes in backticks)", shown(topic.text)),
      "SELECT");
}

Result<SelectedColumn> read_selected(Cursor& cursor) {
  TRY(auto path, read_path(cursor, Place::select_list, "a column name or *"));
  if (cursor.peek().is('('))
    return cursor.source().error(cursor.peek().at, "KCQL calls no functions; name the column itself");
  if (cursor.peek().is('.'))
    return cursor.wrong("a name right after the dot; read a whole column by its name");
  SelectedColumn column{.name = std::move(path.back())};
  path.pop_back();
  column.qualifiers = std::move(path);
  if (!cursor.take("AS")) return column;
  TRY(auto alias, read_path(cursor, Place::select_list, "an alias after AS"));
  if (alias.size() > 1) return cursor.source().error(alias[0].at, "an alias with dots goes in backticks");
  column.alias = std::move(alias[0]);
  return column;
}

// Columns of the record's key and headers are Kafka's; a Cassandra source has none.
bool is_of_kafka(const Token& token) {
  return token.is_word() &&
         (equals_ignoring_case(token.text, "_key") || equals_ignoring_case(token.text, "_header"));
}

Result<> read_select_list(Cursor& cursor, Statement& into) {
  std::set<std::string> fields;
  do {
    const Token first = cursor.peek();
    if (cursor.take('*')) {
      if (into.all_columns) return cursor.source().error(first.at, "* is selected twice");
      into.all_columns = true;
      continue;
    }
    if (is_of_kafka(first))
      return cursor.source().error(first.at, fmt::format("{} is not in a Cassandra row", shown(first.text)));
    TRY(SelectedColumn column, read_selected(cursor));
    const std::string field = column.alias ? column.alias->text : column.name.stored();
    if (!fields.insert(field).second)
      return cursor.source().error(first.at, fmt::format("field {} is selected twice", shown(field)));
    into.columns.push_back(std::move(column));
  } while (cursor.take(','));
  return cursor.expect("FROM", "a comma or FROM after the columns");
}

Result<> read_table(Cursor& cursor, Statement& into) {
  TRY(auto path, read_path(cursor, Place::table, "a table name after FROM"));
  if (path.size() > 2)
    return cursor.source().error(path[2].at,
                                 "a table is written keyspace.table; a name with dots goes in backticks");
  into.source.table = std::move(path.back());
  if (path.size() == 2) into.source.keyspace = std::move(path.front());
  return {};
}

Error unknown_clause(const Cursor& cursor, const Token& token) {
  if (equals_ignoring_case(token.text, "WHERE"))
    return cursor.source().error(token.at,
                                 "KCQL has no WHERE; PK and INCREMENTALMODE say which rows are new");
  std::vector<std::string_view> keywords;
  for (const ClauseRow& row : clause_rows())
    keywords.push_back(row.keyword);
  const auto nearest =
      token.text.size() <= shown_bytes_max ? find_nearest(token.text, keywords) : std::nullopt;
  const std::string hint =
      nearest ? fmt::format("did you mean {}?", *nearest) : fmt::format("known ones are {}", clauses_in_use);
  return cursor.source().error(token.at, fmt::format("unknown clause {}; {}", shown(token.text), hint));
}

Result<> read_clauses(Cursor& cursor, Statement& into) {
  std::set<std::string_view> seen;
  while (!cursor.at_end()) {
    const Token& token = cursor.peek();
    if (!token.is_word()) return cursor.wrong("a clause or the end of the statement");
    const ClauseRow* row = find_clause(token.text);
    if (!row) return unknown_clause(cursor, token);
    if (!seen.insert(row->keyword).second)
      return cursor.source().error(token.at, fmt::format("{} is given twice", row->keyword));
    cursor.take();
    TRY(read_clause(cursor, *row, into));
  }
  return {};
}

Result<Statement> read_statement(Cursor& cursor) {
  Statement statement;
  TRY(read_target(cursor, statement));
  if (!cursor.take("SELECT")) return after_topic(cursor, statement.topic);
  TRY(read_select_list(cursor, statement));
  TRY(read_table(cursor, statement));
  TRY(read_clauses(cursor, statement));
  std::ranges::sort(statement.unused, std::less<>(),
                    [](const UnusedClause& clause) { return find_clause(clause.keyword); });
  return statement;
}

}  // namespace

Result<std::vector<Statement>> parse_strict(const Source& source) {
  TRY(auto tokens, read_tokens(source, {.begin = 0, .end = source.text.size()}, Dialect::strict));
  Cursor cursor(std::move(tokens), source, Dialect::strict);
  std::vector<Statement> statements;
  while (true) {
    while (cursor.take(';'))
      continue;
    if (cursor.at_end()) break;
    TRY(Statement statement, read_statement(cursor));
    statements.push_back(std::move(statement));
  }
  if (statements.empty())
    return source.error({}, "there is no statement; write INSERT INTO topic SELECT * FROM table");
  return statements;
}

}  // namespace caskade::kcql
