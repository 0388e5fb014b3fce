#include "core/kcql/printer.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kcql/clause.h"
#include "core/kcql/cursor.h"

namespace caskade::kcql {
namespace {

std::string in_quotes(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text)
    out += c == quote ? std::string(2, c) : std::string(1, c);
  return out + quote;
}

bool is_keyword(std::string_view text) {
  return Cursor({}, {}, Dialect::strict).is_keyword(Token{TokenKind::word, std::string(text)});
}

// Whether the text reads the same without quotes: one word, nothing that looks like a keyword or comment.
bool is_bare(std::string_view text) {
  if (text.empty() || is_keyword(text)) return false;
  if (equals_ignoring_case(text, "_key") || equals_ignoring_case(text, "_header")) return false;
  if (text.find("--") != text.npos || text.find("//") != text.npos) return false;
  return std::ranges::all_of(text, is_word_character);
}

std::string with_dots(const std::vector<Name>& qualifiers, const Name& name) {
  std::string out;
  for (const Name& part : qualifiers)
    out += quoted(part) + ".";
  return out + quoted(name);
}

std::string list(const std::vector<Name>& names) {
  std::string out;
  for (const Name& name : names)
    out += (out.empty() ? "" : ", ") + quoted(name);
  return out;
}

// Topics and properties may have dots without quotes.
std::string dotted(std::string_view text) {
  std::string out;
  for (const std::string_view part : split(text, '.')) {
    if (!is_bare(part)) return quoted(text);
    out += (out.empty() ? "" : ".") + std::string(part);
  }
  return out;
}

std::string target(const Statement& statement) {
  if (statement.topic.text.empty()) return "";
  std::string verb = "INSERT";
  for (const UnusedClause& clause : statement.unused)
    if (clause.keyword == "UPSERT" || clause.keyword == "UPDATE")
      verb = clause.keyword + (clause.text.empty() ? "" : " ") + clause.text;
  const Name& topic = statement.topic;
  return fmt::format("{} INTO {} ", verb, topic.exact ? quoted(topic) : dotted(topic.text));
}

std::string select(const Statement& statement) {
  std::string columns = statement.all_columns ? "*" : "";
  for (const SelectedColumn& column : statement.columns) {
    columns += (columns.empty() ? "" : ", ") + with_dots(column.qualifiers, column.name);
    if (column.alias) columns += " AS " + quoted(*column.alias);
  }
  const TableName& source = statement.source;
  const std::string keyspace = source.keyspace ? quoted(*source.keyspace) + "." : "";
  return fmt::format("SELECT {} FROM {}{}", columns, keyspace, quoted(source.table));
}

std::string properties(const std::vector<Property>& all) {
  std::string out;
  for (const Property& each : all)
    out += fmt::format("{}{}={}", out.empty() ? "" : ", ", dotted(each.name), dotted(each.value));
  return out;
}

// The clause as it stands behind its keyword, empty when the statement does not have it.
std::string clause(const Statement& from, std::string_view keyword) {
  if (keyword == "IGNORE" && !from.ignored.empty()) return " " + list(from.ignored);
  if (keyword == "PK" && !from.primary_key.empty()) return " " + list(from.primary_key);
  if (keyword == "BATCH" && from.batch) return fmt::format("={}", *from.batch);
  if (keyword == "LIMIT" && from.limit) return fmt::format(" {}", *from.limit);
  if (keyword == "WITHFORMAT" && from.format) return fmt::format(" {}", name_of(*from.format));
  if (keyword == "INCREMENTALMODE" && from.mode != Mode::bulk) return fmt::format("={}", name_of(from.mode));
  if (keyword == "WITHKEY" && !from.key_columns.empty()) return fmt::format("({})", list(from.key_columns));
  if (keyword == "KEYDELIMITER" && from.key_delimiter) return "=" + in_quotes(*from.key_delimiter, '\'');
  if (keyword == "PROPERTIES" && !from.properties.empty())
    return fmt::format("({})", properties(from.properties));
  return "";
}

std::string unused(const UnusedClause& clause) {
  const bool touches = clause.text.starts_with('=') || clause.text.starts_with('(') || clause.text.empty();
  return fmt::format(" {}{}{}", clause.keyword, touches ? "" : " ", clause.text);
}

}  // namespace

std::string quoted(std::string_view text) {
  if (is_bare(text)) return std::string(text);
  const bool fits_backticks = !text.empty() && text.find('`') == text.npos;
  return in_quotes(text, fits_backticks ? '`' : '\'');
}

std::string quoted(const Name& name) { return name.exact ? in_quotes(name.text, '"') : quoted(name.text); }

std::string to_string(const Statement& statement) {
  std::string out = target(statement) + select(statement);
  for (const ClauseRow& row : clause_rows()) {
    const std::string text = clause(statement, row.keyword);
    if (!text.empty()) out += fmt::format(" {}{}", row.keyword, text);
    if (row.keyword == "WITHUNWRAP" && statement.unwrap) out += " WITHUNWRAP";
    for (const UnusedClause& each : statement.unused)
      if (each.keyword == row.keyword) out += unused(each);
  }
  return out;
}

}  // namespace caskade::kcql
