// The spine: one task from Cassandra to Kafka. Opens the cluster and the producer, joins reading, encoding
// and producing, and stores progress. Runs on the task's own loop until it fails or is asked to stop.
// Bounded: pages waiting to be encoded by caskade.read.buffer.bytes, encoded messages not yet acknowledged by
// produce_bytes_max; full means wait.
#pragma once

#include <map>

#include "core/config/key_info.h"
#include "core/kcql/tree.h"
#include "drivers/kafka/producer.h"
#include "flow/encode/converter.h"
#include "flow/read/table_reader.h"

namespace caskade::pipeline {

constexpr std::size_t produce_bytes_max = 12U << 20;

struct TaskSetup {
  cql::CassandraConfig cassandra;
  read::SourceConfig source;
  std::vector<kcql::Statement> statements;  // this task's share
  std::string converter_class;
  config::Settings converter_settings;  // read below converter_prefix
  std::string converter_prefix;
  kafka::RdKafkaSettings producer;
  milliseconds flush_interval{};
};

class TaskPipeline {
 public:
  // `running` is called once, on the loop, when everything is open and reading begins.
  TaskPipeline(TaskSetup setup, OffsetStore& offsets, io::Loop& loop, Log log, std::function<void()> running);
  ~TaskPipeline();

  // Until failure or stop; the result of a stop is success. Progress is stored before it returns.
  Task<> run();

  // Asks run() to end: on the loop's thread.
  void stop();

 private:
  struct Route {
    std::unique_ptr<read::TableReader> reader;
    std::unique_ptr<encode::Encoder> encoder;  // for the columns last seen
  };

  Task<> open();
  Task<> open_kafka();
  Task<> open_tables();
  Task<> move_batches();
  Task<> move_one_batch(read::Batch batch);
  Result<encode::Encoder*> encoder_for(Route& route, const Page& page);
  Task<> send(read::Batch batch, Messages messages);
  void settled(std::size_t table, std::size_t split, std::uint64_t number, std::size_t bytes,
               kafka::DeliveryOutcome outcome);
  Task<> flush_loop();
  Result<> flush();
  boost::asio::awaitable<void> drain();

  TaskSetup setup_;
  OffsetStore& offsets_;
  io::Loop& loop_;
  Log log_;
  std::function<void()> running_;
  io::Scope scope_;
  read::BatchBox box_;
  io::Waiter room_;  // Kafka's queue or our byte budget may have room again
  std::unique_ptr<encode::Converter> converter_;
  std::unique_ptr<cql::Session> session_;
  std::vector<Route> routes_;
  std::vector<Messages> spare_;  // arenas to use again
  std::size_t unsettled_bytes_ = 0;
  std::size_t unsettled_ = 0;
  std::unique_ptr<kafka::Producer>
      producer_;  // last: closed first, while what its callbacks touch still lives
};

}  // namespace caskade::pipeline
