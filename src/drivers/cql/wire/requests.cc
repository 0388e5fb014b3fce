#include "drivers/cql/wire/requests.h"

#include <utility>

#include "core/base/check.h"
#include "drivers/cql/wire/notation.h"

namespace caskade::cql {
namespace {

namespace query_flag {
constexpr std::uint32_t values = 0x01;
constexpr std::uint32_t skip_metadata = 0x02;
constexpr std::uint32_t page_size = 0x04;
constexpr std::uint32_t paging_state = 0x08;
}  // namespace query_flag

std::uint32_t flags_of(const QueryOptions& options) {
  return (options.values.empty() ? 0 : query_flag::values) |
         (options.skip_metadata ? query_flag::skip_metadata : 0) |
         (options.page_rows > 0 ? query_flag::page_size : 0) |
         (options.paging_state.empty() ? 0 : query_flag::paging_state);
}

void write_values(ByteWriter& writer, const std::vector<Value>& values) {
  CHECK(values.size() <= values_max);
  writer.u16(static_cast<std::uint16_t>(values.size()));
  for (const Value& value : values) {
    if (value)
      write_bytes(writer, *value);
    else
      writer.i32(-1);
  }
}

// The parameters that QUERY and EXECUTE share; the flags are one byte in v4 and four in v5.
void write_parameters(ByteWriter& writer, ProtocolVersion version, const QueryOptions& options) {
  writer.u16(static_cast<std::uint16_t>(options.consistency));
  const std::uint32_t flags = flags_of(options);
  if (version == ProtocolVersion::v4)
    writer.u8(static_cast<std::uint8_t>(flags));
  else
    writer.integer(flags);
  if (!options.values.empty()) write_values(writer, options.values);
  if (options.page_rows > 0) writer.i32(options.page_rows);
  if (!options.paging_state.empty()) write_bytes(writer, options.paging_state);
}

ByteWriter begin(RequestContext context, Opcode opcode) {
  ByteWriter writer;
  begin_envelope(writer, context.version, opcode, context.stream);
  return writer;
}

Buffer finish(ByteWriter writer) {
  end_envelope(writer);
  return writer.take();
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

Buffer encode_options(RequestContext context) { return finish(begin(context, Opcode::options)); }

Buffer encode_startup(RequestContext context, const StartupOptions& options) {
  std::vector<std::pair<std::string, std::string>> map{{"CQL_VERSION", "3.0.0"},
                                                       {"DRIVER_NAME", "caskade"},
                                                       {"DRIVER_VERSION", options.driver_version},
                                                       {"THROW_ON_OVERLOAD", "1"}};
  if (options.lz4) map.emplace_back("COMPRESSION", "lz4");
  map.insert(map.end(), options.extra.begin(), options.extra.end());
  ByteWriter writer = begin(context, Opcode::startup);
  write_string_map(writer, map);
  return finish(std::move(writer));
}

Buffer encode_register(RequestContext context, const std::vector<std::string>& event_types) {
  ByteWriter writer = begin(context, Opcode::register_);
  write_string_list(writer, event_types);
  return finish(std::move(writer));
}

Buffer encode_query(RequestContext context, std::string_view cql, const QueryOptions& options) {
  ByteWriter writer = begin(context, Opcode::query);
  write_long_string(writer, cql);
  write_parameters(writer, context.version, options);
  return finish(std::move(writer));
}

Buffer encode_prepare(RequestContext context, std::string_view cql) {
  ByteWriter writer = begin(context, Opcode::prepare);
  write_long_string(writer, cql);
  if (context.version == ProtocolVersion::v5) writer.i32(0);  // flags: no keyspace of its own
  return finish(std::move(writer));
}

Buffer encode_execute(RequestContext context, const PreparedId& prepared, const QueryOptions& options) {
  ByteWriter writer = begin(context, Opcode::execute);
  write_short_bytes(writer, prepared.id);
  if (context.version == ProtocolVersion::v5) write_short_bytes(writer, prepared.result_metadata_id);
  write_parameters(writer, context.version, options);
  return finish(std::move(writer));
}

Buffer encode_auth_response(RequestContext context, Bytes token) {
  ByteWriter writer = begin(context, Opcode::auth_response);
  write_bytes(writer, token);
  return finish(std::move(writer));
}

Result<Buffer> plain_token(std::string_view user, const Secret& password) {
  if (user.empty() || password.empty())
    return Error{Fault::config, "the cluster wants a login; set both user name and password"};
  if (has_nul(user) || has_nul(password.reveal()))
    return Error{Fault::config, "user name and password must not hold a NUL character"};
  ByteWriter writer;
  writer.u8(0);
  writer.raw(as_bytes(user));
  writer.u8(0);
  writer.raw(as_bytes(password.reveal()));
  return writer.take();
}

}  // namespace caskade::cql
