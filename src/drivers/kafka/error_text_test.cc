#include "drivers/kafka/error_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade::kafka {
namespace {

using testing::HasSubstr;

TEST(ErrorText, PlainWordsOfConnections) {
  EXPECT_EQ(to_plain_words(
                "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms "
                "in state CONNECT)"),
            "127.0.0.1:1: Connection refused");
  EXPECT_EQ(
      to_plain_words("sasl_ssl://kafka:9093/bootstrap: SASL authentication error: Authentication failed"),
      "kafka:9093: SASL authentication error: Authentication failed");
  EXPECT_EQ(to_plain_words("2/2 brokers are down"), "2/2 brokers are down");
}

TEST(ErrorText, SaysWhatToDo) {
  Error missing = to_error(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, "topic orders");
  EXPECT_THAT(missing.what, HasSubstr("topic orders: does not exist and the broker does not create topics"));
  EXPECT_THAT(missing.what, HasSubstr("topic.creation.default.partitions"));
  Error refused = to_error(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "topic orders", "denied");
  EXPECT_THAT(refused.what, HasSubstr("WRITE"));
  EXPECT_THAT(refused.what, HasSubstr("(denied)"));
  EXPECT_EQ(refused.fault, Fault::config);
  EXPECT_TRUE(to_error(RD_KAFKA_RESP_ERR__TRANSPORT, "Kafka").retriable);
  Error other = to_error(RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, "topic orders");
  EXPECT_EQ(other.fault, Fault::server);
  EXPECT_THAT(other.what, HasSubstr("topic orders: Broker: Disk error"));
}

}  // namespace
}  // namespace caskade::kafka
