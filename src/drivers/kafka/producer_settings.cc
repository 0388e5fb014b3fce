#include "drivers/kafka/producer_settings.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "drivers/kafka/client_keys.h"
#include "drivers/kafka/client_login.h"

namespace caskade::kafka {
namespace {

struct Default {
  std::string_view key;
  std::string_view value;
};

// librdkafka's keys, set before the user's. What is not here is librdkafka's default.
constexpr std::array defaults{
    // Kafka's Java producer: the same key goes to the same partition as with Connect.
    Default{"partitioner", "murmur2_random"},
    Default{"message.max.bytes", "1048576"},
    Default{"queue.buffering.max.kbytes", "32768"},
    Default{"request.timeout.ms", "30000"},
    Default{"linger.ms", "5"},
    // batch.size stays at librdkafka's 1,000,000: Java's 16384 would cost many small requests with one in
    // flight.
    Default{"metadata.max.age.ms", "300000"},
    Default{"socket.keepalive.enable", "true"},
    // A message in the queue costs librdkafka about 200 bytes beside its payload: this bounds that to 10 MB,
    // and is
    // still several full requests ahead of the broker.
    Default{"queue.buffering.max.messages", "50000"},
};

std::string or_empty(const Properties& properties, const std::string& key) {
  auto found = properties.find(key);
  return found == properties.end() ? std::string() : found->second;
}

void overlay(Properties& into, const Properties& from, std::string_view prefix) {
  for (auto at = from.lower_bound(std::string(prefix)); at != from.end() && at->first.starts_with(prefix);
       ++at)
    into[at->first.substr(prefix.size())] = at->second;
}

std::string bootstrap_servers(const Properties& worker) {
  std::string servers = or_empty(worker, "bootstrap.servers");
  return servers.empty() ? "localhost:9092" : servers;  // Connect's default
}

std::string client_id(std::string_view kind, const ClientOrigin& origin) {
  return "connector-" + std::string(kind) + "-" + std::string(origin.connector) + "-" +
         std::to_string(origin.task);
}

void put(RdKafkaSettings& settings, std::string_view key, std::string value, bool secret = false) {
  auto row = std::ranges::find(settings.rows, key, &RdKafkaSetting::key);
  if (row == settings.rows.end())
    settings.rows.push_back({std::string(key), std::move(value), secret});
  else
    row->value = std::move(value);
}

void note_unknown(RdKafkaSettings& settings, const std::string& key) {
  auto nearest = find_nearest_client_key(key);
  std::string meant = nearest ? "; did you mean " + std::string(*nearest) + "?" : "";
  settings.notices.push_back("Kafka client setting " + key + " is unknown and has no effect" + meant);
}

Result<> add_row(RdKafkaSettings& settings, const std::string& java_key, const std::string& value) {
  const ClientKey* key = find_client_key(java_key);
  if (!key) {
    note_unknown(settings, java_key);
    return {};
  }
  if (key->form == ValueForm::elsewhere) return {};
  if (key->form == ValueForm::java_only) {
    settings.notices.push_back("Kafka client setting " + java_key +
                               " has no effect: " + std::string(key->rdkafka));
    return {};
  }
  TRY(std::string converted, convert_value(*key, value));
  put(settings, key->rdkafka, std::move(converted), key->form == ValueForm::secret);
  return {};
}

void add_compression_level(const Properties& java, RdKafkaSettings& settings) {
  std::string codec = to_lower(or_empty(java, "compression.type"));
  std::string level = or_empty(java, "compression." + codec + ".level");
  if (!level.empty()) put(settings, "compression.level", std::string(trimmed(level)));
}

void add_partitioner(const Properties& java, RdKafkaSettings& settings) {
  std::string name = or_empty(java, "partitioner.class");
  bool round_robin = name.ends_with("RoundRobinPartitioner") || name.ends_with("UniformStickyPartitioner");
  if (round_robin || equals_ignoring_case(or_empty(java, "partitioner.ignore.keys"), "true"))
    return put(settings, "partitioner", "random");
  if (name.empty() || name.ends_with(".DefaultPartitioner")) return;
  settings.notices.push_back(
      "Kafka client setting partitioner.class has no effect: caskade runs no Java and spreads by the key as "
      "Kafka's "
      "default partitioner does");
}

std::int64_t number_of(const RdKafkaSettings& settings, std::string_view key) {
  const RdKafkaSetting* row = settings.find(key);
  return row ? std::strtoll(row->value.c_str(), nullptr, 10) : 0;
}

// Where Java's rules and librdkafka's differ from key to key.
void reconcile(RdKafkaSettings& settings) {
  // A message larger than the whole queue could never be sent.
  std::int64_t message_kbytes = number_of(settings, "message.max.bytes") / 1024 + 1;
  if (number_of(settings, "queue.buffering.max.kbytes") < message_kbytes)
    put(settings, "queue.buffering.max.kbytes", std::to_string(message_kbytes));
  // Java's one request time-out is both how long the broker may take and how long the client waits.
  put(settings, "socket.timeout.ms",
      std::to_string(std::clamp<std::int64_t>(number_of(settings, "request.timeout.ms"), 10, 300000)));
}

}  // namespace

const RdKafkaSetting* RdKafkaSettings::find(std::string_view key) const {
  auto row = std::ranges::find(rows, key, &RdKafkaSetting::key);
  return row == rows.end() ? nullptr : &*row;
}

// Connect's own base: no idempotence and one request in flight, which keeps the order over retries on any
// broker and asks for no right to IDEMPOTENT_WRITE. It is also the cheapest here: with librdkafka's large
// requests one in flight fills the connection, while idempotence took 2.5 times the CPU (1,000,000 x 300
// bytes: 0.5 s against 1.35 s) and five in flight gained nothing. A user who sets enable.idempotence=true
// gets it.
Properties producer_properties(const ClientOrigin& origin) {
  Properties java{
      {"bootstrap.servers", bootstrap_servers(origin.worker)},
      {"client.id", client_id("producer", origin)},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "1"},
      {"delivery.timeout.ms", "2147483647"},
  };
  overlay(java, origin.worker, "producer.");
  overlay(java, origin.connector_config, "producer.override.");
  return java;
}

Properties admin_properties(const ClientOrigin& origin) {
  Properties java;
  for (const auto& [key, value] : origin.worker)
    if (find_client_key(key)) java[key] = value;
  java["bootstrap.servers"] = bootstrap_servers(origin.worker);
  java["client.id"] = client_id("adminclient", origin);
  overlay(java, origin.worker, "admin.");
  overlay(java, origin.connector_config, "admin.override.");
  return java;
}

Result<RdKafkaSettings> parse_client_settings(const Properties& java) {
  RdKafkaSettings settings;
  for (const Default& row : defaults)
    put(settings, row.key, std::string(row.value));
  for (const auto& [key, value] : java)
    TRY(add_row(settings, key, value));
  add_compression_level(java, settings);
  add_partitioner(java, settings);
  TRY(add_login(java, settings));
  TRY(add_tls(java, settings));
  reconcile(settings);
  return settings;
}

Result<RdKafkaSettings> parse_producer_settings(const ClientOrigin& origin) {
  return parse_client_settings(producer_properties(origin))
      .because("connector " + std::string(origin.connector));
}

}  // namespace caskade::kafka
