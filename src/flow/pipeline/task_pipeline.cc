#include "flow/pipeline/task_pipeline.h"

#include <fmt/format.h>

#include "drivers/kafka/admin.h"

namespace caskade::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr milliseconds kafka_patience = 4s;  // for the questions at start-up
constexpr milliseconds drain_patience = 3s;  // for what is on its way when the task stops
constexpr std::string_view topic_patience_ms =
    "10000";  // for a topic the broker may be creating; then it is missing
constexpr std::size_t spare_arenas_max = 4;

}  // namespace

TaskPipeline::TaskPipeline(TaskSetup setup, OffsetStore& offsets, io::Loop& loop, Log log,
                           std::function<void()> running)
    : setup_(std::move(setup)),
      offsets_(offsets),
      loop_(loop),
      log_(std::move(log)),
      running_(std::move(running)),
      scope_(loop.executor()),
      box_(loop.executor(), static_cast<std::size_t>(setup_.source.buffer_bytes)),
      room_(loop.executor()) {}

TaskPipeline::~TaskPipeline() = default;

void TaskPipeline::stop() { scope_.interrupt({Fault::stopped, "stopped", false}); }

Task<> TaskPipeline::run() {
  auto opened = co_await open();
  if (opened && !scope_.failure()) {
    running_();
    for (Route& route : routes_)
      scope_.spawn(route.reader->run());
    scope_.spawn(move_batches());
    scope_.spawn(flush_loop());
    opened = co_await scope_.join();
  }
  co_await scope_.stop();
  co_await drain();
  if (auto flushed = flush(); !flushed && (opened || opened.error().fault == Fault::stopped))
    co_return flushed;
  if (!opened && opened.error().fault != Fault::stopped) co_return opened;
  co_return Result<>{};
}

Task<> TaskPipeline::open() {
  CO_TRY(converter_,
         encode::make_converter(setup_.converter_class, setup_.converter_settings, setup_.converter_prefix));
  CO_TRY(co_await open_kafka());
  CO_TRY(session_, co_await cql::Session::open(setup_.cassandra, log_));
  co_return co_await open_tables();
}

// The questions to Kafka block this thread; nothing else runs on it yet.
Task<> TaskPipeline::open_kafka() {
  setup_.producer.rows.push_back({"topic.metadata.propagation.max.ms", std::string(topic_patience_ms)});
  CO_TRY(producer_, kafka::Producer::open(setup_.producer, log_));
  CO_TRY(kafka::describe_cluster(*producer_, kafka_patience).because("connect to Kafka (bootstrap.servers)"));
  co_return Result<>{};
}

Task<> TaskPipeline::open_tables() {
  for (std::size_t i = 0; i < setup_.statements.size(); ++i) {
    read::ReadContext context{.session = *session_,
                              .offsets = offsets_,
                              .scope = scope_,
                              .box = box_,
                              .clock = now_utc,
                              .log = log_};
    auto reader =
        std::make_unique<read::TableReader>(i, setup_.statements[i], setup_.source, std::move(context));
    CO_TRY(co_await reader->prepare());
    CO_TRY(auto topic, kafka::describe_topic(*producer_, reader->plan().topic, kafka_patience));
    log_.info("Reads a table", {{"table", reader->plan().table.to_string()},
                                {"topic", reader->plan().topic},
                                {"topic_exists", topic.exists},
                                {"cql", reader->plan().cql}});
    routes_.push_back({std::move(reader), nullptr});
  }
  co_return Result<>{};
}

Task<> TaskPipeline::move_batches() {
  while (true) {
    read::Batch batch = co_await box_.take();
    CO_TRY(co_await move_one_batch(std::move(batch)));
  }
}

// The spine: a page becomes messages, and the messages go to Kafka.
Task<> TaskPipeline::move_one_batch(read::Batch batch) {
  CO_TRY(encode::Encoder * encoder, encoder_for(routes_[batch.table], batch.page));
  Messages messages;
  if (!spare_.empty()) {
    messages = std::move(spare_.back());
    spare_.pop_back();
  }
  CO_TRY(encoder->encode(batch.page, messages));
  batch.page = Page();  // its memory is free for the next one
  co_return co_await send(std::move(batch), std::move(messages));
}

Result<encode::Encoder*> TaskPipeline::encoder_for(Route& route, const Page& page) {
  if (route.encoder &&
      (route.encoder->columns() == page.columns() || *route.encoder->columns() == *page.columns()))
    return route.encoder.get();
  const read::TablePlan& plan = route.reader->plan();
  encode::ValueShape shape{.keyspace = plan.table.keyspace,
                           .table = plan.table.table,
                           .columns = page.columns(),
                           .ignored = plan.ignored,
                           .aliases = {}};
  for (const auto& [column, field] : plan.aliases)
    shape.aliases.push_back({column, field});
  TRY(route.encoder, converter_->compile(shape).because("table " + plan.table.to_string()));
  return route.encoder.get();
}

Task<> TaskPipeline::send(read::Batch batch, Messages messages) {
  const std::size_t bytes = messages.size_bytes();
  while (unsettled_ > 0 && unsettled_bytes_ + bytes > produce_bytes_max)
    co_await room_.wait();
  unsettled_bytes_ += bytes;
  ++unsettled_;
  // Shared by the posted function's copies only; std::function wants to be copied.
  auto done = [this, table = batch.table, split = batch.split, number = batch.number,
               bytes](kafka::DeliveryOutcome o) {
    auto outcome = std::make_shared<kafka::DeliveryOutcome>(std::move(o));
    loop_.post([=, this] { settled(table, split, number, bytes, std::move(*outcome)); });
  };
  auto delivery = std::make_shared<kafka::Delivery>(routes_[batch.table].reader->plan().topic,
                                                    std::move(messages), std::move(done));
  auto on_room = [this] { loop_.post([this] { room_.notify(); }); };
  while (producer_->enqueue(delivery, on_room) == kafka::Enqueued::part)
    co_await room_.wait();
  co_return Result<>{};
}

void TaskPipeline::settled(std::size_t table, std::size_t split, std::uint64_t number, std::size_t bytes,
                           kafka::DeliveryOutcome outcome) {
  unsettled_bytes_ -= bytes;
  --unsettled_;
  if (outcome.failed > 0)
    scope_.interrupt(outcome.error.value_or(Error{Fault::server, "Kafka did not take a batch", true}));
  else
    routes_[table].reader->acknowledge(split, number);
  if (spare_.size() < spare_arenas_max) {
    outcome.messages.clear();
    spare_.push_back(std::move(outcome.messages));
  }
  room_.notify();
}

Task<> TaskPipeline::flush_loop() {
  while (true) {
    co_await io::sleep_for(setup_.flush_interval);
    CO_TRY(flush());
    if (auto trouble = producer_->trouble())
      log_.warn("Kafka takes nothing at the moment; messages wait", {{"cause", trouble->what}});
  }
}

Result<> TaskPipeline::flush() {
  std::vector<SourceOffset> changed;
  for (Route& route : routes_)
    for (SourceOffset& offset : route.reader->take_changed())
      changed.push_back(std::move(offset));
  if (changed.empty()) return {};
  auto stored = offsets_.store(changed);
  if (!stored)
    for (Route& route : routes_)
      route.reader->keep_changed();
  return std::move(stored).because("store the progress");
}

boost::asio::awaitable<void> TaskPipeline::drain() {
  const auto deadline = std::chrono::steady_clock::now() + drain_patience;
  while (unsettled_ > 0 && std::chrono::steady_clock::now() < deadline)
    co_await room_.wait_for(100ms);
}

}  // namespace caskade::pipeline
