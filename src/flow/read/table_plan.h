// What is read from one table, settled once against the table as it is: the CQL with its bounds as markers,
// and what the bounds are. A value; made from a KCQL statement and the table's columns, or refused in a
// sentence.
#pragma once

#include "core/kcql/tree.h"
#include "drivers/cql/system_tables.h"
#include "drivers/cql/wire/requests.h"
#include "flow/read/progress.h"

namespace caskade::read {

struct TablePlan {
  TableId table;
  std::string topic;
  std::string cql;  // markers: token after, token upto [, window lo, window hi]
  bool has_window = false;
  std::vector<std::string> ignored;                          // columns read but not sent
  std::vector<std::pair<std::string, std::string>> aliases;  // column, field

  // The bound values of one split.
  std::vector<cql::Value> values(const cql::TokenRange& split, const std::optional<Window>& window) const;
};

// "table shop.ordres does not exist, is orders meant?"; `names` are the keyspace's tables.
Error no_such_table(const TableId& table, const std::vector<std::string>& names);

// `columns` is what the table has; at least its partition key.
Result<TablePlan> make_plan(const kcql::Statement& statement, const std::string& keyspace,
                            const std::vector<cql::TableColumn>& columns);

// The name as CQL must write it: bare when it is plain lower case and no keyword, else in double quotes.
std::string quoted_identifier(std::string_view name);

}  // namespace caskade::read
