#include "control/standalone/standalone.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <set>
#include <sstream>

#include "control/standalone/offset_file.h"
#include "control/worker/connector_config.h"
#include "control/worker/task.h"
#include "core/config/connector_file.h"
#include "core/config/properties.h"

namespace caskade::standalone {
namespace {

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return Error{Fault::config, fmt::format("cannot read {}: {}", path, std::strerror(errno))};
  return std::move(text).str();
}

struct Worker {
  config::Settings settings;
  worker::WorkerConfig config;
};

Result<Worker> read_worker(const std::string& path, const Log& log) {
  TRY(std::string text, read_file(path));
  Worker read;
  TRY(read.settings, config::parse_properties(text).because(path));
  config::Findings found;
  read.config = worker::worker_table().read(read.settings, found);
  for (const config::UnknownKey& unknown :
       config::find_unknown_keys(read.settings, worker::known_worker_keys()))
    found.notices.push_back(config::to_notice(unknown));
  for (const std::string& notice : found.notices)
    log.warn(notice);
  if (!found.problems.empty()) return config::to_error(found.problems).because(path);
  return read;
}

Result<std::vector<worker::ConnectorPlan>> read_connectors(const Worker& worker,
                                                           const std::vector<std::string>& paths,
                                                           const Log& log) {
  std::vector<worker::ConnectorPlan> plans;
  std::set<std::string> names;
  for (const std::string& path : paths) {
    TRY(std::string text, read_file(path));
    TRY(auto file, config::parse_connector_file(text, path));
    if (!names.insert(file.name).second)
      return Error{Fault::config,
                   fmt::format("{}: a connector named \"{}\" was already given", path, file.name)};
    TRY(auto plan, worker::plan_connector(file.config, worker.settings, worker.config).because(path));
    for (const std::string& notice : plan.notices)
      log.with_context(plan.name + "|worker").warn(notice);
    plans.push_back(std::move(plan));
  }
  return plans;
}

// SIGTERM, SIGINT, and SIGUSR1 as a task's word that it has ended. Blocked before any thread starts, so that
// only wait() receives them.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    for (int signal : {SIGTERM, SIGINT, SIGUSR1})
      sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  int wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }
  static void tell_task_ended() { kill(getpid(), SIGUSR1); }

 private:
  sigset_t set_;
};

using Tasks = std::vector<std::unique_ptr<worker::Task>>;

Tasks start_tasks(std::vector<worker::ConnectorPlan> plans, OffsetFile& offsets, const Log& log) {
  Tasks tasks;
  for (worker::ConnectorPlan& plan : plans)
    for (std::size_t i = 0; i < plan.tasks.size(); ++i)
      tasks.push_back(std::make_unique<worker::Task>(
          std::move(plan.tasks[i]), std::make_unique<ConnectorOffsets>(offsets, plan.name),
          log.with_context(fmt::format("{}|task-{}", plan.name, i)), &Signals::tell_task_ended));
  return tasks;
}

bool all_failed(const Tasks& tasks) {
  return std::ranges::all_of(tasks,
                             [](const auto& task) { return task->state() == worker::TaskState::failed; });
}

Exit run_until_signal(Tasks tasks, const Signals& signals, const Log& log) {
  while (true) {
    const int signal = signals.wait();
    if (signal != SIGUSR1) {
      log.info("Stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
      for (auto& task : tasks)
        task->stop();
      return Exit::ok;  // ~Task waits for each
    }
    if (all_failed(tasks)) {
      log.error("Every task has failed; there is nothing left to do",
                {{"exit_code", static_cast<int>(Exit::failed)}});
      return Exit::failed;
    }
  }
}

}  // namespace

Exit run_standalone(const std::string& worker_file, const std::vector<std::string>& connector_files,
                    Log log) {
  const Signals signals;
  const auto give_up = [&log](const Error& error, Exit code) {
    log.error(error.what, {{"exit_code", static_cast<int>(code)}});
    return code;
  };
  auto worker = read_worker(worker_file, log);
  if (!worker) return give_up(worker.error(), Exit::connector);
  auto plans = read_connectors(*worker, connector_files, log);
  if (!plans) return give_up(plans.error(), Exit::connector);
  auto offsets = OffsetFile::open(worker->config.offset_file);
  if (!offsets) return give_up(offsets.error(), Exit::startup);
  return run_until_signal(start_tasks(*std::move(plans), **offsets, log), signals, log);
}

}  // namespace caskade::standalone
