// The worker's own settings: the file Kafka Connect calls connect-standalone.properties.
#pragma once

#include "core/base/time.h"
#include "core/config/key_table.h"
#include "core/config/unknown.h"

namespace caskade::worker {

struct WorkerConfig {
  std::string bootstrap_servers;
  config::ClassName key_converter, value_converter, header_converter;
  std::string offset_file;
  milliseconds flush_interval{}, flush_timeout{}, shutdown_timeout{};
  std::string client_id, plugin_path, listeners;
};

const config::ConfigTable<WorkerConfig>& worker_table();

// Everything a worker file may hold, for the unknown-key check.
config::KnownKeys known_worker_keys();

}  // namespace caskade::worker
