// What has been completely read: one record for the pass of a table, one for each of its splits. Stored as
// source offsets (JSON), so they can stand in Kafka Connect's offset file or topic:
//
//   {"keyspace":K,"table":T}                 ->
//   {"pass":p,"window":[lo,hi],"splits":[[after,upto],...],"since":ms}
//   {"keyspace":K,"table":T,"split":"i/n"}   -> {"pass":p,"done":bool,"page":"base64","rows":r}
//
// The pass is stored before it is read, so a restart reads the same windows over the same ranges again. A
// split's record says how far it was acknowledged: "page" is the CQL paging state after its last acknowledged
// page, exact to the row. Records of an earlier pass are history and ignored. Times are milliseconds;
// "window" is absent in bulk mode.
#pragma once

#include <optional>
#include <vector>

#include "core/record/source_offset.h"
#include "drivers/cql/ring.h"
#include "flow/read/window.h"

namespace caskade::read {

// A table as progress knows it.
struct TableId {
  std::string keyspace;
  std::string table;

  std::string to_string() const { return keyspace + "." + table; }
};

struct Pass {
  std::int64_t number = 0;              // counts from 1
  std::optional<Window> window;         // of the incremental modes
  std::vector<cql::TokenRange> splits;  // in token order; covers the ring; bounded by splits_max
  Timestamp since{};                    // when the pass was begun
};

struct SplitProgress {
  std::int64_t pass = 0;
  bool done = false;
  Buffer page;             // empty: nothing acknowledged yet, or done
  std::uint64_t rows = 0;  // acknowledged so far in this pass
};

std::string partition_of(const TableId& table);
std::string partition_of(const TableId& table, std::size_t split, std::size_t splits);

std::string to_json(const Pass& pass);
std::string to_json(const SplitProgress& progress);
Result<Pass> parse_pass(std::string_view json);
Result<SplitProgress> parse_split_progress(std::string_view json);

}  // namespace caskade::read
