// A cluster, as a reader needs it: which nodes and tokens there are, statements prepared, pages fetched from
// a replica of their token range. Owned by a task, on its loop. Bounded: connections_per_node connections to
// each node, opened when first needed. A node that fails costs its requests a try elsewhere; only when no
// node is left does a request fail, with the last node's words.
#pragma once

#include <map>

#include "drivers/cql/cassandra_config.h"
#include "drivers/cql/connection.h"
#include "drivers/cql/ring.h"
#include "drivers/io/loop.h"

namespace caskade::cql {

constexpr std::size_t connections_per_node = 2;

// A prepared statement. Shared by its owner and the requests under way, which refresh it when the server
// forgot it or its result changed shape.
struct Statement {
  std::string cql;
  PreparedId prepared;
  Columns bound;
  SharedColumns columns;
};
using SharedStatement = std::shared_ptr<Statement>;

struct FetchRequest {
  SharedStatement statement;
  std::vector<Value> values;
  std::int32_t page_rows = 0;
  Buffer paging_state;
  Token token = 0;  // of the range read: chooses the node
};

class Session {
 public:
  // Tries the contact points in order; learns the ring and how the keyspace is replicated.
  static Task<std::unique_ptr<Session>> open(CassandraConfig config, Log log);

  const Ring& ring() const { return ring_; }
  const CassandraConfig& config() const { return config_; }

  Task<SharedStatement> prepare(std::string cql);
  Task<Page> fetch(FetchRequest request);
  // One unpaged query without values, for system tables.
  Task<Page> query(std::string cql);

  const io::Executor& executor() const { return executor_; }

  Session(CassandraConfig config, io::Executor executor, Log log)
      : config_(std::move(config)), executor_(std::move(executor)), log_(std::move(log)) {}

 private:
  struct Pool {
    std::vector<std::unique_ptr<Connection>> connections;
    std::size_t next = 0;
    bool opening = false;
  };

  Task<> contact();
  Task<> learn_ring();
  Task<> learn_replication();
  Task<Connection*> connection_to(std::size_t node);
  Task<Page> fetch_on(Connection& connection, const FetchRequest& request);
  Task<> prepare_on(Connection& connection, Statement& statement);
  std::vector<std::size_t> plan(Token token) const;
  ConnectionSetup setup_for(io::Endpoint endpoint) const;

  CassandraConfig config_;
  io::Executor executor_;
  Log log_;
  std::unique_ptr<Connection> control_;
  Ring ring_;
  Replication replication_;
  std::string local_data_center_;
  std::map<std::size_t, Pool> pools_;  // by index of the node
};

}  // namespace caskade::cql
