// The producer against librdkafka's own mock brokers, which speak Kafka's protocol over loopback sockets.
#include "drivers/kafka/producer.h"

#include <condition_variable>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
// clang-format off: the second needs the first
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
// clang-format on

#include "drivers/kafka/admin.h"
#include "drivers/kafka/rd_handles.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
// librdkafka is not instrumented, so that its atomic reference counts go unseen.
extern "C" const char* __tsan_default_suppressions() { return "race:rwlock_destroy\n"; }
#endif
#endif

namespace caskade::kafka {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using SteadyClock = std::chrono::steady_clock;
constexpr auto long_enough = std::chrono::seconds(20);
constexpr std::int16_t produce_request = 0;  // its number in Kafka's protocol

void add(Messages& messages, std::optional<std::string_view> key, std::optional<std::string_view> value) {
  auto put = [&](std::optional<std::string_view> text, std::uint64_t& begin, std::uint32_t& length) {
    if (!text) return;
    begin = messages.arena.size();
    length = static_cast<std::uint32_t>(text->size());
    messages.arena.insert(messages.arena.end(), as_bytes(*text).begin(), as_bytes(*text).end());
  };
  MessageSpan span;
  put(key, span.key_begin, span.key_length);
  put(value, span.value_begin, span.value_length);
  messages.spans.push_back(span);
}

Messages some_messages(int count) {
  Messages messages;
  for (int i = 0; i < count; ++i)
    add(messages, "key-" + std::to_string(i), "value-" + std::to_string(i));
  return messages;
}

// Waits for what the event thread tells.
class Inbox {
 public:
  std::shared_ptr<Delivery> delivery(std::string topic, Messages messages) {
    return std::make_shared<Delivery>(std::move(topic), std::move(messages), [this](DeliveryOutcome outcome) {
      std::lock_guard lock(mutex_);
      ++calls_;
      outcome_ = std::move(outcome);
      changed_.notify_all();
    });
  }
  Producer::OnRoom on_room() {
    return [this] {
      std::lock_guard lock(mutex_);
      room_ = true;
      changed_.notify_all();
    };
  }
  void wait_room() {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, long_enough, [this] { return room_; }));
    room_ = false;
  }
  DeliveryOutcome wait_outcome() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, long_enough, [this] { return calls_ > 0; }))
        << "done() was not called";
    return std::move(outcome_);
  }
  int calls() {
    std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  DeliveryOutcome outcome_;
  int calls_ = 0;
  bool room_ = false;
};

class ProducerTest : public testing::Test {
 protected:
  ProducerTest() {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "log_level", "0", nullptr, 0);
    host_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    mock_.reset(rd_kafka_mock_cluster_new(host_.get(), 1));
    servers_ = rd_kafka_mock_cluster_bootstraps(mock_.get());
  }

  // extra: librdkafka's own keys.
  Result<std::unique_ptr<Producer>> open(const std::vector<RdKafkaSetting>& extra = {}) {
    Properties worker{{"bootstrap.servers", servers_}}, none;
    auto settings =
        parse_producer_settings({.connector = "test", .task = 0, .worker = worker, .connector_config = none});
    for (const auto& row : extra) {
      std::erase_if(settings->rows, [&](const RdKafkaSetting& old) { return old.key == row.key; });
      settings->rows.push_back(row);
    }
    return Producer::open(*settings, Log());
  }

  DeliveryOutcome send(Producer& producer, const std::string& topic, Messages messages) {
    auto delivery = inbox_.delivery(topic, std::move(messages));
    EXPECT_EQ(producer.enqueue(delivery, inbox_.on_room()), Enqueued::all);
    return inbox_.wait_outcome();
  }

  Owned<rd_kafka_t, rd_kafka_destroy> host_;
  Owned<rd_kafka_mock_cluster_t, rd_kafka_mock_cluster_destroy> mock_;
  std::string servers_;
  Inbox inbox_;
};

TEST_F(ProducerTest, DeliversABatchAndGivesItBack) {
  auto producer = open();
  ASSERT_TRUE(producer) << producer.error().what;
  DeliveryOutcome outcome = send(**producer, "orders", some_messages(1000));
  EXPECT_FALSE(outcome.error) << outcome.error->what;
  EXPECT_EQ(outcome.failed, 0u);
  EXPECT_EQ(outcome.messages.size(), 1000u);
  EXPECT_EQ(outcome.messages.value(7), "value-7");
  EXPECT_EQ((*producer)->outstanding(), 0u);
  EXPECT_TRUE((*producer)->close(milliseconds(1000)));
  EXPECT_EQ(inbox_.calls(), 1);
}

TEST_F(ProducerTest, DeliversNullsAndEmptyTexts) {
  auto producer = open();
  ASSERT_TRUE(producer);
  Messages messages;
  add(messages, std::nullopt, std::nullopt);
  add(messages, "", "");
  add(messages, std::nullopt, "value");
  EXPECT_EQ(send(**producer, "orders", std::move(messages)).failed, 0u);
}

TEST_F(ProducerTest, AnEmptyBatchIsDoneToo) {
  auto producer = open();
  ASSERT_TRUE(producer);
  EXPECT_FALSE(send(**producer, "orders", Messages()).error);
}

TEST_F(ProducerTest, AFullQueueMakesTheCallerWait) {
  auto producer = open({{"queue.buffering.max.messages", "10"}, {"linger.ms", "0"}});
  ASSERT_TRUE(producer);
  auto delivery = inbox_.delivery("orders", some_messages(300));
  int waits = 0;
  while ((*producer)->enqueue(delivery, inbox_.on_room()) == Enqueued::part) {
    EXPECT_LE((*producer)->outstanding(), 10u);
    ++waits;
    inbox_.wait_room();
  }
  EXPECT_GE(waits, 1);
  DeliveryOutcome outcome = inbox_.wait_outcome();
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.messages.size(), 300u);
}

TEST_F(ProducerTest, AMessageThatIsTooLargeFailsAlone) {
  auto producer = open({{"message.max.bytes", "1000"}});
  ASSERT_TRUE(producer);
  Messages messages = some_messages(3);
  add(messages, "k", std::string(2000, 'x'));
  add(messages, "k", "small");
  DeliveryOutcome outcome = send(**producer, "orders", std::move(messages));
  EXPECT_EQ(outcome.failed, 1u);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->fault, Fault::data);
  EXPECT_THAT(outcome.error->what,
              AllOf(HasSubstr("topic orders: "), HasSubstr("max.request.size"), HasSubstr("2001 bytes")));
}

TEST_F(ProducerTest, TellsTheBrokersRefusal) {
  auto producer = open();
  ASSERT_TRUE(producer);
  rd_kafka_mock_push_request_errors(mock_.get(), produce_request, 1,
                                    RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  DeliveryOutcome outcome = send(**producer, "orders", some_messages(5));
  EXPECT_EQ(outcome.failed, 5u);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->fault, Fault::config);
  EXPECT_THAT(outcome.error->what, AllOf(HasSubstr("topic orders"), HasSubstr("WRITE")));
}

TEST_F(ProducerTest, SurvivesErrorsThatPass) {
  auto producer = open();
  ASSERT_TRUE(producer);
  rd_kafka_mock_push_request_errors(mock_.get(), produce_request, 2, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                    RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION);
  EXPECT_EQ(send(**producer, "orders", some_messages(5)).failed, 0u);
}

TEST_F(ProducerTest, TellsOfATopicThatIsMissing) {
  auto producer = open({{"topic.metadata.propagation.max.ms", "0"}});
  ASSERT_TRUE(producer);
  rd_kafka_mock_topic_set_error(mock_.get(), "lost", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  DeliveryOutcome outcome = send(**producer, "lost", some_messages(2));
  EXPECT_EQ(outcome.failed, 2u);
  ASSERT_TRUE(outcome.error);
  EXPECT_THAT(outcome.error->what, HasSubstr("topic lost: does not exist"));
}

TEST_F(ProducerTest, DescribesTheCluster) {
  auto producer = open();
  ASSERT_TRUE(producer);
  auto cluster = describe_cluster(**producer, milliseconds(5000));
  ASSERT_TRUE(cluster) << cluster.error().what;
  EXPECT_THAT(cluster->brokers, testing::ElementsAre(servers_));
}

// The mock brokers elect no controller, which topic requests go to; so this one wants a real broker.
TEST_F(ProducerTest, CreatesAndDescribesTopics) {
  const char* server = std::getenv("CASKADE_TEST_KAFKA");
  if (!server) GTEST_SKIP() << "set CASKADE_TEST_KAFKA=host:port to run against a real broker";
  auto producer = open({{"bootstrap.servers", server}});
  ASSERT_TRUE(producer);
  std::string name = "caskade-test-" + std::to_string(now_utc().count());
  auto before = describe_topic(**producer, name, milliseconds(10000));
  ASSERT_TRUE(before) << before.error().what;
  EXPECT_FALSE(before->exists);
  NewTopic topic{.name = name, .partitions = 3, .replication = 1, .configs = {{"cleanup.policy", "compact"}}};
  auto created = create_topic(**producer, topic, milliseconds(10000));
  ASSERT_TRUE(created) << created.error().what;
  EXPECT_TRUE(create_topic(**producer, topic, milliseconds(10000))) << "it exists by now";
  auto after = describe_topic(**producer, name, milliseconds(10000));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_TRUE(after->exists);
  EXPECT_EQ(after->partitions, 3);
  EXPECT_EQ(after->replication, 1);
  topic.name = name + "-2";
  topic.configs = {{"cleanup.policy", "sweep"}};
  EXPECT_THAT(create_topic(**producer, topic, milliseconds(10000)).error().what,
              AllOf(HasSubstr("topic " + name + "-2 cannot be created"), HasSubstr("cleanup.policy")));
  Messages messages;
  add(messages, std::nullopt, "no key");
  DeliveryOutcome keyless = send(**producer, name, std::move(messages));
  ASSERT_TRUE(keyless.error);
  EXPECT_THAT(keyless.error->what, HasSubstr("needs a key"));
}

TEST_F(ProducerTest, SaysWithinSecondsWhyNoBrokerAnswers) {
  auto producer = open({{"bootstrap.servers", "127.0.0.1:1"}});
  ASSERT_TRUE(producer);
  auto start = SteadyClock::now();
  auto cluster = describe_cluster(**producer, milliseconds(30000));
  EXPECT_LT(SteadyClock::now() - start, std::chrono::seconds(5));
  ASSERT_FALSE(cluster);
  EXPECT_EQ(cluster.error().fault, Fault::network);
  EXPECT_THAT(cluster.error().what,
              AllOf(HasSubstr("bootstrap.servers"), HasSubstr("127.0.0.1:1: Connection refused")));
  EXPECT_TRUE((*producer)->trouble());
}

TEST_F(ProducerTest, CloseKeepsItsDeadlineAndFailsWhatIsLeft) {
  auto producer = open({{"bootstrap.servers", "127.0.0.1:1"}});
  ASSERT_TRUE(producer);
  auto delivery = inbox_.delivery("orders", some_messages(100));
  EXPECT_EQ((*producer)->enqueue(delivery, inbox_.on_room()), Enqueued::all);
  auto start = SteadyClock::now();
  auto closed = (*producer)->close(milliseconds(300));
  EXPECT_LT(SteadyClock::now() - start, std::chrono::milliseconds(1500));
  ASSERT_FALSE(closed);
  EXPECT_THAT(closed.error().what, HasSubstr("100 messages"));
  EXPECT_EQ(inbox_.calls(), 1);
  DeliveryOutcome outcome = inbox_.wait_outcome();
  EXPECT_EQ(outcome.failed, 100u);
  EXPECT_EQ(outcome.error->fault, Fault::stopped);
}

TEST_F(ProducerTest, CloseFreesAWaitingCaller) {
  auto producer = open({{"bootstrap.servers", "127.0.0.1:1"}, {"queue.buffering.max.messages", "10"}});
  ASSERT_TRUE(producer);
  auto delivery = inbox_.delivery("orders", some_messages(100));
  ASSERT_EQ((*producer)->enqueue(delivery, inbox_.on_room()), Enqueued::part);
  EXPECT_EQ(delivery->enqueued(), 10u);
  EXPECT_FALSE((*producer)->close(milliseconds(0)));
  inbox_.wait_room();
  EXPECT_EQ((*producer)->enqueue(delivery, inbox_.on_room()), Enqueued::all);
  EXPECT_EQ(inbox_.calls(), 1);
  DeliveryOutcome outcome = inbox_.wait_outcome();
  EXPECT_EQ(outcome.failed, 100u);
  EXPECT_EQ(outcome.error->fault, Fault::stopped);
}

TEST_F(ProducerTest, RefusesBatchesAfterClose) {
  auto producer = open();
  ASSERT_TRUE(producer);
  EXPECT_TRUE((*producer)->close(milliseconds(0)));
  EXPECT_EQ(send(**producer, "orders", some_messages(3)).error->fault, Fault::stopped);
}

TEST_F(ProducerTest, DestructionAloneFreesEverything) {
  auto producer = open();
  ASSERT_TRUE(producer);
  auto delivery = inbox_.delivery("orders", some_messages(100));
  EXPECT_EQ((*producer)->enqueue(delivery, inbox_.on_room()), Enqueued::all);
  producer->reset();
  EXPECT_EQ(inbox_.calls(), 1);
}

TEST_F(ProducerTest, NamesTheSettingThatIsRefused) {
  EXPECT_THAT(open({{"compression.type", "rar"}}).error().what,
              HasSubstr("Kafka client setting compression.type=rar: "));
  auto secret = open({{"ssl.key.pem", "hunter2", true}, {"security.protocol", "ssl"}});
  ASSERT_FALSE(secret);
  EXPECT_THAT(secret.error().what, AllOf(HasSubstr("ssl.key.pem"), testing::Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace caskade::kafka
