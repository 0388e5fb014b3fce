// Owners for librdkafka's C objects; each frees with the call that its maker asks for.
#pragma once

#include <librdkafka/rdkafka.h>
#include <memory>

namespace caskade::kafka {

template <auto destroy>
struct Destroy {
  template <class Object>
  void operator()(Object* object) const {
    destroy(object);
  }
};
template <class Object, auto destroy>
using Owned = std::unique_ptr<Object, Destroy<destroy>>;

using OwnedConf = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using OwnedQueue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using OwnedTopic = Owned<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using OwnedEvent = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using OwnedError = Owned<rd_kafka_error_t, rd_kafka_error_destroy>;

}  // namespace caskade::kafka
