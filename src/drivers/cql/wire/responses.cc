#include "drivers/cql/wire/responses.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "drivers/cql/wire/types.h"

namespace caskade::cql {
namespace {

namespace rows_flag {
constexpr std::int32_t global_table = 0x01;
constexpr std::int32_t more_pages = 0x02;
constexpr std::int32_t no_metadata = 0x04;
constexpr std::int32_t metadata_changed = 0x08;
}  // namespace rows_flag

constexpr std::size_t tracing_id_size = 16;
constexpr std::size_t cell_bytes_min = 4;  // its length

enum class ResultKind : std::int32_t {
  void_ = 1,
  rows = 2,
  set_keyspace = 3,
  prepared = 4,
  schema_change = 5
};

struct Metadata {
  std::int32_t column_count = 0;
  Buffer paging_state;
  Buffer new_id;
  SharedColumns columns;  // null when the server left them out
};

Result<Columns> read_columns(ByteReader& outer, std::int32_t flags, std::int32_t count) {
  ByteReader reader(outer.rest().first(std::min(outer.left(), metadata_bytes_max)));
  std::string_view keyspace, table;
  const bool is_global = flags & rows_flag::global_table;
  if (is_global && count > 0) {
    TRY(keyspace, read_string(reader));
    TRY(table, read_string(reader));
  }
  Columns columns;
  for (int i = 0; i < count; ++i) {
    if (!is_global) {
      TRY(keyspace, read_string(reader));
      TRY(table, read_string(reader));
    }
    TRY(auto name, read_string(reader));
    TRY(CqlType type, decode_type(reader));
    columns.push_back({std::string(keyspace), std::string(table), std::string(name), std::move(type)});
  }
  TRY(outer.take(reader.position()));
  return columns;
}

Result<Metadata> read_metadata(ByteReader& reader) {
  Metadata metadata;
  TRY(auto flags, reader.i32());
  TRY(metadata.column_count, reader.i32());
  if (metadata.column_count < 0 || metadata.column_count > columns_max)
    return Error{Fault::bug, fmt::format("a result with {} columns", metadata.column_count)};
  if (flags & rows_flag::more_pages) {
    TRY(Bytes state, read_bytes(reader));
    metadata.paging_state = to_buffer(state);
  }
  if (flags & rows_flag::metadata_changed) {
    TRY(Bytes id, read_short_bytes(reader));
    metadata.new_id = to_buffer(id);
  }
  if (flags & rows_flag::no_metadata) return metadata;
  TRY(Columns columns, read_columns(reader, flags, metadata.column_count));
  metadata.columns = std::make_shared<const Columns>(std::move(columns));
  return metadata;
}

// The columns a page has: those it came with, else those known from the prepared statement.
Result<SharedColumns> columns_of(const Metadata& metadata, const SharedColumns& known) {
  if (metadata.columns) return known && *known == *metadata.columns ? known : metadata.columns;
  if (known && static_cast<std::int32_t>(known->size()) == metadata.column_count) return known;
  return Error{Fault::bug, fmt::format("rows of {} columns came without their names", metadata.column_count)};
}

// `at` is where the result's own content starts in the body.
Result<Response> decode_rows(Buffer body, std::size_t at, const SharedColumns& known) {
  ByteReader reader{Bytes(body).subspan(at)};
  TRY(Metadata metadata, read_metadata(reader));
  TRY(SharedColumns columns, columns_of(metadata, known));
  TRY(auto rows, reader.i32());
  const auto cells = static_cast<std::uint64_t>(rows) * columns->size();
  if (rows < 0 || cells > reader.left() / cell_bytes_min || (cells == 0 && rows > 0))
    return Error{Fault::bug, fmt::format("a page claims {} rows in {} bytes", rows, reader.left())};
  const std::size_t rows_begin = at + reader.position();
  return Response(Rows{Page({.buffer = std::move(body),
                             .rows_begin = rows_begin,
                             .row_count = static_cast<std::uint32_t>(rows),
                             .columns = std::move(columns),
                             .paging_state = std::move(metadata.paging_state)}),
                       std::move(metadata.new_id)});
}

Result<std::vector<std::uint16_t>> read_key_markers(ByteReader& reader) {
  TRY(auto count, reader.i32());
  if (count < 0 || count > columns_max)
    return Error{Fault::bug, fmt::format("a partition key of {} columns", count)};
  std::vector<std::uint16_t> markers;
  for (int i = 0; i < count; ++i) {
    TRY(auto marker, reader.u16());
    markers.push_back(marker);
  }
  return markers;
}

Result<Response> decode_prepared(ByteReader& reader, std::uint8_t version) {
  Prepared prepared;
  TRY(Bytes id, read_short_bytes(reader));
  prepared.prepared.id = to_buffer(id);
  if (version >= 5) {
    TRY(Bytes result_metadata_id, read_short_bytes(reader));
    prepared.prepared.result_metadata_id = to_buffer(result_metadata_id);
  }
  TRY(auto flags, reader.i32());
  TRY(auto count, reader.i32());
  if (count < 0 || count > columns_max)
    return Error{Fault::bug, fmt::format("a statement with {} markers", count)};
  TRY(prepared.partition_key, read_key_markers(reader));
  TRY(prepared.bound, read_columns(reader, flags, count));
  TRY(Metadata result, read_metadata(reader));
  prepared.columns = result.columns ? result.columns : std::make_shared<const Columns>();
  return Response(std::move(prepared));
}

// What follows the target depends on it; an unknown target is left at its keyspace.
Result<SchemaChange> read_schema_change(ByteReader& reader) {
  TRY(auto change, read_string(reader));
  TRY(auto target, read_string(reader));
  TRY(auto keyspace, read_string(reader));
  SchemaChange schema{std::string(change), std::string(target), std::string(keyspace), {}, {}};
  const bool is_callable = target == "FUNCTION" || target == "AGGREGATE";
  if (is_callable || target == "TABLE" || target == "TYPE") {
    TRY(auto name, read_string(reader));
    schema.name = name;
  }
  if (is_callable) {
    TRY(schema.argument_types, read_string_list(reader));
  }
  return schema;
}

Result<Event> read_event(ByteReader& reader) {
  TRY(auto type, read_string(reader));
  if (type == "SCHEMA_CHANGE") {
    TRY(SchemaChange schema, read_schema_change(reader));
    return Event{std::move(schema)};
  }
  if (type != "TOPOLOGY_CHANGE" && type != "STATUS_CHANGE") return Event{UnknownEvent{std::string(type)}};
  TRY(auto change, read_string(reader));
  TRY(InetAddress node, read_inet(reader));
  if (type == "STATUS_CHANGE") return Event{StatusChange{change == "UP", std::move(node)}};
  return Event{TopologyChange{std::string(change), std::move(node)}};
}

template <class Message>
Result<Response> as_response(Result<Message> message) {
  if (!message) return std::move(message).error();
  return Response(*std::move(message));
}

// `at` is where the message begins in the body, behind tracing id, warnings and payload.
Result<Response> decode_result(Envelope envelope, std::size_t at, const SharedColumns& known) {
  ByteReader reader{Bytes(envelope.body).subspan(at)};
  TRY(auto kind, reader.i32());
  switch (static_cast<ResultKind>(kind)) {
    case ResultKind::void_:
      return Response(Void{});
    case ResultKind::rows:
      return decode_rows(std::move(envelope.body), at + reader.position(), known);
    case ResultKind::set_keyspace: {
      TRY(auto keyspace, read_string(reader));
      return Response(SetKeyspace{std::string(keyspace)});
    }
    case ResultKind::prepared:
      return decode_prepared(reader, envelope.header.version);
    case ResultKind::schema_change:
      return as_response(read_schema_change(reader));
  }
  return Error{Fault::bug, fmt::format("unknown result kind {}", kind)};
}

// Everything but a RESULT: short bodies, copied out.
Result<Response> decode_other(const Header& header, ByteReader reader) {
  switch (header.opcode) {
    case Opcode::ready:
      return Response(Ready{});
    case Opcode::authenticate: {
      TRY(auto java_class, read_string(reader));
      return Response(Authenticate{std::string(java_class)});
    }
    case Opcode::auth_challenge: {
      TRY(Bytes token, read_bytes(reader));
      return Response(AuthChallenge{to_buffer(token)});
    }
    case Opcode::auth_success: {
      TRY(Bytes token, read_bytes(reader));
      return Response(AuthSuccess{to_buffer(token)});
    }
    case Opcode::supported: {
      TRY(auto options, read_string_multimap(reader));
      return Response(Supported{std::move(options)});
    }
    case Opcode::error:
      return as_response(decode_server_error(reader, header.version));
    case Opcode::event:
      return as_response(read_event(reader));
    case Opcode::result:  // decode_result's
    case Opcode::startup:
    case Opcode::options:
    case Opcode::query:
    case Opcode::prepare:
    case Opcode::execute:
    case Opcode::register_:
    case Opcode::batch:
    case Opcode::auth_response:
      break;
  }
  return Error{Fault::bug, fmt::format("the server sent a {} ({:#04x}), which is no answer",
                                       name_of(header.opcode), static_cast<int>(header.opcode))};
}

Result<DecodedResponse> decode_whole(Envelope envelope, const SharedColumns& known) {
  const Header header = envelope.header;
  DecodedResponse decoded;
  ByteReader reader{Bytes(envelope.body)};
  if (header.flags & header_flag::tracing) TRY(reader.take(tracing_id_size));
  if (header.flags & header_flag::warning) {
    TRY(decoded.warnings, read_string_list(reader));
  }
  if (header.flags & header_flag::custom_payload) {
    TRY(decoded.payload, read_bytes_map(reader));
  }
  const std::size_t at = reader.position();
  TRY(decoded.response, header.opcode == Opcode::result ? decode_result(std::move(envelope), at, known)
                                                        : decode_other(header, reader));
  return decoded;
}

}  // namespace

Result<DecodedResponse> decode_response(Envelope envelope, const SharedColumns& known) {
  const Opcode opcode = envelope.header.opcode;
  return decode_whole(std::move(envelope), known)
      .because(fmt::format("decode the server's {}", name_of(opcode)));
}

}  // namespace caskade::cql
