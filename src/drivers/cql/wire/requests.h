// Requests, from what we want to say to the bytes of a whole envelope. Native protocol v4/v5, section 4.1.
// to_wire (segment.h) then lays envelopes out as the connection's framing wants them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/secret.h"
#include "drivers/cql/wire/consistency.h"
#include "drivers/cql/wire/header.h"

namespace caskade::cql {

using Value = std::optional<Buffer>;  // a bound value in Cassandra's encoding; absent is NULL

struct QueryOptions {
  Consistency consistency = Consistency::local_one;
  std::vector<Value> values;  // at most values_max
  bool skip_metadata = false;
  std::int32_t page_rows = 0;  // 0: the server decides
  Bytes paging_state;          // empty: from the start. Borrowed for the call
};
constexpr std::size_t values_max = 65535;

// Who asks, for all encoders below.
struct RequestContext {
  ProtocolVersion version = ProtocolVersion::v4;
  StreamId stream = 0;
};

struct StartupOptions {
  std::string driver_version;
  bool lz4 = false;
  std::vector<std::pair<std::string, std::string>> extra;  // CLIENT_ID, APPLICATION_NAME, ...
};

Buffer encode_options(RequestContext context);
// Never compressed and never in a segment, on either version.
Buffer encode_startup(RequestContext context, const StartupOptions& options);
Buffer encode_register(RequestContext context, const std::vector<std::string>& event_types);
Buffer encode_query(RequestContext context, std::string_view cql, const QueryOptions& options);
Buffer encode_prepare(RequestContext context, std::string_view cql);

struct PreparedId {
  Buffer id;
  Buffer result_metadata_id;  // v5 only

  friend bool operator==(const PreparedId&, const PreparedId&) = default;
};
Buffer encode_execute(RequestContext context, const PreparedId& prepared, const QueryOptions& options);

// Any SASL token. Holds a password; do not log.
Buffer encode_auth_response(RequestContext context, Bytes token);

// SASL PLAIN (RFC 4616): no authorisation identity, user, password. Refuses what the server would cut wrongly
// or refuse: a NUL in either, or an empty one.
Result<Buffer> plain_token(std::string_view user, const Secret& password);

}  // namespace caskade::cql
