#include "drivers/kafka/producer.h"

#include <array>
#include <future>

#include "drivers/kafka/error_text.h"
#include "drivers/kafka/event_thread.h"
#include "drivers/kafka/rd_handles.h"

namespace caskade::kafka {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr auto purge_patience = std::chrono::milliseconds(500);
constexpr auto destroy_patience = std::chrono::milliseconds(500);
constexpr std::size_t chunk_messages = 256;  // handed over in one call; its array is on the stack

Result<OwnedConf> make_conf(const RdKafkaSettings& settings) {
  OwnedConf conf(rd_kafka_conf_new());
  char why[512];
  for (const RdKafkaSetting& row : settings.rows) {
    auto result = rd_kafka_conf_set(conf.get(), row.key.c_str(), row.value.c_str(), why, sizeof(why));
    if (result == RD_KAFKA_CONF_OK) continue;
    std::string words = row.secret ? std::string("the value is not allowed") : std::string(why);
    return Error{Fault::config,
                 "Kafka client setting " + row.key + "=" + std::string(row.shown()) + ": " + words};
  }
  rd_kafka_conf_set(conf.get(), "log.queue", "true", nullptr, 0);
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG);
  return conf;
}

// Asking for features in builtin.features fails for those this build of librdkafka lacks.
Result<> check_features() {
  OwnedConf conf(rd_kafka_conf_new());
  for (const char* feature : {"gzip", "snappy", "lz4", "zstd", "ssl", "sasl_plain", "sasl_scram"}) {
    char why[512];
    if (rd_kafka_conf_set(conf.get(), "builtin.features", feature, why, sizeof(why)) == RD_KAFKA_CONF_OK)
      continue;
    return Error{Fault::bug, "this caskade was built with a librdkafka " +
                                 std::string(rd_kafka_version_str()) + " that lacks " + feature +
                                 ": build it with tools/build_librdkafka, or link a complete one"};
  }
  return {};
}

// rd_kafka_destroy() waits for Kafka's own threads, which can be stuck in a name lookup; they are then left
// behind.
void destroy_within(rd_kafka_t* kafka, std::chrono::milliseconds patience) {
  std::packaged_task<void()> task([kafka] { rd_kafka_destroy(kafka); });
  std::future<void> destroyed = task.get_future();
  std::thread thread(std::move(task));
  if (destroyed.wait_for(patience) == std::future_status::ready)
    thread.join();
  else
    thread.detach();
}

void* pointer_to(std::optional<std::string_view> text) {
  static char empty;  // an empty value is not null, though its view may be
  if (!text) return nullptr;
  return text->data() ? const_cast<char*>(text->data()) : &empty;
}

}  // namespace

class Producer::Impl {
 public:
  Impl(rd_kafka_t* kafka, Log log) : kafka(kafka), events(kafka, log), log_(log) {}
  ~Impl() {
    if (!closed) (void)close(std::chrono::milliseconds(0));
  }

  Result<rd_kafka_topic_t*> topic(const std::string& name);
  bool push(Delivery& delivery);
  Result<> close(milliseconds patience);

  rd_kafka_t* const kafka;
  EventThread events;
  std::atomic<bool> closed = false;

 private:
  std::size_t push_chunk(Delivery& delivery, rd_kafka_topic_t* topic);
  void refuse(Delivery& delivery, std::size_t i, rd_kafka_resp_err_t code);
  bool settle_rest(Delivery& delivery, std::optional<Error> error);

  Log log_;
  std::mutex topics_mutex_;
  std::map<std::string, OwnedTopic> topics_;  // bounded by the topics of the connector's queries
};

Result<rd_kafka_topic_t*> Producer::Impl::topic(const std::string& name) {
  std::lock_guard lock(topics_mutex_);
  OwnedTopic& topic = topics_[name];
  if (!topic) topic.reset(rd_kafka_topic_new(kafka, name.c_str(), nullptr));
  if (!topic) return to_error(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "topic " + name);
  return topic.get();
}

// True when the whole delivery is taken; false when the queue is full.
bool Producer::Impl::push(Delivery& delivery) {
  if (closed) return settle_rest(delivery, Error{Fault::stopped, "the producer was closed"});
  if (delivery.size_ == 0) return settle_rest(delivery, std::nullopt);
  Result<rd_kafka_topic_t*> target = topic(delivery.topic_);
  if (!target) return settle_rest(delivery, std::move(target).error());
  while (delivery.enqueued_ < delivery.size_)
    if (push_chunk(delivery, *target) == 0) return false;
  return true;
}

bool Producer::Impl::settle_rest(Delivery& delivery, std::optional<Error> error) {
  std::size_t left = delivery.size_ - delivery.enqueued_;
  delivery.enqueued_ = delivery.size_;
  events.settle_unsent(delivery, left, std::move(error));
  return true;
}

std::size_t Producer::Impl::push_chunk(Delivery& delivery, rd_kafka_topic_t* topic) {
  std::array<rd_kafka_message_t, chunk_messages> chunk;
  std::size_t first = delivery.enqueued_;
  std::size_t count = std::min(chunk_messages, delivery.size_ - first);
  for (std::size_t i = 0; i < count; ++i) {
    auto key = delivery.messages_.key(first + i), value = delivery.messages_.value(first + i);
    chunk[i].payload = pointer_to(value);
    chunk[i].len = value ? value->size() : 0;
    chunk[i].key = pointer_to(key);
    chunk[i].key_len = key ? key->size() : 0;
    chunk[i]._private = &delivery;
  }
  events.count_enqueued(count);  // before, so that a quick report cannot take it below zero
  auto good = static_cast<std::size_t>(
      rd_kafka_produce_batch(topic, RD_KAFKA_PARTITION_UA, 0, chunk.data(), static_cast<int>(count)));
  std::size_t taken = count;
  if (good < count) {
    // The first refusal for want of room refuses all after it; other refusals are of one message each.
    for (taken = 0; taken < count && chunk[taken].err != RD_KAFKA_RESP_ERR__QUEUE_FULL; ++taken)
      if (chunk[taken].err) refuse(delivery, first + taken, chunk[taken].err);
    events.count_settled(count - good);
  }
  delivery.enqueued_ += taken;
  return taken;
}

void Producer::Impl::refuse(Delivery& delivery, std::size_t i, rd_kafka_resp_err_t code) {
  const MessageSpan& span = delivery.messages_.spans[i];
  auto bytes = [](std::uint32_t length) { return length == MessageSpan::null_length ? 0 : length; };
  std::string words;
  char fatal[512];
  if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
    words =
        "it has " + std::to_string(std::size_t{bytes(span.key_length)} + bytes(span.value_length)) + " bytes";
  if (code == RD_KAFKA_RESP_ERR__FATAL && rd_kafka_fatal_error(kafka, fatal, sizeof(fatal))) words = fatal;
  events.settle_unsent(delivery, 1, to_error(code, "topic " + delivery.topic_, words));
}

Result<> Producer::Impl::close(milliseconds patience) {
  if (closed.exchange(true)) return {};
  auto until = SteadyClock::now() + patience;
  if (patience.count() > 0) rd_kafka_flush(kafka, static_cast<int>(patience.count()));
  events.wait_settled(until);
  std::size_t undelivered = events.outstanding();
  if (undelivered > 0) {
    rd_kafka_purge(kafka, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
    events.wait_settled(SteadyClock::now() + purge_patience);
  }
  events.stop();
  topics_.clear();
  destroy_within(kafka, destroy_patience);
  if (undelivered == 0) return {};
  return Error{Fault::stopped,
               std::to_string(undelivered) + " messages were not acknowledged by Kafka within " +
                   std::to_string(patience.count()) + " ms and will be sent again by the next start"};
}

Result<std::unique_ptr<Producer>> Producer::open(const RdKafkaSettings& settings, Log log) {
  TRY(check_features());
  TRY(OwnedConf conf, make_conf(settings));
  char why[512];
  rd_kafka_t* kafka = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), why, sizeof(why));
  if (!kafka) return Error{Fault::config, "Kafka's producer does not start: " + std::string(why)};
  (void)conf.release();  // the client's now
  return std::unique_ptr<Producer>(new Producer(std::make_unique<Impl>(kafka, std::move(log))));
}

Producer::Producer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Producer::~Producer() = default;

Enqueued Producer::enqueue(const std::shared_ptr<Delivery>& delivery, OnRoom on_room) {
  if (delivery->enqueued_ == 0) impl_->events.add(delivery);
  if (impl_->push(*delivery)) {
    return Enqueued::all;
  }
  // Room may have come between the refusal and the wish to be told of it; so wish, then try once more.
  impl_->events.await_room(std::move(on_room));
  return impl_->push(*delivery) ? Enqueued::all : Enqueued::part;
}

Result<> Producer::close(milliseconds patience) { return impl_->close(patience); }
std::size_t Producer::outstanding() const { return impl_->events.outstanding(); }
std::optional<Error> Producer::trouble() const { return impl_->events.trouble(); }
void Producer::clear_trouble() { impl_->events.clear_trouble(); }
rd_kafka_s* Producer::handle() const { return impl_->kafka; }

}  // namespace caskade::kafka
