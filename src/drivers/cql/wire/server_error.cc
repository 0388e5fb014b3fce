#include "drivers/cql/wire/server_error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>

#include "drivers/cql/wire/notation.h"

namespace caskade::cql {
namespace {

// What follows the message in an ERROR's body.
enum class Shape {
  none,
  unavailable,
  write_timeout,
  read_timeout,
  read_failure,
  write_failure,
  cas,
  function,
  exists,
  unprepared
};

struct CodeRow {
  ErrorCode code;
  std::string_view name;
  Retry retry;
  Fault fault;
  Shape shape = Shape::none;
};

constexpr std::array code_rows{
    CodeRow{ErrorCode::server_error, "server error", Retry::next_node, Fault::server},
    CodeRow{ErrorCode::protocol_error, "protocol error", Retry::never, Fault::bug},
    CodeRow{ErrorCode::bad_credentials, "bad credentials", Retry::never, Fault::config},
    CodeRow{ErrorCode::unavailable, "unavailable", Retry::next_node, Fault::server, Shape::unavailable},
    CodeRow{ErrorCode::overloaded, "overloaded", Retry::next_node, Fault::server},
    CodeRow{ErrorCode::is_bootstrapping, "bootstrapping", Retry::next_node, Fault::server},
    CodeRow{ErrorCode::truncate_error, "truncate error", Retry::next_node, Fault::server},
    CodeRow{ErrorCode::write_timeout, "write timeout", Retry::never, Fault::server, Shape::write_timeout},
    CodeRow{ErrorCode::read_timeout, "read timeout", Retry::next_node, Fault::server, Shape::read_timeout},
    CodeRow{ErrorCode::read_failure, "read failure", Retry::next_node, Fault::server, Shape::read_failure},
    CodeRow{ErrorCode::function_failure, "function failure", Retry::never, Fault::config, Shape::function},
    CodeRow{ErrorCode::write_failure, "write failure", Retry::never, Fault::server, Shape::write_failure},
    CodeRow{ErrorCode::cdc_write_failure, "CDC write failure", Retry::never, Fault::server},
    CodeRow{ErrorCode::cas_write_unknown, "CAS write unknown", Retry::never, Fault::server, Shape::cas},
    CodeRow{ErrorCode::syntax_error, "syntax error", Retry::never, Fault::config},
    CodeRow{ErrorCode::unauthorized, "unauthorized", Retry::never, Fault::config},
    CodeRow{ErrorCode::invalid, "invalid query", Retry::never, Fault::config},
    CodeRow{ErrorCode::config_error, "configuration error", Retry::never, Fault::config},
    CodeRow{ErrorCode::already_exists, "already exists", Retry::never, Fault::config, Shape::exists},
    CodeRow{ErrorCode::unprepared, "unprepared", Retry::prepare, Fault::server, Shape::unprepared},
};
static_assert(std::ranges::is_sorted(code_rows, {}, &CodeRow::code));

CodeRow row_of(ErrorCode code) {
  const auto row = std::ranges::lower_bound(code_rows, code, {}, &CodeRow::code);
  if (row != code_rows.end() && row->code == code) return *row;
  return {code, "unknown error", Retry::next_node, Fault::server};
}

// Indexed by code.
constexpr std::array<std::string_view, 8> reason_names{
    "unknown reason", "too many tombstones", "timeout",         "incompatible schema", "read too large",
    "node down",      "index not available", "too many indexes"};

Result<Consistency> read_consistency(ByteReader& reader) {
  TRY(auto code, reader.u16());
  return static_cast<Consistency>(code);
}

// How all that speak of replicas begin.
Result<ReplicaDetail> read_replicas(ByteReader& reader) {
  ReplicaDetail detail;
  TRY(detail.consistency, read_consistency(reader));
  TRY(detail.received, reader.i32());
  TRY(detail.awaited, reader.i32());
  return detail;
}

// v4 tells how many failed, v5 also which and why.
Result<> read_failures(ByteReader& reader, std::uint8_t version, ReplicaDetail& detail) {
  TRY(detail.failed, reader.i32());
  if (version < 5) return {};
  for (std::int32_t i = 0; i < detail.failed; ++i) {
    TRY(auto address, read_address(reader));
    TRY(auto reason, reader.u16());
    detail.failures.push_back({std::move(address), static_cast<FailureReason>(reason)});
  }
  return {};
}

Result<> read_has_data(ByteReader& reader, ReplicaDetail& detail) {
  TRY(auto present, reader.u8());
  detail.has_data = present != 0;
  return {};
}

Result<> read_write_type(ByteReader& reader, ReplicaDetail& detail) {
  TRY(auto type, read_string(reader));
  detail.write_type = type;
  return {};
}

Result<ErrorDetail> read_replica_detail(ByteReader& reader, Shape shape, std::uint8_t version) {
  TRY(ReplicaDetail detail, read_replicas(reader));
  if (shape == Shape::read_failure || shape == Shape::write_failure)
    TRY(read_failures(reader, version, detail));
  if (shape == Shape::read_timeout || shape == Shape::read_failure) TRY(read_has_data(reader, detail));
  if (shape == Shape::write_timeout || shape == Shape::write_failure) TRY(read_write_type(reader, detail));
  if (shape == Shape::write_timeout && version >= 5 && detail.write_type == "CAS") {
    TRY(detail.contentions, reader.u16());
  }
  return ErrorDetail(std::move(detail));
}

Result<ErrorDetail> read_unavailable(ByteReader& reader) {
  UnavailableDetail detail;
  TRY(detail.consistency, read_consistency(reader));
  TRY(detail.required, reader.i32());
  TRY(detail.alive, reader.i32());
  return ErrorDetail(detail);
}

Result<ErrorDetail> read_function(ByteReader& reader) {
  TRY(auto keyspace, read_string(reader));
  TRY(auto function, read_string(reader));
  TRY(auto types, read_string_list(reader));
  return ErrorDetail(FunctionDetail{std::string(keyspace), std::string(function), std::move(types)});
}

Result<ErrorDetail> read_exists(ByteReader& reader) {
  TRY(auto keyspace, read_string(reader));
  TRY(auto table, read_string(reader));
  return ErrorDetail(ExistsDetail{std::string(keyspace), std::string(table)});
}

Result<ErrorDetail> read_detail(ByteReader& reader, Shape shape, std::uint8_t version) {
  switch (shape) {
    case Shape::none:
      return ErrorDetail();
    case Shape::unavailable:
      return read_unavailable(reader);
    case Shape::function:
      return read_function(reader);
    case Shape::exists:
      return read_exists(reader);
    case Shape::unprepared: {
      TRY(Bytes id, read_short_bytes(reader));
      return ErrorDetail(UnpreparedDetail{to_buffer(id)});
    }
    case Shape::write_timeout:
    case Shape::read_timeout:
    case Shape::read_failure:
    case Shape::write_failure:
    case Shape::cas:
      return read_replica_detail(reader, shape, version);
  }
  return ErrorDetail();
}

// The detail in words; empty when the server's own words say it all.
struct Sentence {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const UnavailableDetail& detail) const {
    return fmt::format("{} needs {} replicas, {} alive", name_of(detail.consistency), detail.required,
                       detail.alive);
  }
  std::string operator()(const ReplicaDetail& detail) const {
    std::string text = fmt::format("{} needs {} replicas, {} answered", name_of(detail.consistency),
                                   detail.awaited, detail.received);
    if (detail.failed > 0) text += fmt::format(", {} failed", detail.failed);
    for (const auto& failure : detail.failures)
      text += fmt::format("; {}: {}", failure.address, name_of(failure.reason));
    return text;
  }
  std::string operator()(const FunctionDetail& detail) const {
    return fmt::format("function {}.{}({})", detail.keyspace, detail.function,
                       fmt::join(detail.argument_types, ", "));
  }
  std::string operator()(const ExistsDetail&) const { return {}; }
  std::string operator()(const UnpreparedDetail&) const { return {}; }
};

}  // namespace

std::string_view name_of(ErrorCode code) { return row_of(code).name; }

std::string_view name_of(FailureReason reason) {
  const auto code = static_cast<std::size_t>(reason);
  return code < reason_names.size() ? reason_names[code] : reason_names[0];
}

// Enough replicas answered, only the one asked for the data did not: its coordinator will ask another.
Retry ServerError::retry() const {
  const auto* replicas = std::get_if<ReplicaDetail>(&detail);
  if (code == ErrorCode::read_timeout && replicas && replicas->received >= replicas->awaited &&
      !replicas->has_data)
    return Retry::same_node;
  return row_of(code).retry;
}

bool ServerError::may_pass_with_smaller_page() const {
  if (code == ErrorCode::read_timeout) return true;
  const auto* replicas = std::get_if<ReplicaDetail>(&detail);
  if (code != ErrorCode::read_failure || !replicas) return false;
  if (replicas->failures.empty()) return true;  // v4 does not tell why
  return std::ranges::any_of(replicas->failures, [](const ReplicaDetail::Failure& failure) {
    return failure.reason == FailureReason::too_many_tombstones ||
           failure.reason == FailureReason::read_too_large || failure.reason == FailureReason::timeout;
  });
}

Error ServerError::to_error() const {
  const CodeRow row = row_of(code);
  std::string what = fmt::format("Cassandra answered \"{}\" ({:#06x}): {}", row.name,
                                 static_cast<std::int32_t>(code), message);
  const std::string numbers = std::visit(Sentence{}, detail);
  if (!numbers.empty()) what += " (" + numbers + ")";
  return {row.fault, std::move(what), row.retry != Retry::never};
}

Result<ServerError> decode_server_error(ByteReader& reader, std::uint8_t version) {
  TRY(auto code, reader.i32());
  TRY(auto message, read_string(reader));
  ServerError error{static_cast<ErrorCode>(code), std::string(message), {}};
  TRY(error.detail, read_detail(reader, row_of(error.code).shape, version));
  return error;
}

}  // namespace caskade::cql
