#include "flow/read/table_plan.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"

namespace caskade::read {
namespace {

cql::Value bigint_value(std::int64_t number) {
  ByteWriter writer;
  writer.i64(number);
  return writer.take();
}

// Finds a statement's names among the table's columns.
class ColumnFinder {
 public:
  ColumnFinder(const std::vector<cql::TableColumn>& columns, std::string table)
      : columns_(columns), table_(std::move(table)) {}

  Result<std::string> find(const kcql::Name& name) const {
    for (const auto& column : columns_)
      if (column.name == name.stored() || column.name == name.text) return column.name;
    std::vector<std::string_view> names;
    for (const auto& column : columns_)
      names.push_back(column.name);
    const auto nearest = find_nearest(name.text, names);
    return Error{Fault::config,
                 fmt::format("table {} has no column \"{}\"{}; it has: {}", table_, name.text,
                             nearest ? fmt::format(", is {} meant?", *nearest) : "", fmt::join(names, ", "))};
  }

  std::vector<std::string> partition_key() const {
    std::vector<const cql::TableColumn*> key;
    for (const auto& column : columns_)
      if (column.kind == "partition_key") key.push_back(&column);
    std::ranges::sort(key, {}, &cql::TableColumn::position);
    std::vector<std::string> names;
    for (const auto* column : key)
      names.push_back(quoted_identifier(column->name));
    return names;
  }

 private:
  const std::vector<cql::TableColumn>& columns_;
  std::string table_;
};

Result<> check_mode(const kcql::Statement& statement) {
  using kcql::Mode;
  if (statement.mode == Mode::bulk) return {};
  if (statement.mode != Mode::timestamp && statement.mode != Mode::timeuuid)
    return Error{Fault::config,
                 fmt::format("INCREMENTALMODE={} cannot be read by this version; use TIMESTAMP, TIMEUUID "
                             "or leave it out for bulk",
                             name_of(statement.mode))};
  if (statement.primary_key.size() == 1) return {};
  return Error{Fault::config,
               fmt::format("INCREMENTALMODE={} needs exactly one PK column, as in \"PK created "
                           "INCREMENTALMODE={}\"",
                           name_of(statement.mode), name_of(statement.mode))};
}

Result<> check_unwrap(const kcql::Statement& statement) {
  if (!statement.unwrap && !statement.format && statement.key_columns.empty()) return {};
  return Error{Fault::config, "WITHUNWRAP, WITHFORMAT and WITHKEY cannot be carried out by this version"};
}

Result<std::string> select_list(const kcql::Statement& statement, const ColumnFinder& finder,
                                TablePlan& plan) {
  std::vector<std::string> list;
  for (const kcql::SelectedColumn& column : statement.columns) {
    TRY(std::string name, finder.find(column.name));
    list.push_back(quoted_identifier(name));
    if (column.alias) plan.aliases.emplace_back(std::move(name), column.alias->text);
  }
  for (const kcql::Name& ignored : statement.ignored) {
    TRY(std::string name, finder.find(ignored));
    plan.ignored.push_back(std::move(name));
  }
  if (statement.all_columns) return std::string("*");
  return fmt::format("{}", fmt::join(list, ","));
}

// The window's condition: (lo, hi], so that the next window can begin where this one ends.
std::string window_condition(kcql::Mode mode, const std::string& column) {
  if (mode == kcql::Mode::timeuuid)
    return fmt::format(" AND {0} > maxTimeuuid(?) AND {0} <= maxTimeuuid(?) ALLOW FILTERING", column);
  return fmt::format(" AND {0} > ? AND {0} <= ? ALLOW FILTERING", column);
}

Result<> check_topic(const std::string& topic) {
  const bool legal = !topic.empty() && topic.size() <= 249 && topic != "." && topic != ".." &&
                     std::ranges::all_of(topic, [](unsigned char c) {
                       return std::isalnum(c) || c == '.' || c == '_' || c == '-';
                     });
  if (legal) return {};
  return Error{Fault::config,
               fmt::format("\"{}\" cannot be a Kafka topic: a name has 1 to 249 letters, digits, dots, "
                           "underscores and dashes",
                           topic)};
}

}  // namespace

std::string quoted_identifier(std::string_view name) {
  const bool is_plain =
      !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
  // CQL's reserved words (Cassandra 5.0, appendix A); the others may stand bare.
  constexpr std::array<std::string_view, 54> reserved{
      "add",    "allow",    "alter",        "and",     "apply",       "asc",      "authorize", "batch",
      "begin",  "by",       "columnfamily", "create",  "default",     "delete",   "desc",      "describe",
      "drop",   "entries",  "execute",      "from",    "full",        "grant",    "if",        "in",
      "index",  "infinity", "insert",       "into",    "is",          "keyspace", "limit",     "materialized",
      "mbean",  "mbeans",   "modify",       "nan",     "norecursive", "not",      "null",      "of",
      "on",     "or",       "order",        "primary", "rename",      "replace",  "revoke",    "schema",
      "select", "set",      "table",        "to",      "token",       "truncate"};
  constexpr std::array<std::string_view, 9> more{"unlogged", "unset", "update", "use",      "using",
                                                 "view",     "where", "with",   "writetime"};
  if (is_plain && std::ranges::find(reserved, name) == reserved.end() &&
      std::ranges::find(more, name) == more.end())
    return std::string(name);
  std::string quoted = "\"";
  for (char c : name)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::vector<cql::Value> TablePlan::values(const cql::TokenRange& split,
                                          const std::optional<Window>& window) const {
  std::vector<cql::Value> bound{bigint_value(split.after), bigint_value(split.upto)};
  if (has_window && window) {
    bound.push_back(bigint_value(window->lo.count()));
    bound.push_back(bigint_value(window->hi.count()));
  }
  return bound;
}

Error no_such_table(const TableId& table, const std::vector<std::string>& names) {
  const std::vector<std::string_view> known(names.begin(), names.end());
  const auto nearest = find_nearest(table.table, known);
  return {Fault::config,
          fmt::format("table {} does not exist{}; check FROM in connect.cassandra.kcql and "
                      "connect.cassandra.key.space. The keyspace has: {}",
                      table.to_string(), nearest ? fmt::format(", is {} meant?", *nearest) : "",
                      fmt::join(names, ", "))};
}

Result<TablePlan> make_plan(const kcql::Statement& statement, const std::string& keyspace,
                            const std::vector<cql::TableColumn>& columns) {
  const auto& source = statement.source;
  TablePlan plan;
  plan.table = {source.keyspace ? source.keyspace->stored() : keyspace, source.table.stored()};
  plan.topic = statement.topic.text;
  TRY(check_topic(plan.topic));
  TRY(check_mode(statement));
  TRY(check_unwrap(statement));
  const ColumnFinder finder(columns, plan.table.to_string());
  TRY(std::string list, select_list(statement, finder, plan));
  const std::string key = fmt::format("token({})", fmt::join(finder.partition_key(), ", "));
  plan.cql = fmt::format("SELECT {0} FROM {1}.{2} WHERE {3} > ? AND {3} <= ?", list,
                         quoted_identifier(plan.table.keyspace), quoted_identifier(plan.table.table), key);
  plan.has_window = statement.mode != kcql::Mode::bulk;
  if (plan.has_window) {
    TRY(std::string column, finder.find(statement.primary_key.front()));
    plan.cql += window_condition(statement.mode, quoted_identifier(column));
  }
  return plan;
}

}  // namespace caskade::read
