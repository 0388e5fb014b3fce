#include "drivers/cql/system_tables.h"

#include <arpa/inet.h>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"

namespace caskade::cql {
namespace {

using Row = std::map<std::string, Cell, std::less<>>;  // system tables are small: comfort before speed

Result<std::vector<Row>> read_rows(const Page& page) {
  std::vector<Row> rows;
  CellCursor cursor = page.cells();
  for (std::uint32_t i = 0; i < page.row_count(); ++i) {
    Row& row = rows.emplace_back();
    for (const Column& column : *page.columns())
      if (!cursor.next(row[column.name])) return Error{Fault::bug, "a page of a system table ends too early"};
  }
  return rows;
}

std::string text_of(const Row& row, std::string_view name) {
  const auto cell = row.find(name);
  return cell != row.end() && cell->second ? std::string(as_text(*cell->second)) : std::string();
}

// Elements of a set or map of texts, in order.
Result<std::vector<std::string>> read_texts(const Row& row, std::string_view name, int per_element) {
  std::vector<std::string> texts;
  const auto cell = row.find(name);
  if (cell == row.end() || !cell->second) return texts;
  ByteReader reader(*cell->second);
  TRY(auto count, reader.i32());
  for (std::int64_t i = 0; i < std::int64_t{count} * per_element; ++i) {
    TRY(auto length, reader.i32());
    TRY(Bytes text, reader.take(static_cast<std::size_t>(std::max(length, 0))));
    texts.emplace_back(as_text(text));
  }
  return texts;
}

std::string address_of(Bytes raw) {
  char text[INET6_ADDRSTRLEN] = {};
  if (raw.size() != 4 && raw.size() != 16) return {};
  inet_ntop(raw.size() == 4 ? AF_INET : AF_INET6, raw.data(), text, sizeof text);
  return text;
}

io::Endpoint endpoint_of(const Row& row, const io::Endpoint& contact) {
  io::Endpoint endpoint = contact;
  for (std::string_view name : {"native_address", "rpc_address"})
    if (const auto cell = row.find(name); cell != row.end() && cell->second)
      endpoint.host = address_of(*cell->second);
  if (const auto port = row.find("native_port");
      port != row.end() && port->second && port->second->size() == 4)
    endpoint.port = static_cast<std::uint16_t>(load_big_endian<std::int32_t>(port->second->data()));
  return endpoint;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<std::vector<Node>> read_nodes(const Page& page, const io::Endpoint& contact) {
  TRY(auto rows, read_rows(page));
  std::vector<Node> nodes;
  for (const Row& row : rows) {
    Node node{.host_id = text_of(row, "host_id"),
              .address = endpoint_of(row, contact),
              .data_center = text_of(row, "data_center"),
              .rack = text_of(row, "rack"),
              .release_version = text_of(row, "release_version"),
              .tokens = {}};
    TRY(auto tokens, read_texts(row, "tokens", 1));
    for (const std::string& token : tokens)
      if (auto number = number_of<Token>(token)) node.tokens.push_back(*number);
    if (!node.tokens.empty() && !node.data_center.empty() && !node.address.host.empty())
      nodes.push_back(std::move(node));
  }
  return nodes;
}

Result<> read_partitioner(const Page& local) {
  TRY(auto rows, read_rows(local));
  const std::string partitioner = rows.empty() ? "" : text_of(rows.front(), "partitioner");
  if (partitioner.ends_with("Murmur3Partitioner")) return {};
  return Error{
      Fault::config,
      fmt::format("the cluster uses {}; only the Murmur3Partitioner can be read so far", partitioner)};
}

Result<Replication> read_replication(const Page& page, const std::string& keyspace) {
  TRY(auto rows, read_rows(page));
  std::vector<std::string> known;
  for (const Row& row : rows) {
    const std::string name = text_of(row, "keyspace_name");
    if (!name.starts_with("system")) known.push_back(name);
    if (name != keyspace) continue;
    TRY(auto options, read_texts(row, "replication", 2));
    Replication replication;
    for (std::size_t i = 0; i + 1 < options.size(); i += 2)
      if (auto factor = number_of<int>(split(options[i + 1], '/').front()); factor && options[i] != "class")
        replication.factors[options[i] == "replication_factor" ? "" : options[i]] = *factor;
    return replication;
  }
  std::vector<std::string_view> names(known.begin(), known.end());
  const auto nearest = find_nearest(keyspace, names);
  return Error{
      Fault::config,
      fmt::format("keyspace \"{}\" (connect.cassandra.key.space) does not exist{}; the cluster has: {}",
                  keyspace, nearest ? fmt::format(", is {} meant?", *nearest) : "", fmt::join(known, ", "))};
}

Result<std::vector<std::string>> read_names(const Page& page) {
  TRY(auto rows, read_rows(page));
  std::vector<std::string> names;
  for (const Row& row : rows)
    names.push_back(text_of(row, page.columns()->front().name));
  return names;
}

Result<std::vector<TableColumn>> read_table_columns(const Page& page) {
  TRY(auto rows, read_rows(page));
  std::vector<TableColumn> columns;
  for (const Row& row : rows) {
    const auto cell = row.find("position");
    const bool has_position = cell != row.end() && cell->second && cell->second->size() == 4;
    columns.push_back({text_of(row, "column_name"), text_of(row, "kind"),
                       has_position ? load_big_endian<std::int32_t>(cell->second->data()) : 0});
  }
  return columns;
}

}  // namespace caskade::cql
