// The connection settings of a connector (connect.cassandra.*, group Connection), with Stream Reactor's
// names, defaults, groups and order.
#pragma once

#include "core/base/time.h"
#include "core/config/key_table.h"
#include "drivers/cql/wire/consistency.h"

namespace caskade::cql {

struct CassandraConfig {
  std::vector<std::string> contact_points;
  int port = 0;
  std::string keyspace;
  std::string username;
  Secret password;
  bool ssl_enabled = false;
  std::string trust_store_path, trust_store_type, key_store_path, key_store_type;
  Secret trust_store_password, key_store_password;
  bool client_cert_auth = false;
  std::optional<Consistency> consistency;
  milliseconds connect_timeout{}, read_timeout{};
  int fetch_size = 0;
  std::string load_balancing_policy;
};

const config::ConfigTable<CassandraConfig>& cassandra_table();

}  // namespace caskade::cql

template <>
struct caskade::config::FieldType<caskade::cql::Consistency> {
  static constexpr Type type = Type::string;
  static Result<cql::Consistency> from(const Value& value);
};
