#include "drivers/kafka/client_keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/base/text.h"

namespace caskade::kafka {
namespace {

constexpr std::int64_t int_max = 2147483647;
constexpr std::string_view plugin = "it names a Java class, and caskade runs no Java";
constexpr std::string_view jmx = "caskade counts for itself and has no Java metrics";
constexpr std::string_view java_tls = "OpenSSL's own choice is used";
constexpr std::string_view not_needed = "librdkafka decides this by itself";

using enum ValueForm;
constexpr std::array keys{
    // Who, where and how fast.
    ClientKey{"bootstrap.servers", "bootstrap.servers"},
    ClientKey{"client.id", "client.id"},
    ClientKey{"client.dns.lookup", "client.dns.lookup"},
    ClientKey{"acks", "acks", lower_case},
    ClientKey{"enable.idempotence", "enable.idempotence", flag},
    ClientKey{"max.in.flight.requests.per.connection", "max.in.flight.requests.per.connection", number, 1,
              1000000},
    ClientKey{"retries", "retries", number, 0},
    ClientKey{"retry.backoff.ms", "retry.backoff.ms", number, 1, 300000},
    ClientKey{"retry.backoff.max.ms", "retry.backoff.max.ms", number, 1, 300000},
    ClientKey{"delivery.timeout.ms", "message.timeout.ms", for_ever},
    ClientKey{"request.timeout.ms", "request.timeout.ms", number, 1, 900000},
    ClientKey{"linger.ms", "linger.ms", number, 0, 900000},
    ClientKey{"batch.size", "batch.size", number, 1},
    ClientKey{"buffer.memory", "queue.buffering.max.kbytes", kilobytes, 1, int_max* std::int64_t{1024}},
    ClientKey{"max.request.size", "message.max.bytes", number, 1000, 1000000000},
    ClientKey{"compression.type", "compression.type", lower_case},
    ClientKey{"compression.gzip.level", "", elsewhere},
    ClientKey{"compression.lz4.level", "", elsewhere},
    ClientKey{"compression.zstd.level", "", elsewhere},
    ClientKey{"partitioner.ignore.keys", "", elsewhere},
    ClientKey{"partitioner.class", "", elsewhere},
    ClientKey{"transactional.id", "transactional.id"},
    ClientKey{"transaction.timeout.ms", "transaction.timeout.ms", number, 1000},
    // The connection.
    ClientKey{"send.buffer.bytes", "socket.send.buffer.bytes", number, 0, 100000000},
    ClientKey{"receive.buffer.bytes", "socket.receive.buffer.bytes", number, 0, 100000000},
    ClientKey{"reconnect.backoff.ms", "reconnect.backoff.ms", number, 0, 3600000},
    ClientKey{"reconnect.backoff.max.ms", "reconnect.backoff.max.ms", number, 0, 3600000},
    ClientKey{"socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.ms", number, 1000},
    ClientKey{"connections.max.idle.ms", "connections.max.idle.ms", number, 0},
    ClientKey{"metadata.max.age.ms", "topic.metadata.refresh.interval.ms", number, 10, 3600000},
    ClientKey{"metadata.recovery.strategy", "metadata.recovery.strategy", lower_case},
    ClientKey{"metadata.recovery.rebootstrap.trigger.ms", "metadata.recovery.rebootstrap.trigger.ms", number,
              0},
    ClientKey{"enable.metrics.push", "enable.metrics.push", flag},
    ClientKey{"client.rack", "client.rack"},
    // Login and TLS.
    ClientKey{"security.protocol", "security.protocol", lower_case},
    ClientKey{"sasl.mechanism", "", elsewhere},
    ClientKey{"sasl.jaas.config", "", elsewhere},
    ClientKey{"ssl.keystore.type", "", elsewhere},
    ClientKey{"ssl.keystore.location", "", elsewhere},
    ClientKey{"ssl.keystore.password", "", elsewhere},
    ClientKey{"ssl.truststore.type", "", elsewhere},
    ClientKey{"ssl.truststore.location", "", elsewhere},
    ClientKey{"ssl.truststore.password", "", elsewhere},
    ClientKey{"ssl.endpoint.identification.algorithm", "", elsewhere},
    ClientKey{"ssl.keystore.key", "ssl.key.pem", secret},
    ClientKey{"ssl.keystore.certificate.chain", "ssl.certificate.pem", secret},
    ClientKey{"ssl.truststore.certificates", "ssl.ca.pem"},
    ClientKey{"ssl.key.password", "ssl.key.password", secret},
    // Java's own.
    ClientKey{"key.serializer", "messages are encoded by the connector's converters", java_only},
    ClientKey{"value.serializer", "messages are encoded by the connector's converters", java_only},
    ClientKey{"interceptor.classes", plugin, java_only},
    ClientKey{"metric.reporters", plugin, java_only},
    ClientKey{"auto.include.jmx.reporter", jmx, java_only},
    ClientKey{"metrics.num.samples", jmx, java_only},
    ClientKey{"metrics.recording.level", jmx, java_only},
    ClientKey{"metrics.sample.window.ms", jmx, java_only},
    ClientKey{"max.block.ms", "caskade waits for room in the producer's queue as long as it takes",
              java_only},
    ClientKey{"metadata.max.idle.ms", not_needed, java_only},
    ClientKey{"socket.connection.setup.timeout.max.ms", not_needed, java_only},
    ClientKey{"partitioner.adaptive.partitioning.enable", not_needed, java_only},
    ClientKey{"partitioner.availability.timeout.ms", not_needed, java_only},
    ClientKey{"transaction.two.phase.commit.enable", not_needed, java_only},
    ClientKey{"config.providers", "configuration providers belong in the worker's configuration", java_only},
    ClientKey{"security.providers", plugin, java_only},
    ClientKey{"ssl.engine.factory.class", plugin, java_only},
    ClientKey{"ssl.protocol", java_tls, java_only},
    ClientKey{"ssl.provider", java_tls, java_only},
    ClientKey{"ssl.enabled.protocols", java_tls, java_only},
    ClientKey{"ssl.cipher.suites", java_tls, java_only},
    ClientKey{"ssl.keymanager.algorithm", java_tls, java_only},
    ClientKey{"ssl.trustmanager.algorithm", java_tls, java_only},
    ClientKey{"ssl.secure.random.implementation", java_tls, java_only},
    ClientKey{"sasl.client.callback.handler.class", plugin, java_only},
    ClientKey{"sasl.login.callback.handler.class", plugin, java_only},
    ClientKey{"sasl.login.class", plugin, java_only},
    ClientKey{"sasl.kerberos.service.name", "this build has no Kerberos", java_only},
    ClientKey{"sasl.kerberos.kinit.cmd", "this build has no Kerberos", java_only},
    ClientKey{"sasl.kerberos.min.time.before.relogin", "this build has no Kerberos", java_only},
    ClientKey{"sasl.kerberos.ticket.renew.jitter", "this build has no Kerberos", java_only},
    ClientKey{"sasl.kerberos.ticket.renew.window.factor", "this build has no Kerberos", java_only},
};

Error value_error(const ClientKey& key, std::string_view wanted, const std::string& value) {
  return Error{Fault::config, std::string(key.java) + "=" + value + ": must be " + std::string(wanted)};
}

Result<std::int64_t> parse_number(const ClientKey& key, const std::string& value) {
  std::string_view text = trimmed(value);
  std::int64_t number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size())
    return value_error(key, "a whole number", value);
  return number;
}

Result<std::string> parse_flag(const ClientKey& key, const std::string& value) {
  std::string flag = to_lower(trimmed(value));
  if (flag != "true" && flag != "false") return value_error(key, "true or false", value);
  return flag;
}

}  // namespace

const ClientKey* find_client_key(std::string_view java) {
  auto key = std::ranges::find(keys, java, &ClientKey::java);
  return key == keys.end() ? nullptr : &*key;
}

std::optional<std::string_view> find_nearest_client_key(std::string_view java) {
  std::vector<std::string_view> names;
  for (const ClientKey& key : keys)
    names.push_back(key.java);
  return find_nearest(java, names);
}

Result<std::string> convert_value(const ClientKey& key, const std::string& value) {
  switch (key.form) {
    case text:
    case secret:
    case elsewhere:
    case java_only:
      return value;
    case lower_case:
      return to_lower(trimmed(value));
    case flag:
      return parse_flag(key, value);
    case number: {
      TRY(std::int64_t number, parse_number(key, value));
      return std::to_string(std::clamp(number, key.min, key.max));
    }
    case kilobytes: {
      TRY(std::int64_t bytes, parse_number(key, value));
      return std::to_string((std::clamp(bytes, key.min, key.max) + 1023) / 1024);
    }
    case for_ever: {
      TRY(std::int64_t milliseconds, parse_number(key, value));
      return std::to_string(milliseconds >= key.max ? 0 : std::max<std::int64_t>(milliseconds, 1));
    }
  }
  return value;
}

}  // namespace caskade::kafka
