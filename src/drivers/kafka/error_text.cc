#include "drivers/kafka/error_text.h"

#include <algorithm>
#include <array>

namespace caskade::kafka {
namespace {

struct Row {
  rd_kafka_resp_err_t code;
  Fault fault;
  bool retriable;
  std::string_view advice;
};

constexpr std::string_view missing_topic =
    "does not exist and the broker does not create topics by itself: create it, or let caskade do so with "
    "topic.creation.default.partitions and topic.creation.default.replication.factor, or set "
    "auto.create.topics.enable=true on the broker";
constexpr std::string_view too_large =
    "a message is too large: raise producer.override.max.request.size (or producer.max.request.size in the "
    "worker) and the topic's max.message.bytes";
constexpr std::string_view refused_login =
    "the broker refused the login: check sasl.mechanism and sasl.jaas.config under producer.override. or the "
    "worker's producer.";
constexpr std::string_view unreachable =
    "no broker can be reached: check bootstrap.servers and that the brokers' advertised.listeners can be "
    "reached "
    "from here";
constexpr std::string_view fenced =
    "another producer with the same transactional id took over; this task must stop";

constexpr std::array rows{
    Row{RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, Fault::server, false, missing_topic},
    Row{RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, Fault::server, false, missing_topic},
    Row{RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, Fault::config, false,
        "is not a legal topic name: use letters, digits, '.', '_' and '-', at most 249"},
    Row{RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, Fault::config, false,
        "the producer's user may not write to it: allow WRITE and DESCRIBE on the topic for that user"},
    Row{RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, Fault::config, false,
        "the user lacks a right on the cluster: allow it (CREATE to create topics, IDEMPOTENT_WRITE if "
        "enable.idempotence=true)"},
    Row{RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, Fault::config, false,
        "the user may not use this transactional id: allow WRITE and DESCRIBE on it"},
    Row{RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, Fault::data, false, too_large},
    Row{RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, Fault::data, false, too_large},
    Row{RD_KAFKA_RESP_ERR_INVALID_RECORD, Fault::data, false,
        "the broker refused a record as invalid: a compacted topic (cleanup.policy=compact) needs a key in "
        "every "
        "message"},
    Row{RD_KAFKA_RESP_ERR__INVALID_DIFFERENT_RECORD, Fault::data, true,
        "not stored, because another record in the same request was refused"},
    Row{RD_KAFKA_RESP_ERR_POLICY_VIOLATION, Fault::config, false, "the broker's policy forbids it"},
    Row{RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, Fault::config, false,
        "the replication factor does not fit the cluster: choose at most the number of brokers"},
    Row{RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, Fault::config, false,
        "the number of partitions is not allowed"},
    Row{RD_KAFKA_RESP_ERR_INVALID_CONFIG, Fault::config, false, "a topic setting is not allowed"},
    Row{RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, Fault::config, false,
        "the broker is too old for what is asked of it"},
    Row{RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, Fault::network, true,
        "not acknowledged within delivery.timeout.ms: look at the broker, or raise it"},
    Row{RD_KAFKA_RESP_ERR__TIMED_OUT, Fault::network, true, "no answer in time"},
    Row{RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, Fault::network, true, "no answer in time"},
    Row{RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, Fault::network, true, "no answer in time"},
    Row{RD_KAFKA_RESP_ERR__TRANSPORT, Fault::network, true, unreachable},
    Row{RD_KAFKA_RESP_ERR__RESOLVE, Fault::network, true, unreachable},
    Row{RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, Fault::network, true, unreachable},
    Row{RD_KAFKA_RESP_ERR__SSL, Fault::config, true,
        "the TLS handshake failed: check security.protocol and ssl.* under producer.override. or the "
        "worker's "
        "producer."},
    Row{RD_KAFKA_RESP_ERR__AUTHENTICATION, Fault::config, false, refused_login},
    Row{RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, Fault::config, false, refused_login},
    Row{RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, Fault::config, false, refused_login},
    Row{RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, Fault::server, false, fenced},
    Row{RD_KAFKA_RESP_ERR__FENCED, Fault::server, false, fenced},
    Row{RD_KAFKA_RESP_ERR_PRODUCER_FENCED, Fault::server, false, fenced},
    Row{RD_KAFKA_RESP_ERR__PURGE_QUEUE, Fault::stopped, false, "not sent before the producer was closed"},
    Row{RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, Fault::stopped, false,
        "sent but not acknowledged before the producer was closed"},
    Row{RD_KAFKA_RESP_ERR__DESTROY, Fault::stopped, false, "the producer was closed"},
    Row{RD_KAFKA_RESP_ERR__FATAL, Fault::server, false, "the producer cannot go on and must be opened anew"},
};

}  // namespace

Error to_error(rd_kafka_resp_err_t code, std::string_view subject, std::string_view words) {
  auto row = std::ranges::find(rows, code, &Row::code);
  std::string said(words.empty() ? std::string_view(rd_kafka_err2str(code)) : words);
  if (row == rows.end()) return Error{Fault::server, said}.because(subject);
  std::string what = std::string(row->advice) + " (" + said + ")";
  return Error{row->fault, std::move(what), row->retriable}.because(subject);
}

// librdkafka writes "sasl_ssl://host:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed: reason (after 3ms
// in state CONNECT)".
std::string to_plain_words(std::string_view words) {
  words = words.substr(0, words.find(" (after "));
  auto colon = words.find(": ");
  if (colon == words.npos) return std::string(words);
  std::string_view broker = words.substr(0, colon);
  std::string_view reason = words.substr(colon + 2);
  if (auto scheme = broker.find("://"); scheme != broker.npos) broker.remove_prefix(scheme + 3);
  broker = broker.substr(0, broker.find('/'));
  auto failed = reason.find(" failed: ");
  if (reason.starts_with("Connect to ") && failed != reason.npos) reason.remove_prefix(failed + 9);
  return std::string(broker) + ": " + std::string(reason);
}

bool is_connection_error(rd_kafka_resp_err_t code) {
  switch (static_cast<int>(code)) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
      return true;
    default:
      return false;
  }
}

}  // namespace caskade::kafka
