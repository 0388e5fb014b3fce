// One batch on its way to a topic: the messages, kept alive and unmoved because Kafka's threads read the
// payloads by pointer, and whom to tell when all of them are settled. Made by the caller, handed to
// Producer::enqueue() until that takes the last message. Shared by the caller (until all is enqueued) and the
// event thread (until all is settled). Its size is bounded by whoever fills the Messages.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/record/messages.h"

namespace caskade::kafka {

// What became of a batch. Gives the messages back, so that their arena can be used again.
struct DeliveryOutcome {
  Messages messages;
  std::size_t failed = 0;      // messages that Kafka will not acknowledge; the others are stored
  std::optional<Error> error;  // the first lasting failure's, else the first's; set when failed > 0
};

class Delivery {
 public:
  using Done = std::function<void(DeliveryOutcome)>;

  // done is called exactly once, on the producer's own thread; it should only hand the outcome on.
  Delivery(std::string topic, Messages messages, Done done)
      : topic_(std::move(topic)),
        messages_(std::move(messages)),
        done_(std::move(done)),
        size_(messages_.size()),
        unsettled_(size_) {}
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  const std::string& topic() const { return topic_; }
  std::size_t size() const { return size_; }
  // How many messages enqueue() has taken so far; for the thread that calls it.
  std::size_t enqueued() const { return enqueued_; }

 private:
  friend class Producer;
  friend class EventThread;

  // Counts messages that reached their end; after the last one calls done_ and is true. On the event thread
  // only, so it needs no lock.
  bool settle(std::size_t count, const Error* failure);
  // Calls done_ although messages are unsettled; keeps the messages if they may still be read.
  void abandon(Error error, bool keep_messages);

  std::string topic_;
  Messages messages_;
  Done done_;
  const std::size_t size_;    // messages_ is not to be read once the last one is enqueued: done_ may have it
  std::size_t enqueued_ = 0;  // the caller's side
  std::size_t unsettled_;     // the event thread's side
  std::size_t failed_ = 0;
  std::optional<Error> error_;
};

}  // namespace caskade::kafka
