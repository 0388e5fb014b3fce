// Runs tests/cases/kcql/*.case. A case is the statement text, then what comes of it:
//   => topic=... table=...     the strict reading, one line for each statement
//   => error 1:12 sentence     or its error; lines starting with "| " after it are the excerpt
//   ~> ...                     the same for the lenient reading
// "#" starts a comment line; a blank line ends a case.
#include "core/kcql/parser.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <utility>

#include "core/base/text.h"
#include "core/kcql/printer.h"

namespace caskade::kcql {
namespace {

struct Case {
  std::string place;
  std::string text;
  std::string strict;
  std::string lenient;
  std::string excerpt;
};

std::string dump(const Name& name) { return name.exact ? "\"" + name.text + "\"" : name.text; }

std::string dump(const std::vector<Name>& names) {
  std::string out;
  for (const Name& name : names)
    out += (out.empty() ? "" : ",") + dump(name);
  return "[" + out + "]";
}

std::string dump_columns(const Statement& from) {
  std::string out = from.all_columns ? "*" : "";
  for (const SelectedColumn& column : from.columns) {
    out += out.empty() ? "" : ",";
    for (const Name& part : column.qualifiers)
      out += dump(part) + "/";
    out += dump(column.name) + (column.alias ? ":" + dump(*column.alias) : "");
  }
  return "[" + out + "]";
}

std::string dump(const Statement& from) {
  const TableName& source = from.source;
  std::string out = fmt::format("topic={} table={}{} columns={}", dump(from.topic),
                                source.keyspace ? dump(*source.keyspace) + "/" : "", dump(source.table),
                                dump_columns(from));
  if (!from.ignored.empty()) out += " ignored=" + dump(from.ignored);
  if (!from.primary_key.empty()) out += " pk=" + dump(from.primary_key);
  if (from.mode != Mode::bulk) out += fmt::format(" mode={}", name_of(from.mode));
  if (from.batch) out += fmt::format(" batch={}", *from.batch);
  if (from.limit) out += fmt::format(" limit={}", *from.limit);
  if (from.unwrap) out += " unwrap";
  if (from.format) out += fmt::format(" format={}", name_of(*from.format));
  if (!from.key_columns.empty()) out += " key=" + dump(from.key_columns);
  if (from.key_delimiter) out += " delimiter=" + *from.key_delimiter;
  for (const Property& each : from.properties)
    out += fmt::format(" property[{}]={}", each.name, each.value);
  for (const UnusedClause& each : from.unused)
    out += fmt::format(" unused={}[{}]", each.keyword, each.text);
  return out + "\n";
}

// "error 1:12 sentence\n" out of "test 1:12: sentence\nline\ncaret".
std::string dump(const Error& error) {
  const std::string first(split(error.what, '\n')[0]);
  const auto colon = first.find(": ");
  const auto name = first.find(' ') + 1;
  return fmt::format("error {} {}\n", first.substr(name, colon - name), first.substr(colon + 2));
}

std::string dump(const Result<std::vector<Statement>>& result) {
  if (!result) return dump(result.error());
  std::string out;
  for (const Statement& statement : *result)
    out += dump(statement);
  return out;
}

void add_line(Case& to, const std::string& line) {
  if (line.starts_with("=> ")) {
    to.strict += line.substr(3) + "\n";
  } else if (line.starts_with("~> ")) {
    to.lenient += line.substr(3) + "\n";
  } else if (line.starts_with("| ")) {
    to.excerpt += "\n" + line.substr(2);
  } else {
    to.text += (to.text.empty() ? "" : "\n") + line;
  }
}

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  for (const auto& file : std::filesystem::directory_iterator(CASKADE_SOURCE_DIR "/tests/cases/kcql")) {
    std::ifstream in(file.path());
    Case now;
    int number = 0;
    for (std::string line; std::getline(in, line) || !now.text.empty();) {
      ++number;
      if (line.empty() || !in) {
        if (!now.text.empty()) cases.push_back(std::exchange(now, {}));
      } else if (line[0] != '#') {
        if (now.text.empty()) now.place = fmt::format("{}:{}", file.path().filename().string(), number);
        add_line(now, line);
      }
      if (!in) line.clear();
    }
  }
  return cases;
}

// Printing, then a strict parse, gives an equal statement.
void expect_prints_itself(const Result<std::vector<Statement>>& result) {
  if (!result) return;
  for (const Statement& statement : *result) {
    if (statement.topic.text.empty()) continue;
    const std::string text = to_string(statement);
    const auto again = parse_kcql(text);
    ASSERT_TRUE(again) << text << "\n" << again.error().what;
    ASSERT_EQ(again->size(), 1u) << text;
    EXPECT_EQ(again->front(), statement) << text;
  }
}

TEST(Kcql, reads_the_cases) {
  const auto cases = read_cases();
  EXPECT_GT(cases.size(), 100u);
  for (const Case& each : cases) {
    SCOPED_TRACE(each.place + "\n" + each.text);
    EXPECT_FALSE(each.strict.empty() && each.lenient.empty());
    const auto strict = parse_kcql(each.text);
    const auto lenient = parse_kcql(each.text, {.lenient = true});
    if (!each.strict.empty()) EXPECT_EQ(dump(strict), each.strict);
    if (!each.lenient.empty()) EXPECT_EQ(dump(lenient), each.lenient);
    if (!each.excerpt.empty()) EXPECT_THAT(strict.error().what, testing::EndsWith(each.excerpt));
    expect_prints_itself(strict);
    expect_prints_itself(lenient);
  }
}

TEST(Kcql, points_at_the_place) {
  const std::string text = "INSERT INTO t SELECT * FROM o PK created INCREMENTALMODE=TIMESTMAP";
  const auto result = parse_kcql(text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().fault, Fault::config);
  EXPECT_EQ(result.error().what,
            "connect.cassandra.kcql 1:58: unknown incremental mode \"TIMESTMAP\"; did you mean TIMESTAMP?\n" +
                text + "\n" + std::string(57, ' ') + "^");
}

TEST(Kcql, points_into_lines_with_tabs_and_umlauts) {
  const auto result = parse_kcql("INSERT INTO t\n\tSELECT `\xC3\xBC` FROM o oops", {.source = "kcql"});
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().what, testing::StartsWith("kcql 2:20: unknown clause \"oops\""));
  EXPECT_THAT(result.error().what,
              testing::EndsWith("\n\tSELECT `\xC3\xBC` FROM o oops\n\t" + std::string(18, ' ') + "^"));
}

TEST(Kcql, cuts_long_lines_around_the_place) {
  const std::string text = "INSERT INTO t SELECT a" + std::string(1000, ' ') + "% " + std::string(1000, 'x');
  const auto result = parse_kcql(text);
  ASSERT_FALSE(result);
  const auto lines = split(result.error().what, '\n');
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_LE(lines[1].size(), 170u);
  EXPECT_EQ(lines[1][lines[2].find('^')], '%');
}

TEST(Kcql, keeps_places_of_names) {
  const auto result = parse_kcql("INSERT INTO t SELECT *\nFROM ks.o PK created");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->front().primary_key[0].at, (Position{2, 14}));
  EXPECT_THAT(error_at("a\nb c", {2, 3}, "no").what,
              testing::StrEq("connect.cassandra.kcql 2:3: no\nb c\n  ^"));
}

TEST(Kcql, refuses_text_without_bounds_or_encoding) {
  EXPECT_EQ(parse_kcql(std::string(text_bytes_max + 1, ' ')).error().what,
            "connect.cassandra.kcql has 65537 bytes; it may have 65536");
  EXPECT_EQ(parse_kcql("INSERT INTO \xC3").error().what, "connect.cassandra.kcql is not UTF-8 text");
}

TEST(Kcql, folds_names_as_cassandra_does) {
  EXPECT_EQ((Name{.text = "OrderId"}).stored(), "orderid");
  EXPECT_EQ((Name{.text = "OrderId", .exact = true}).stored(), "OrderId");
}

TEST(Kcql, quotes_only_when_it_must) {
  EXPECT_EQ(quoted("my-table"), "my-table");
  EXPECT_EQ(quoted("limit"), "`limit`");
  EXPECT_EQ(quoted("a`b"), "'a`b'");
  EXPECT_EQ(quoted(Name{.text = "A\"b", .exact = true}), "\"A\"\"b\"");
}

}  // namespace
}  // namespace caskade::kcql
