// The queries to Cassandra's own tables, and what their rows mean. Pure functions over pages.
#pragma once

#include "core/record/page.h"
#include "drivers/cql/ring.h"

namespace caskade::cql {

inline constexpr std::string_view local_query =
    "SELECT host_id, data_center, rack, tokens, release_version, partitioner FROM system.local WHERE "
    "key='local'";
inline constexpr std::string_view peers_v2_query =
    "SELECT host_id, data_center, rack, tokens, release_version, native_address, native_port FROM "
    "system.peers_v2";
inline constexpr std::string_view peers_query =
    "SELECT host_id, data_center, rack, tokens, release_version, rpc_address FROM system.peers";
inline constexpr std::string_view keyspaces_query =
    "SELECT keyspace_name, replication FROM system_schema.keyspaces";

// Nodes of system.local or system.peers(_v2). A row without an address is the contact itself; a port that is
// not told is the contact's. Rows without tokens or data centre (a node on its way in or out) are left out.
Result<std::vector<Node>> read_nodes(const Page& page, const io::Endpoint& contact);

// Fails for a partitioner whose tokens are not Murmur3's.
Result<> read_partitioner(const Page& local);

// The keyspace's replication; an error names the keyspaces there are when it is not among them.
Result<Replication> read_replication(const Page& page, const std::string& keyspace);

// The first column's texts, in order.
Result<std::vector<std::string>> read_names(const Page& page);

struct TableColumn {
  std::string name;
  std::string kind;  // partition_key, clustering, regular, static
  int position = 0;
};
// SELECT column_name, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?
Result<std::vector<TableColumn>> read_table_columns(const Page& page);

}  // namespace caskade::cql
