// How the tables are read: KCQL and the import settings of a connector, with Stream Reactor's names,
// defaults, groups and order, and our own caskade.* beside them.
#pragma once

#include "core/base/time.h"
#include "core/config/key_table.h"

namespace caskade::read {

struct SourceConfig {
  std::string kcql;
  int task_buffer_size = 0, batch_size = 0;
  std::string assigned_tables;
  milliseconds poll_interval{};
  bool allow_filtering = true;
  std::int64_t time_slice_ms = 0;
  std::optional<milliseconds> slice_duration;  // absent: windows are not cut
  milliseconds slice_delay{};
  std::string initial_offset;
  bool collections_as_json = true;
  std::string bucket_mode, bucket_format, bucket_field;
  std::string error_policy;
  int max_retries = 0, retry_interval_ms = 0;
  bool kcql_lenient = false;
  std::optional<int> parallelism;  // absent: 2 for each node, at most 16
  std::int64_t buffer_bytes = 0;
};

const config::ConfigTable<SourceConfig>& source_table();

}  // namespace caskade::read
