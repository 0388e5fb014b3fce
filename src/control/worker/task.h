// One running task: a thread, its loop and its pipeline, and the state Kafka Connect would show for it. Owned
// by the worker; state() may be asked from any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "flow/pipeline/task_pipeline.h"

namespace caskade::worker {

enum class TaskState { unassigned, running, stopped, failed };
std::string_view name_of(TaskState state);  // RUNNING, as in a status

class Task {
 public:
  // Starts at once. `offsets` and whatever `ended` touches outlive the task. `ended` is called on the task's
  // thread when it has stopped or failed.
  Task(pipeline::TaskSetup setup, std::unique_ptr<OffsetStore> offsets, Log log, std::function<void()> ended);
  ~Task();  // stops and waits

  void stop();  // asks, does not wait
  TaskState state() const { return state_; }

 private:
  void run(pipeline::TaskSetup setup);

  std::unique_ptr<OffsetStore> offsets_;
  Log log_;
  std::function<void()> ended_;
  std::atomic<TaskState> state_ = TaskState::unassigned;
  io::Loop loop_;
  std::mutex mutex_;  // guards pipeline_ against stop() from another thread
  pipeline::TaskPipeline* pipeline_ = nullptr;
  bool stop_asked_ = false;
  std::thread thread_;
};

}  // namespace caskade::worker
