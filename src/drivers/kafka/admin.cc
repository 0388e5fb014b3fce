#include "drivers/kafka/admin.h"

#include <algorithm>

#include "drivers/kafka/error_text.h"
#include "drivers/kafka/rd_handles.h"

namespace caskade::kafka {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr milliseconds slice{500};  // between looks at whether the brokers are known to be out of reach

using OwnedOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;
using OwnedNewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using OwnedNames = Owned<rd_kafka_TopicCollection_t, rd_kafka_TopicCollection_destroy>;
using Metadata = const struct rd_kafka_metadata;  // also a function's name
using OwnedMetadata = Owned<Metadata, rd_kafka_metadata_destroy>;

int left_until(SteadyClock::time_point until) {
  auto left = std::chrono::duration_cast<milliseconds>(until - SteadyClock::now());
  return static_cast<int>(std::max<milliseconds::rep>(left.count(), 1));
}

Result<OwnedMetadata> fetch_metadata(Producer& client, milliseconds patience) {
  auto until = SteadyClock::now() + patience;
  while (true) {
    Metadata* metadata = nullptr;
    int wait = std::min(left_until(until), static_cast<int>(slice.count()));
    auto code = rd_kafka_metadata(client.handle(), 0, nullptr, &metadata, wait);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return OwnedMetadata(metadata);
    if (auto trouble = client.trouble()) return *trouble;
    if (SteadyClock::now() < until) continue;
    bool closed = code == RD_KAFKA_RESP_ERR__TRANSPORT;
    return to_error(code, "Kafka",
                    closed ? "the broker closes the connection: it may want TLS or a login, see "
                             "security.protocol"
                           : "");
  }
}

// The answer to one admin request, or why there is none.
Result<OwnedEvent> wait_answer(Producer& client, rd_kafka_queue_t* queue, std::string_view subject,
                               milliseconds patience) {
  constexpr milliseconds grace{200};  // librdkafka itself ends the request at patience
  OwnedEvent event(rd_kafka_queue_poll(queue, static_cast<int>((patience + grace).count())));
  auto code = event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return event;
  if (auto trouble = client.trouble()) return std::move(*trouble).because(subject);
  return to_error(code, subject, event ? rd_kafka_event_error_string(event.get()) : "");
}

OwnedOptions make_options(Producer& client, rd_kafka_admin_op_t operation, milliseconds patience) {
  OwnedOptions options(rd_kafka_AdminOptions_new(client.handle(), operation));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(patience.count()), nullptr, 0);
  return options;
}

TopicInfo to_info(const rd_kafka_TopicDescription_t* description) {
  std::size_t partitions = 0, replicas = 0;
  auto** rows = rd_kafka_TopicDescription_partitions(description, &partitions);
  if (partitions > 0) rd_kafka_TopicPartitionInfo_replicas(rows[0], &replicas);
  return {true, static_cast<int>(partitions), static_cast<int>(replicas)};
}

Result<OwnedNewTopic> make_topic(const NewTopic& topic) {
  char why[512];
  OwnedNewTopic made(
      rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replication, why, sizeof(why)));
  if (!made) return Error{Fault::config, "topic " + topic.name + " cannot be created: " + why};
  for (const auto& [key, value] : topic.configs)
    if (auto code = rd_kafka_NewTopic_set_config(made.get(), key.c_str(), value.c_str()))
      return to_error(code, "topic " + topic.name + ", setting " + key);
  return made;
}

}  // namespace

Result<ClusterInfo> describe_cluster(Producer& client, milliseconds patience) {
  TRY(OwnedMetadata metadata, fetch_metadata(client, patience));
  client.clear_trouble();
  ClusterInfo info;
  for (int i = 0; i < metadata->broker_cnt; ++i) {
    const auto& broker = metadata->brokers[i];
    info.brokers.push_back(std::string(broker.host) + ":" + std::to_string(broker.port));
  }
  if (char* id = rd_kafka_clusterid(client.handle(), 0)) {
    info.id = id;
    rd_kafka_mem_free(client.handle(), id);
  }
  return info;
}

Result<TopicInfo> describe_topic(Producer& client, const std::string& name, milliseconds patience) {
  OwnedQueue queue(rd_kafka_queue_new(client.handle()));
  OwnedOptions options = make_options(client, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, patience);
  const char* names[] = {name.c_str()};
  OwnedNames wanted(rd_kafka_TopicCollection_of_topic_names(names, 1));
  rd_kafka_DescribeTopics(client.handle(), wanted.get(), options.get(), queue.get());
  TRY(OwnedEvent event, wait_answer(client, queue.get(), "topic " + name, patience));
  std::size_t count = 0;
  auto** topics =
      rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(event.get()), &count);
  if (count == 0) return TopicInfo{};
  const rd_kafka_error_t* error = rd_kafka_TopicDescription_error(topics[0]);
  auto code = rd_kafka_error_code(error);
  if (code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return TopicInfo{};
  if (code) return to_error(code, "topic " + name, rd_kafka_error_string(error));
  return to_info(topics[0]);
}

Result<> create_topic(Producer& client, const NewTopic& topic, milliseconds patience) {
  TRY(OwnedNewTopic made, make_topic(topic));
  OwnedQueue queue(rd_kafka_queue_new(client.handle()));
  OwnedOptions options = make_options(client, RD_KAFKA_ADMIN_OP_CREATETOPICS, patience);
  rd_kafka_NewTopic_t* topics[] = {made.get()};
  rd_kafka_CreateTopics(client.handle(), topics, 1, options.get(), queue.get());
  std::string subject = "topic " + topic.name + " cannot be created";
  TRY(OwnedEvent event, wait_answer(client, queue.get(), subject, patience));
  std::size_t count = 0;
  auto** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  if (count == 0) return Error{Fault::bug, subject + ": Kafka's answer names no topic"};
  auto code = rd_kafka_topic_result_error(results[0]);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return {};
  const char* words = rd_kafka_topic_result_error_string(results[0]);
  return to_error(code, subject, words ? words : "");
}

}  // namespace caskade::kafka
