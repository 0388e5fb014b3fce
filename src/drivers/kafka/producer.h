// A Kafka producer: one librdkafka instance and one thread that takes its events. Each task owns one. Knows
// no loop: callbacks come on the event thread, and the caller posts them to where it lives. Memory is bounded
// by the queue limits in the settings (queue.buffering.max.*): when the queue is full enqueue() says so and
// the caller waits.
//
//   auto delivery = std::make_shared<Delivery>("orders", std::move(messages), tell_me_of_the_outcome);
//   while (producer->enqueue(delivery, wake_me) == Enqueued::part) {
//     // wait until wake_me was called
//   }
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/log.h"
#include "core/base/time.h"
#include "drivers/kafka/delivery.h"
#include "drivers/kafka/producer_settings.h"

struct rd_kafka_s;

namespace caskade::kafka {

enum class Enqueued {
  all,   // Kafka has the whole batch; its done() will be called
  part,  // the queue is full: call again with the same delivery after on_room
};

class Producer {
 public:
  using OnRoom = std::function<void()>;

  // Starts the client; connecting goes on behind. Fails for settings that librdkafka refuses, and if this
  // build of it lacks a compression codec or TLS.
  static Result<std::unique_ptr<Producer>> open(const RdKafkaSettings& settings, Log log);
  ~Producer();  // close() without patience, if that was not done

  // Gives Kafka the messages from where the last call stopped, payloads by pointer. Never waits. On part,
  // on_room is called once, on the event thread, when there may be room again or the producer is closed; on
  // all it may still be called, which then means nothing. A message that is refused at once (too large, a
  // fatal error before) counts as failed in the outcome. Any thread, but one at a time for one delivery.
  Enqueued enqueue(const std::shared_ptr<Delivery>& delivery, OnRoom on_room);

  // Lets the queue drain, then fails what is left with Fault::stopped; every done() has been called when it
  // returns. Blocks for patience and at most one second more. An error says how many messages were not
  // delivered.
  Result<> close(milliseconds patience);

  // Messages enqueued and not settled yet.
  std::size_t outstanding() const;
  // Why nothing moves ("127.0.0.1:1: Connection refused"), from the moment every broker is out of reach or
  // refuses us until something is delivered or a broker answers again.
  std::optional<Error> trouble() const;

  // For drivers/kafka/admin.cc only.
  void clear_trouble();
  rd_kafka_s* handle() const;

 private:
  class Impl;
  explicit Producer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace caskade::kafka
