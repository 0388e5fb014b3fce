// Responses, from a whole envelope to what it means. A ROWS body is moved into a Page and stays where it is;
// only its metadata is read. Native protocol v4/v5, section 4.2. Bytes after what we know are ignored, as the
// protocol asks.
#pragma once

#include <array>
#include <map>
#include <variant>

#include "core/record/page.h"
#include "drivers/cql/wire/header.h"
#include "drivers/cql/wire/notation.h"
#include "drivers/cql/wire/requests.h"
#include "drivers/cql/wire/server_error.h"

namespace caskade::cql {

constexpr std::int32_t columns_max = 65535;           // of one result
constexpr std::size_t metadata_bytes_max = 4U << 20;  // of one result's column descriptions

struct Ready {};
struct Authenticate {
  std::string java_class;
};
struct AuthChallenge {
  Buffer token;
};
struct AuthSuccess {
  Buffer token;
};
struct Supported {
  std::multimap<std::string, std::string> options;
};
struct Void {};
struct SetKeyspace {
  std::string keyspace;
};
struct SchemaChange {
  std::string change;  // CREATED, UPDATED, DROPPED
  std::string target;  // KEYSPACE, TABLE, TYPE, FUNCTION, AGGREGATE
  std::string keyspace;
  std::string name;                         // of the target; empty for a keyspace
  std::vector<std::string> argument_types;  // functions and aggregates
};

struct TopologyChange {
  std::string change;  // NEW_NODE, REMOVED_NODE, MOVED_NODE
  InetAddress node;
};
struct StatusChange {
  bool is_up = false;
  InetAddress node;
};
struct UnknownEvent {
  std::string type;
};
struct Event {
  std::variant<TopologyChange, StatusChange, SchemaChange, UnknownEvent> what;
};

struct Prepared {
  PreparedId prepared;
  Columns bound;  // the bind markers
  std::vector<std::uint16_t>
      partition_key;      // which markers make the partition key, in its order; may be empty
  SharedColumns columns;  // of the result; never null, empty for a statement without rows
};
struct Rows {
  Page page;
  Buffer new_result_metadata_id;  // v5, when the result's shape changed since it was prepared; else empty
};

using Response = std::variant<Ready, Authenticate, AuthChallenge, AuthSuccess, Supported, ServerError, Void,
                              SetKeyspace, SchemaChange, Event, Prepared, Rows>;

struct DecodedResponse {
  Response response;
  std::vector<std::string> warnings;  // the server's, to be logged
  std::map<std::string, Buffer> payload;
};

// `known` are the columns to use when the server leaves the metadata out (we asked it to); may be null. When
// the metadata came and says the same as `known`, the page shares `known`.
// The page's cells are not walked here: only that the claimed count can fit is checked.
Result<DecodedResponse> decode_response(Envelope envelope, const SharedColumns& known = {});

}  // namespace caskade::cql
