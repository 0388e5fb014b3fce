// From Kafka Connect's client settings (a Java producer's keys) to librdkafka's. Connect's order holds: its
// own base settings, then the worker's `producer.*`, then the connector's `producer.override.*`;
// bootstrap.servers and the admin client's settings come from the worker's own keys. Every key is accepted:
// one that means nothing here brings a notice, a sentence to log and to show at validation. Only a value that
// cannot be honoured is an error (a Kerberos login, a JKS store). The rows of known keys are in
// client_keys.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace caskade::kafka {

using Properties = std::map<std::string, std::string>;

struct RdKafkaSetting {
  std::string key;
  std::string value;
  bool secret = false;

  // For logs and error texts: stars instead of a secret.
  std::string_view shown() const { return secret ? std::string_view("[hidden]") : value; }
};

struct RdKafkaSettings {
  std::vector<RdKafkaSetting> rows;
  std::vector<std::string> notices;

  const RdKafkaSetting* find(std::string_view key) const;  // null when not set; lives as long as this
};

// Whose client it is; the maps are the configurations as the user wrote them.
struct ClientOrigin {
  std::string_view connector;
  int task = 0;
  const Properties& worker;
  const Properties& connector_config;
};

// The Java settings of a task's producer, merged in Connect's order.
Properties producer_properties(const ClientOrigin& origin);
// The same for a task's admin client, which creates topics: the worker's client keys, `admin.*`,
// `admin.override.*`.
Properties admin_properties(const ClientOrigin& origin);

// Java settings to librdkafka's, with caskade's defaults under them (written with their reasons in the .cc).
Result<RdKafkaSettings> parse_client_settings(const Properties& java);

// parse_client_settings(producer_properties(origin)).
Result<RdKafkaSettings> parse_producer_settings(const ClientOrigin& origin);

}  // namespace caskade::kafka
