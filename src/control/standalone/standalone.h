// `caskade standalone`: one process, its connectors from files, progress in a file. Runs until a signal or
// until no task is left that could do anything.
#pragma once

#include <string>
#include <vector>

#include "core/base/log.h"

namespace caskade::standalone {

// Exit codes; 1 to 3 are Kafka Connect's.
enum class Exit : int {
  ok = 0,
  usage = 1,
  startup = 2,    // the worker itself could not start
  connector = 3,  // a connector's settings are wrong
  failed = 4,     // every task has failed
};

// Reads the files, runs the tasks, waits for SIGTERM or SIGINT. Signals must not be handled elsewhere.
Exit run_standalone(const std::string& worker_file, const std::vector<std::string>& connector_files, Log log);

}  // namespace caskade::standalone
