// What the server says when it cannot do what we asked: code, its own words, the numbers that go with the
// code, and who should try what next. Codes and bodies: native protocol v4/v5, section 9 (v5: failures are
// told node by node).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "drivers/cql/wire/consistency.h"

namespace caskade::cql {

enum class ErrorCode : std::int32_t {
  server_error = 0x0000,
  protocol_error = 0x000A,
  bad_credentials = 0x0100,
  unavailable = 0x1000,
  overloaded = 0x1001,
  is_bootstrapping = 0x1002,
  truncate_error = 0x1003,
  write_timeout = 0x1100,
  read_timeout = 0x1200,
  read_failure = 0x1300,
  function_failure = 0x1400,
  write_failure = 0x1500,
  cdc_write_failure = 0x1600,
  cas_write_unknown = 0x1700,
  syntax_error = 0x2000,
  unauthorized = 0x2100,
  invalid = 0x2200,
  config_error = 0x2300,
  already_exists = 0x2400,
  unprepared = 0x2500,
};

// "read timeout"; "unknown error" for a code that is none of these.
std::string_view name_of(ErrorCode code);

// What to do with the same request after this error.
enum class Retry {
  never,      // it would fail again
  same_node,  // once more where it failed
  next_node,  // on another node
  prepare,    // prepare again on that node, then repeat
};

// Why a replica failed. Codes: v5, section 9 ("reason_map"); a newer server may know more.
enum class FailureReason : std::uint16_t {
  unknown = 0,
  too_many_tombstones = 1,
  timeout = 2,
  incompatible_schema = 3,
  read_too_large = 4,
  node_down = 5,
  index_not_available = 6,
  too_many_indexes = 7,
};
std::string_view name_of(FailureReason reason);

struct UnavailableDetail {
  Consistency consistency{};
  std::int32_t required = 0, alive = 0;
};
// Timeouts, failures and CAS results: how many replicas answered of how many awaited.
struct ReplicaDetail {
  struct Failure {
    std::string address;
    FailureReason reason{};
  };

  Consistency consistency{};
  std::int32_t received = 0, awaited = 0;
  std::int32_t failed = 0;        // failures only
  std::vector<Failure> failures;  // failures on v5 only
  bool has_data = false;          // reads: the replica asked for data (not a digest) answered
  std::string write_type;         // writes: SIMPLE, BATCH, ...
  std::uint16_t contentions = 0;  // CAS write timeouts on v5
};
struct FunctionDetail {
  std::string keyspace, function;
  std::vector<std::string> argument_types;
};
struct ExistsDetail {
  std::string keyspace, table;  // no table: the keyspace itself exists
};
struct UnpreparedDetail {
  Buffer id;
};
using ErrorDetail = std::variant<std::monostate, UnavailableDetail, ReplicaDetail, FunctionDetail,
                                 ExistsDetail, UnpreparedDetail>;

struct ServerError {
  ErrorCode code = ErrorCode::server_error;
  std::string message;  // the server's words
  ErrorDetail detail;

  Retry retry() const;
  // Whether the same read may pass with fewer rows to a page: it timed out, or met too many tombstones.
  bool may_pass_with_smaller_page() const;
  // `Cassandra answered "read timeout": ... (LOCAL_QUORUM needs 2 replicas, 1 answered)`, with the fault and
  // retriable by the code's row.
  Error to_error() const;
};

// Reads the body of an ERROR message; `version` decides the shape of failures.
Result<ServerError> decode_server_error(ByteReader& reader, std::uint8_t version);

}  // namespace caskade::cql
