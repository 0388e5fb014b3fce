// The one thread of a Producer that takes librdkafka's events: delivery reports, errors and log lines. It
// settles deliveries, wakes those who wait for room in the queue and remembers why nothing moves. Lives as
// long as the rd_kafka_t it serves, less its destruction. Bounded: deliveries by the queue limits, waiters by
// the callers.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/base/log.h"
#include "drivers/kafka/delivery.h"
#include "drivers/kafka/rd_handles.h"

namespace caskade::kafka {

class EventThread {
 public:
  using OnRoom = std::function<void()>;

  EventThread(rd_kafka_t* kafka, Log log);
  ~EventThread();  // stops

  // From any thread. A delivery is known here from its first message to its last.
  void add(const std::shared_ptr<Delivery>& delivery);
  void count_enqueued(std::size_t count) { outstanding_ += count; }
  void count_settled(std::size_t count) { outstanding_ -= count; }
  // Messages that never reached Kafka's queue; settled on the event thread like all others, after stop() at
  // once.
  void settle_unsent(Delivery& delivery, std::size_t count, std::optional<Error> error);
  // Calls on_room once, when the queue has shrunk after this call, or at stop.
  void await_room(OnRoom on_room);

  std::size_t outstanding() const { return outstanding_; }
  std::optional<Error> trouble() const;
  void clear_trouble();

  // Waits until nothing is outstanding; false when time ran out.
  bool wait_settled(std::chrono::steady_clock::time_point until) const;
  // Ends the thread. Deliveries that still are not settled are told so; if Kafka's threads may still read
  // their memory, it is given up.
  void stop();

 private:
  // Neighbouring messages of one delivery with one fate.
  struct Run {
    Delivery* delivery;
    std::size_t count;
    std::optional<Error> error;
  };
  struct Failure {
    rd_kafka_resp_err_t code;
    std::string words;
  };

  void run();
  void handle(rd_kafka_event_t& event);
  void collect_reports(rd_kafka_event_t& event);
  void settle_runs();
  void settle_unsent_runs();
  void settle(const Run& run);
  void wake_waiters();
  void note_error(rd_kafka_event_t& event);
  void note_failure(rd_kafka_resp_err_t code, std::string words);
  void note_all_down(std::string_view words);
  void write_log(rd_kafka_event_t& event) const;
  void abandon_deliveries();

  rd_kafka_t* kafka_;
  Log log_;
  OwnedQueue queue_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> outstanding_ = 0;
  std::atomic<bool> troubled_ = false;  // trouble_ or last_failure_ is set; spares successes the lock
  std::vector<Run> runs_;               // the event thread's

  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<Delivery*, std::shared_ptr<Delivery>> deliveries_;
  std::vector<Run> unsent_;
  bool stopped_ = false;
  std::vector<OnRoom> waiters_;
  std::optional<Error> trouble_;
  std::optional<Failure> last_failure_;  // of a connection, since the last success

  std::thread thread_;  // last, so that all else is there when it starts
};

}  // namespace caskade::kafka
