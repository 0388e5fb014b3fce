#include "core/kcql/clause.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string>

#include "core/base/text.h"
#include "core/kcql/names.h"
#include "core/kcql/unused.h"

namespace caskade::kcql {
namespace {

constexpr std::array modes{
    Mode::timestamp,        Mode::timeuuid, Mode::token, Mode::bulk, Mode::dse_search_timestamp,
    Mode::bucket_timeseries};
constexpr std::array formats{Format::json,   Format::avro,   Format::protobuf, Format::text,
                             Format::binary, Format::object, Format::map};

template <class Word, std::size_t count>
std::optional<Word> find_word(const std::array<Word, count>& words, std::string_view text) {
  for (const Word word : words)
    if (equals_ignoring_case(name_of(word), text)) return word;
  return std::nullopt;
}

// "unknown WHAT "x"; did you mean Y?", or all the known ones when none is near.
template <class Word, std::size_t count>
Error unknown(const Cursor& cursor, const Token& token, std::string_view what,
              const std::array<Word, count>& words) {
  std::array<std::string_view, count> names;
  std::ranges::transform(words, names.begin(), [](Word word) { return name_of(word); });
  const auto nearest = token.text.size() <= shown_bytes_max ? find_nearest(token.text, names) : std::nullopt;
  const std::string hint = nearest ? fmt::format("did you mean {}?", *nearest)
                                   : fmt::format("known ones are {}", fmt::join(names, ", "));
  return cursor.source().error(token.at, fmt::format("unknown {} {}; {}", what, shown(token.text), hint));
}

Result<int> read_number(Cursor& cursor, std::string_view keyword) {
  const Token& token = cursor.peek();
  int number = 0;
  const char* end = token.text.data() + token.text.size();
  const auto [stop, problem] = std::from_chars(token.text.data(), end, number);
  if (!token.is_word() || problem != std::errc() || stop != end || number < 1)
    return cursor.wrong(fmt::format("a whole number from 1 to 2147483647 after {}", keyword));
  cursor.take();
  return number;
}

Result<> read_batch(Cursor& cursor, Statement& into) {
  TRY(cursor.expect('=', "= after BATCH"));
  TRY(into.batch, read_number(cursor, "BATCH="));
  return {};
}

Result<> read_limit(Cursor& cursor, Statement& into) {
  TRY(into.limit, read_number(cursor, "LIMIT"));
  return {};
}

Result<> read_ignored(Cursor& cursor, Statement& into) {
  TRY(into.ignored, read_columns(cursor, Place::clause));
  return {};
}

Result<> read_primary_key(Cursor& cursor, Statement& into) {
  TRY(into.primary_key, read_columns(cursor, Place::clause));
  return {};
}

Result<> read_unwrap(Cursor&, Statement& into) {
  into.unwrap = true;
  return {};
}

Result<> read_format(Cursor& cursor, Statement& into) {
  if (!cursor.peek().is_word()) return cursor.wrong("a format after WITHFORMAT, such as JSON");
  const Token& token = cursor.take();
  into.format = find_word(formats, token.text);
  if (!into.format) return unknown(cursor, token, "format", formats);
  return {};
}

// Stream Reactor reads every mode it does not know, and any in backticks, as bulk.
Result<> read_mode(Cursor& cursor, Statement& into) {
  TRY(cursor.expect('=', "= after INCREMENTALMODE"));
  const bool in_backticks = cursor.peek().kind == TokenKind::backticks && !cursor.strict();
  if (cursor.peek().is_quoted() && !in_backticks)
    return cursor.wrong("a mode without quotes after INCREMENTALMODE=");
  if (!cursor.peek().is_word() && !in_backticks) return cursor.wrong("a mode after INCREMENTALMODE=");
  const Token& token = cursor.take();
  const auto mode = in_backticks ? Mode::bulk : find_word(modes, token.text);
  if (!mode && cursor.strict()) return unknown(cursor, token, "incremental mode", modes);
  into.mode = mode.value_or(Mode::bulk);
  return {};
}

Result<> read_key(Cursor& cursor, Statement& into) {
  TRY(cursor.expect('(', "( after WITHKEY"));
  TRY(into.key_columns, read_columns(cursor, Place::parentheses));
  return cursor.expect(')', ", or ) in WITHKEY");
}

Result<> read_key_delimiter(Cursor& cursor, Statement& into) {
  TRY(cursor.expect('=', "= after KEYDELIMITER"));
  const Token& token = cursor.peek();
  const bool fits = cursor.strict() ? !token.text.empty() : token.text.size() == 1;
  if (token.kind != TokenKind::single_quotes || !fits)
    return cursor.wrong("a delimiter in single quotes after KEYDELIMITER=, such as ';'");
  into.key_delimiter = cursor.take().text;
  return {};
}

Result<> read_properties(Cursor& cursor, Statement& into) {
  TRY(cursor.expect('(', "( after PROPERTIES"));
  std::set<std::string> seen;
  while (!cursor.peek().is(')') || !seen.empty()) {
    TRY(Token name, read_text(cursor, "a property name"));
    TRY(cursor.expect('=', "= after the property name"));
    TRY(Token value, read_text(cursor, "a property value"));
    if (!seen.insert(name.text).second)
      return cursor.source().error(name.at, fmt::format("property {} is given twice", shown(name.text)));
    into.properties.push_back({std::move(name.text), std::move(value.text)});
    if (!cursor.take(',')) break;
  }
  return cursor.expect(')', ", or ) in PROPERTIES");
}

constexpr std::array rows{
    ClauseRow{"IGNORE", Shape::list, read_ignored},
    ClauseRow{"AUTOCREATE", Shape::flag},
    ClauseRow{"WITHSTRUCTURE", Shape::flag},
    ClauseRow{"PK", Shape::list, read_primary_key},
    ClauseRow{"WITHTARGET", Shape::value},
    ClauseRow{"AUTOEVOLVE", Shape::flag},
    ClauseRow{"BATCH", Shape::value, read_batch},
    ClauseRow{"NOPARTITION", Shape::flag},
    ClauseRow{"PARTITIONBY", Shape::list},
    ClauseRow{"DISTRIBUTEBY", Shape::buckets},
    ClauseRow{"CLUSTERBY", Shape::buckets},
    ClauseRow{"WITHTIMESTAMP", Shape::word},
    ClauseRow{"TIMESTAMPUNIT", Shape::value},
    ClauseRow{"WITHFORMAT", Shape::word, read_format},
    ClauseRow{"WITHUNWRAP", Shape::flag, read_unwrap},
    ClauseRow{"STOREAS", Shape::call},
    ClauseRow{"WITHTAG", Shape::tags},
    ClauseRow{"INCREMENTALMODE", Shape::value, read_mode},
    ClauseRow{"WITHTYPE", Shape::word},
    ClauseRow{"WITHDOCTYPE", Shape::value},
    ClauseRow{"WITHINDEXSUFFIX", Shape::value},
    ClauseRow{"TTL", Shape::value},
    ClauseRow{"WITHCONVERTER", Shape::value},
    ClauseRow{"WITHJMSSELECTOR", Shape::value},
    ClauseRow{"WITHKEY", Shape::columns, read_key},
    ClauseRow{"KEYDELIMITER", Shape::value, read_key_delimiter},
    ClauseRow{"WITHPIPELINE", Shape::value},
    ClauseRow{"WITHPARTITIONER", Shape::value},
    ClauseRow{"WITHSUBSCRIPTION", Shape::value},
    ClauseRow{"WITHCOMPRESSION", Shape::value},
    ClauseRow{"WITHDELAY", Shape::value},
    ClauseRow{"WITHREGEX", Shape::value},
    ClauseRow{"WITH_FLUSH_SIZE", Shape::value},
    ClauseRow{"WITH_FLUSH_INTERVAL", Shape::value},
    ClauseRow{"WITH_FLUSH_COUNT", Shape::value},
    ClauseRow{"LIMIT", Shape::number, read_limit},
    ClauseRow{"WITH_SESSION", Shape::value},
    ClauseRow{"WITH_ACK", Shape::flag},
    ClauseRow{"WITH_ENCODE_BASE64", Shape::flag},
    ClauseRow{"WITH_LOCK_TIME", Shape::value},
    ClauseRow{"PROPERTIES", Shape::pairs, read_properties},
};

}  // namespace

std::span<const ClauseRow> clause_rows() { return rows; }

const ClauseRow* find_clause(std::string_view word) {
  const auto row =
      std::ranges::find_if(rows, [&](const ClauseRow& r) { return equals_ignoring_case(r.keyword, word); });
  return row == rows.end() ? nullptr : &*row;
}

Result<> read_clause(Cursor& cursor, const ClauseRow& row, Statement& into) {
  return row.read ? row.read(cursor, into) : read_unused(cursor, row, into);
}

}  // namespace caskade::kcql
