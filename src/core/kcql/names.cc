#include "core/kcql/names.h"

#include <fmt/format.h>
#include <set>

#include "core/kcql/clause.h"

namespace caskade::kcql {
namespace {

bool is_number(std::string_view text) { return text.find_first_not_of("0123456789") == text.npos; }

// Whether the word now can only be meant as a name, although it is a keyword.
bool keyword_is_name(const Cursor& cursor, Place place) {
  if (!cursor.strict()) return false;
  const Token& next = cursor.peek(1);
  const ClauseRow* row = find_clause(cursor.peek().text);
  const bool clause_follows =
      next.kind == TokenKind::end || next.is(';') || (next.is_word() && find_clause(next.text));
  switch (place) {
    case Place::topic:
      return cursor.is_keyword(next, "SELECT");
    case Place::table:
      return clause_follows && !(row && row->shape == Shape::flag);
    case Place::clause:
      return next.is(',') || (clause_follows && !(row && row->shape == Shape::flag));
    case Place::select_list:
      return !cursor.is_keyword(cursor.peek(), "FROM") || next.is(',') || cursor.is_keyword(next, "FROM");
    case Place::parentheses:
      return true;
  }
  return false;
}

bool dot_follows(const Cursor& cursor) {
  if (!cursor.peek().is('.')) return false;
  const Token& next = cursor.peek(1);
  return !cursor.strict() || (cursor.peek().glued && next.glued && (next.is_word() || next.is_quoted()));
}

// Lenient only: whether the token goes on with a topic, table or property, blanks or not.
bool is_swallowed(const Cursor& cursor, const Token& token) {
  if (token.is('.') || token.kind == TokenKind::backticks) return true;
  return token.is_word() && !cursor.is_keyword(token) && !is_number(token.text);
}

std::string without_doubled_quotes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text.substr(i, 2) == "\"\"") ++i;
  }
  return out;
}

}  // namespace

bool at_name(const Cursor& cursor, Place place) {
  const Token& token = cursor.peek();
  if (token.is_quoted())
    return cursor.strict() || token.kind == TokenKind::backticks || token.text.size() != 1;
  if (!token.is_word()) return false;
  const bool qualifies = cursor.peek(1).is('.') && cursor.peek(1).glued;
  return !cursor.is_keyword(token) || (cursor.strict() && qualifies) || keyword_is_name(cursor, place);
}

Result<Name> to_name(const Cursor& cursor, const Token& token) {
  Name name{token.text, token.kind == TokenKind::double_quotes, token.at};
  const std::string_view text = token.text;
  const bool wrapped = !name.exact && text.size() >= 2 && text.front() == '"' && text.back() == '"';
  if (wrapped) {
    name.text = without_doubled_quotes(text.substr(1, text.size() - 2));
    name.exact = true;
  }
  if (name.text.empty()) return cursor.source().error(token.at, "a name cannot be empty");
  return name;
}

Result<std::vector<Name>> read_path(Cursor& cursor, Place place, std::string_view expected) {
  std::vector<Name> parts;
  do {
    if (!parts.empty() && !cursor.strict() && cursor.take('*')) break;
    const bool follows_dot = !parts.empty() && cursor.strict();  // where no keyword can stand
    if (!follows_dot && !at_name(cursor, place)) return cursor.wrong(expected);
    TRY(Name name, to_name(cursor, cursor.take()));
    parts.push_back(std::move(name));
  } while (dot_follows(cursor) && cursor.take('.'));
  return parts;
}

Result<Name> read_column(Cursor& cursor, Place place) {
  TRY(auto path, read_path(cursor, place, "a column name"));
  return std::move(path.back());
}

Result<std::vector<Name>> read_columns(Cursor& cursor, Place place) {
  std::vector<Name> names;
  std::set<std::string> seen;
  do {
    TRY(Name name, read_column(cursor, place));
    const bool repeated = !seen.insert(name.stored()).second;
    if (repeated && cursor.strict())
      return cursor.source().error(name.at, fmt::format("column {} is named twice", shown(name.text)));
    if (!repeated) names.push_back(std::move(name));
  } while (cursor.take(','));
  return names;
}

Result<Token> read_text(Cursor& cursor, std::string_view expected) {
  Token text = cursor.peek();
  if (cursor.strict() ? text.is_quoted() : text.kind == TokenKind::single_quotes && text.text.size() != 1)
    return cursor.take();
  text.text.clear();
  text.kind = TokenKind::word;
  bool any = false;
  while (cursor.strict() ? (cursor.peek().is_word() || cursor.peek().is('.')) && (!any || cursor.peek().glued)
                         : is_swallowed(cursor, cursor.peek())) {
    text.text += cursor.take().text;
    any = true;
  }
  if (!any) return cursor.wrong(expected);
  return text;
}

}  // namespace caskade::kcql
