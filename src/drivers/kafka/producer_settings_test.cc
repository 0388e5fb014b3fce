#include "drivers/kafka/producer_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade::kafka {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Properties nothing;

std::string value_of(const RdKafkaSettings& settings, std::string_view key) {
  const RdKafkaSetting* row = settings.find(key);
  return row ? row->value : "(not set)";
}

struct Mapping {
  std::string java, value, rdkafka, expected;
};

TEST(ProducerSettings, MapsEachJavaKey) {
  const Mapping mappings[] = {
      {"acks", "ALL", "acks", "all"},
      {"enable.idempotence", "True", "enable.idempotence", "true"},
      {"max.in.flight.requests.per.connection", "5", "max.in.flight.requests.per.connection", "5"},
      {"retries", "3", "retries", "3"},
      {"retry.backoff.ms", "0", "retry.backoff.ms", "1"},
      {"delivery.timeout.ms", "2147483647", "message.timeout.ms", "0"},
      {"delivery.timeout.ms", "120000", "message.timeout.ms", "120000"},
      {"delivery.timeout.ms", "0", "message.timeout.ms", "1"},
      {"request.timeout.ms", "40000", "request.timeout.ms", "40000"},
      {"request.timeout.ms", "40000", "socket.timeout.ms", "40000"},
      {"linger.ms", " 20 ", "linger.ms", "20"},
      {"batch.size", "16384", "batch.size", "16384"},
      {"batch.size", "0", "batch.size", "1"},
      {"buffer.memory", "67108864", "queue.buffering.max.kbytes", "65536"},
      {"max.request.size", "5000000", "message.max.bytes", "5000000"},
      {"max.request.size", "67108864", "queue.buffering.max.kbytes", "65537"},
      {"compression.type", "ZSTD", "compression.type", "zstd"},
      {"send.buffer.bytes", "-1", "socket.send.buffer.bytes", "0"},
      {"metadata.max.age.ms", "60000", "topic.metadata.refresh.interval.ms", "60000"},
      {"connections.max.idle.ms", "540000", "connections.max.idle.ms", "540000"},
      {"partitioner.ignore.keys", "true", "partitioner", "random"},
      {"partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner", "partitioner",
       "random"},
      {"security.protocol", "SSL", "security.protocol", "ssl"},
      {"ssl.truststore.certificates", "-----BEGIN", "ssl.ca.pem", "-----BEGIN"},
  };
  for (const Mapping& row : mappings) {
    auto settings = parse_client_settings({{row.java, row.value}});
    ASSERT_TRUE(settings) << row.java << ": " << settings.error().what;
    EXPECT_EQ(value_of(*settings, row.rdkafka), row.expected) << row.java;
    EXPECT_THAT(settings->notices, IsEmpty()) << row.java;
  }
}

TEST(ProducerSettings, HasConnectsBase) {
  auto settings = parse_producer_settings(
      {.connector = "orders", .task = 2, .worker = nothing, .connector_config = nothing});
  ASSERT_TRUE(settings);
  EXPECT_EQ(value_of(*settings, "bootstrap.servers"), "localhost:9092");
  EXPECT_EQ(value_of(*settings, "client.id"), "connector-producer-orders-2");
  EXPECT_EQ(value_of(*settings, "acks"), "all");
  EXPECT_EQ(value_of(*settings, "message.timeout.ms"), "0");
  EXPECT_EQ(value_of(*settings, "max.in.flight.requests.per.connection"), "1");
  EXPECT_EQ(value_of(*settings, "partitioner"), "murmur2_random");
  EXPECT_EQ(value_of(*settings, "queue.buffering.max.kbytes"), "32768");
  EXPECT_THAT(settings->notices, IsEmpty());
}

TEST(ProducerSettings, ConnectorWinsOverWorker) {
  Properties worker{{"bootstrap.servers", "a:1"},
                    {"producer.linger.ms", "10"},
                    {"producer.acks", "1"},
                    {"acks", "0"},
                    {"group.id", "x"}};
  Properties connector{{"producer.override.linger.ms", "50"}, {"linger.ms", "70"}};
  auto settings =
      parse_producer_settings({.connector = "c", .task = 0, .worker = worker, .connector_config = connector});
  ASSERT_TRUE(settings);
  EXPECT_EQ(value_of(*settings, "bootstrap.servers"), "a:1");
  EXPECT_EQ(value_of(*settings, "linger.ms"), "50");
  EXPECT_EQ(value_of(*settings, "acks"), "1");
}

TEST(ProducerSettings, AdminTakesTheWorkersOwnClientKeys) {
  Properties worker{{"security.protocol", "SSL"}, {"group.id", "x"}, {"admin.request.timeout.ms", "7000"}};
  Properties connector{{"admin.override.client.id", "me"}, {"producer.override.acks", "1"}};
  Properties java =
      admin_properties({.connector = "c", .task = 0, .worker = worker, .connector_config = connector});
  EXPECT_EQ(java, (Properties{{"bootstrap.servers", "localhost:9092"},
                              {"client.id", "me"},
                              {"request.timeout.ms", "7000"},
                              {"security.protocol", "SSL"}}));
}

TEST(ProducerSettings, JavaOnlyAndUnknownKeysBringNotices) {
  auto settings = parse_client_settings({{"interceptor.classes", "com.acme.Audit"},
                                         {"key.serializer", "x"},
                                         {"linger.mss", "5"},
                                         {"partitioner.class", "com.acme.Mine"},
                                         {"zzz", "1"}});
  ASSERT_TRUE(settings);
  EXPECT_THAT(settings->notices,
              ElementsAre(AllOf(HasSubstr("interceptor.classes has no effect"), HasSubstr("Java class")),
                          HasSubstr("key.serializer has no effect"), HasSubstr("did you mean linger.ms?"),
                          AllOf(HasSubstr("zzz is unknown"), Not(HasSubstr("did you mean"))),
                          HasSubstr("partitioner.class has no effect")));
}

TEST(ProducerSettings, RefusesValuesThatAreNone) {
  EXPECT_EQ(parse_client_settings({{"linger.ms", "soon"}}).error().what,
            "linger.ms=soon: must be a whole number");
  EXPECT_EQ(parse_client_settings({{"enable.idempotence", "yes"}}).error().what,
            "enable.idempotence=yes: must be true or false");
}

TEST(ProducerSettings, CompressionLevelIsThatOfTheCodec) {
  auto settings = parse_client_settings(
      {{"compression.type", "zstd"}, {"compression.zstd.level", "7"}, {"compression.gzip.level", "9"}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(value_of(*settings, "compression.level"), "7");
}

TEST(ClientLogin, ReadsJaas) {
  auto settings = parse_client_settings({{"security.protocol", "SASL_SSL"},
                                         {"sasl.mechanism", "SCRAM-SHA-512"},
                                         {"sasl.jaas.config",
                                          "org.apache.kafka.common.security.scram.ScramLoginModule required "
                                          "username=\"alice\" password=\"p\\\"w;d\";"}});
  ASSERT_TRUE(settings) << settings.error().what;
  EXPECT_EQ(value_of(*settings, "sasl.mechanism"), "SCRAM-SHA-512");
  EXPECT_EQ(value_of(*settings, "sasl.username"), "alice");
  EXPECT_EQ(value_of(*settings, "sasl.password"), "p\"w;d");
  EXPECT_EQ(settings->find("sasl.password")->shown(), "[hidden]");
}

TEST(ClientLogin, SaysWhatIsWrongWithoutTheSecret) {
  auto error_of = [](const std::string& mechanism, const std::string& jaas) {
    auto settings = parse_client_settings(
        {{"security.protocol", "SASL_PLAINTEXT"}, {"sasl.mechanism", mechanism}, {"sasl.jaas.config", jaas}});
    return settings ? std::string("no error") : settings.error().what;
  };
  EXPECT_THAT(error_of("GSSAPI", ""), HasSubstr("no Kerberos"));
  EXPECT_THAT(error_of("", ""), HasSubstr("no Kerberos"));
  EXPECT_THAT(error_of("OAUTHBEARER", ""), HasSubstr("sasl.mechanism=OAUTHBEARER"));
  EXPECT_THAT(error_of("PLAIN", ""), HasSubstr("sasl.jaas.config is missing"));
  EXPECT_THAT(error_of("PLAIN", "hunter2"), AllOf(HasSubstr("PlainLoginModule"), Not(HasSubstr("hunter2"))));
  EXPECT_THAT(error_of("PLAIN", "x.Krb5LoginModule required useKeyTab=true;"),
              HasSubstr("x.Krb5LoginModule"));
  EXPECT_THAT(error_of("PLAIN", "a.PlainLoginModule required username=\"u\" password=\"hunter2"),
              AllOf(HasSubstr("has no end"), Not(HasSubstr("hunter2"))));
  EXPECT_THAT(error_of("PLAIN", "a.PlainLoginModule required username=\"u\";"),
              HasSubstr("password is missing"));
}

TEST(ClientLogin, TakesPemAndPkcs12Stores) {
  auto settings = parse_client_settings({{"security.protocol", "SSL"},
                                         {"ssl.truststore.type", "PEM"},
                                         {"ssl.truststore.location", "/ca.pem"},
                                         {"ssl.keystore.type", "pkcs12"},
                                         {"ssl.keystore.location", "/me.p12"},
                                         {"ssl.keystore.password", "pw"},
                                         {"ssl.endpoint.identification.algorithm", ""}});
  ASSERT_TRUE(settings) << settings.error().what;
  EXPECT_EQ(value_of(*settings, "ssl.ca.location"), "/ca.pem");
  EXPECT_EQ(value_of(*settings, "ssl.keystore.location"), "/me.p12");
  EXPECT_EQ(settings->find("ssl.keystore.password")->shown(), "[hidden]");
  EXPECT_EQ(value_of(*settings, "ssl.endpoint.identification.algorithm"), "none");
  auto jks = parse_client_settings({{"security.protocol", "SSL"}, {"ssl.truststore.location", "/trust.jks"}});
  EXPECT_THAT(jks.error().what, AllOf(HasSubstr("JKS"), HasSubstr("ssl.truststore.type=PEM")));
}

}  // namespace
}  // namespace caskade::kafka
