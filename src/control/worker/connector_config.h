// What a connector's settings mean: the common keys of Kafka Connect, read together with those of reading,
// Cassandra and the converter. All problems are reported at once; notices say what was accepted but means
// something else.
#pragma once

#include "control/worker/worker_config.h"
#include "flow/pipeline/task_pipeline.h"

namespace caskade::worker {

struct ConnectorConfig {
  std::string name;
  config::ClassName connector_class;
  int tasks_max = 1;
  std::optional<config::ClassName> key_converter, value_converter, header_converter;
  std::vector<std::string> transforms, predicates, topic_creation_groups;
  std::string errors_tolerance, topics;
};

const config::ConfigTable<ConnectorConfig>& connector_table();

// All tables a connector's settings are read by, for validation and docs.
std::vector<config::Rows> connector_tables();

struct ConnectorPlan {
  std::string name;
  std::vector<pipeline::TaskSetup> tasks;
  std::vector<std::string> notices;
};

// From the settings of a connector and its worker to what its tasks do; nothing is contacted.
Result<ConnectorPlan> plan_connector(const config::Settings& settings,
                                     const config::Settings& worker_settings, const WorkerConfig& worker);

}  // namespace caskade::worker
