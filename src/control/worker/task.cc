#include "control/worker/task.h"

namespace caskade::worker {

std::string_view name_of(TaskState state) {
  switch (state) {
    case TaskState::unassigned:
      return "UNASSIGNED";
    case TaskState::running:
      return "RUNNING";
    case TaskState::stopped:
      return "STOPPED";
    case TaskState::failed:
      return "FAILED";
  }
  return "UNASSIGNED";
}

Task::Task(pipeline::TaskSetup setup, std::unique_ptr<OffsetStore> offsets, Log log,
           std::function<void()> ended)
    : offsets_(std::move(offsets)), log_(std::move(log)), ended_(std::move(ended)) {
  thread_ = std::thread(&Task::run, this, std::move(setup));
}

Task::~Task() {
  stop();
  thread_.join();
}

void Task::stop() {
  const std::scoped_lock lock(mutex_);
  stop_asked_ = true;
  if (pipeline_)
    loop_.post([this] {
      if (pipeline_) pipeline_->stop();
    });
}

void Task::run(pipeline::TaskSetup setup) {
  pipeline::TaskPipeline pipeline(std::move(setup), *offsets_, loop_, log_, [this] {
    state_ = TaskState::running;
    log_.info("Task is running");
  });
  {
    const std::scoped_lock lock(mutex_);
    pipeline_ = &pipeline;
    if (stop_asked_) pipeline.stop();
  }
  auto outcome = loop_.run(pipeline.run());
  {
    const std::scoped_lock lock(mutex_);
    pipeline_ = nullptr;
  }
  if (outcome) {
    state_ = TaskState::stopped;
    log_.info("Task has stopped; its progress is stored");
  } else {
    state_ = TaskState::failed;
    log_.error("Task failed", {{"cause", outcome.error().what}, {"fault", name_of(outcome.error().fault)}});
  }
  ended_();
}

}  // namespace caskade::worker
