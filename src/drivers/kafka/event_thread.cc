#include "drivers/kafka/event_thread.h"

#include "drivers/kafka/error_text.h"

namespace caskade::kafka {
namespace {

constexpr int poll_ms =
    1000;  // only how often an idle thread turns; stop() and settle_unsent() wake it at once
constexpr auto settled_check = std::chrono::milliseconds(5);

}  // namespace

EventThread::EventThread(rd_kafka_t* kafka, Log log)
    : kafka_(kafka), log_(std::move(log)), queue_(rd_kafka_queue_get_main(kafka)) {
  rd_kafka_set_log_queue(kafka_, queue_.get());
  thread_ = std::thread([this] { run(); });
}

EventThread::~EventThread() { stop(); }

void EventThread::add(const std::shared_ptr<Delivery>& delivery) {
  std::lock_guard lock(mutex_);
  deliveries_.emplace(delivery.get(), delivery);
}

void EventThread::settle_unsent(Delivery& delivery, std::size_t count, std::optional<Error> error) {
  std::unique_lock lock(mutex_);
  if (stopped_) {
    lock.unlock();
    return settle({&delivery, count, std::move(error)});
  }
  unsent_.push_back({&delivery, count, std::move(error)});
  rd_kafka_queue_yield(queue_.get());
}

void EventThread::await_room(OnRoom on_room) {
  std::lock_guard lock(mutex_);
  waiters_.push_back(std::move(on_room));
}

std::optional<Error> EventThread::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

void EventThread::clear_trouble() {
  if (!troubled_.exchange(false)) return;
  std::lock_guard lock(mutex_);
  if (trouble_) log_.info("Kafka can be reached again");
  trouble_.reset();
  last_failure_.reset();
}

bool EventThread::wait_settled(std::chrono::steady_clock::time_point until) const {
  while (outstanding_ > 0) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(settled_check);
  }
  return true;
}

void EventThread::stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  rd_kafka_queue_yield(queue_.get());
  thread_.join();
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    queue_.reset();
  }
  settle_unsent_runs();
  abandon_deliveries();
  wake_waiters();
}

void EventThread::run() {
  while (!stopping_) {
    OwnedEvent event(rd_kafka_queue_poll(queue_.get(), poll_ms));
    if (event) handle(*event);
    event.reset();  // gives its messages' room in the queue back, before anyone is told
    settle_runs();
    settle_unsent_runs();
    wake_waiters();
  }
}

void EventThread::handle(rd_kafka_event_t& event) {
  switch (rd_kafka_event_type(&event)) {
    case RD_KAFKA_EVENT_DR:
      return collect_reports(event);
    case RD_KAFKA_EVENT_ERROR:
      return note_error(event);
    case RD_KAFKA_EVENT_LOG:
      return write_log(event);
  }
}

void EventThread::collect_reports(rd_kafka_event_t& event) {
  rd_kafka_resp_err_t last = RD_KAFKA_RESP_ERR_NO_ERROR;
  while (const rd_kafka_message_t* message = rd_kafka_event_message_next(&event)) {
    auto* delivery = static_cast<Delivery*>(message->_private);
    if (!runs_.empty() && runs_.back().delivery == delivery && last == message->err) {
      ++runs_.back().count;
      continue;
    }
    runs_.push_back({delivery, 1, std::nullopt});
    last = message->err;
    // Not with rd_kafka_message_produce_errstr(): in librdkafka 2.12 that text is freed before the report
    // arrives.
    if (last) runs_.back().error = to_error(last, "topic " + delivery->topic());
  }
}

void EventThread::settle_runs() {
  for (const Run& run : runs_) {
    if (!run.error) clear_trouble();
    outstanding_ -= run.count;
    settle(run);
  }
  runs_.clear();
}

void EventThread::settle_unsent_runs() {
  std::vector<Run> unsent;
  {
    std::lock_guard lock(mutex_);
    unsent.swap(unsent_);
  }
  for (const Run& run : unsent)
    settle(run);
}

void EventThread::settle(const Run& run) {
  if (!run.delivery->settle(run.count, run.error ? &*run.error : nullptr)) return;
  std::lock_guard lock(mutex_);
  deliveries_.erase(run.delivery);
}

void EventThread::wake_waiters() {
  std::vector<OnRoom> waiters;
  {
    std::lock_guard lock(mutex_);
    waiters.swap(waiters_);
  }
  for (OnRoom& on_room : waiters)
    on_room();
}

void EventThread::note_error(rd_kafka_event_t& event) {
  rd_kafka_resp_err_t code = rd_kafka_event_error(&event);
  std::string words = to_plain_words(rd_kafka_event_error_string(&event));
  if (code == RD_KAFKA_RESP_ERR__FATAL) {
    char fatal[512];
    rd_kafka_fatal_error(kafka_, fatal, sizeof(fatal));
    log_.error("Kafka's producer cannot go on", {{"error", fatal}});
    return;
  }
  if (!is_connection_error(code)) return log_.warn("Kafka reports a problem", {{"error", words}});
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return note_all_down(words);
  // Brokers close idle connections by design, and one that is gone refuses the next.
  if (words.find(": Disconnected: connection closed") != words.npos || words.ends_with(": Disconnected"))
    return log_.debug("A Kafka broker closed a connection", {{"said", words}});
  note_failure(code, std::move(words));
}

void EventThread::note_failure(rd_kafka_resp_err_t code, std::string words) {
  std::lock_guard lock(mutex_);
  bool told = trouble_ && last_failure_ &&
              last_failure_->words == words;  // librdkafka repeats itself while it retries
  if (!told) log_.warn("A Kafka broker cannot be used", {{"error", words}});
  last_failure_ = Failure{code, std::move(words)};
  troubled_ = true;
  bool others_may_be_well = code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__RESOLVE;
  if (trouble_ || !others_may_be_well) trouble_ = to_error(code, "Kafka", last_failure_->words);
}

void EventThread::note_all_down(std::string_view words) {
  std::lock_guard lock(mutex_);
  if (!last_failure_) return;  // only idle connections were closed
  if (!trouble_) log_.warn("No Kafka broker can be used", {{"error", words}});
  trouble_ = to_error(last_failure_->code, "Kafka", last_failure_->words);
}

void EventThread::write_log(rd_kafka_event_t& event) const {
  const char *facility, *text;
  int level;
  if (rd_kafka_event_log(&event, &facility, &text, &level) != 0) return;
  constexpr int syslog_error = 3, syslog_warning = 4;
  Log::Fields fields{{"facility", facility}, {"text", text}};
  // FAIL and ERROR lines repeat what arrives as error events.
  std::string_view kind = facility;
  if (level <= syslog_warning && kind != "FAIL" && kind != "ERROR")
    return level <= syslog_error ? log_.error("librdkafka says", fields)
                                 : log_.warn("librdkafka says", fields);
  log_.debug("librdkafka says", fields);
}

void EventThread::abandon_deliveries() {
  std::unordered_map<Delivery*, std::shared_ptr<Delivery>> left;
  {
    std::lock_guard lock(mutex_);
    left.swap(deliveries_);
  }
  const bool kafka_may_read = outstanding_ > 0;
  for (auto& [pointer, delivery] : left) {
    delivery->abandon(Error{Fault::stopped, "the producer was closed before Kafka acknowledged everything"},
                      kafka_may_read);
    if (kafka_may_read) new std::shared_ptr<Delivery>(std::move(delivery));  // never freed, on purpose
  }
}

}  // namespace caskade::kafka
