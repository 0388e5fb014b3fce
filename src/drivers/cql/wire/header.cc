#include "drivers/cql/wire/header.h"

#include <array>
#include <fmt/format.h>

namespace caskade::cql {
namespace {

constexpr std::uint8_t response_bit = 0x80;
constexpr std::size_t length_at = 5;

// Indexed by code; 0x04 is a relic of v1.
constexpr std::array<std::string_view, 17> opcode_names{
    "ERROR",     "STARTUP", "READY",          "AUTHENTICATE",  "UNKNOWN",     "OPTIONS",
    "SUPPORTED", "QUERY",   "RESULT",         "PREPARE",       "EXECUTE",     "REGISTER",
    "EVENT",     "BATCH",   "AUTH_CHALLENGE", "AUTH_RESPONSE", "AUTH_SUCCESS"};

}  // namespace

std::string_view name_of(Opcode opcode) {
  const auto code = static_cast<std::size_t>(opcode);
  return code < opcode_names.size() ? opcode_names[code] : "UNKNOWN";
}

Result<Header> decode_header(std::span<const std::byte, header_size> raw) {
  const auto first = load_big_endian<std::uint8_t>(raw.data());
  if (!(first & response_bit))
    return Error{Fault::bug, fmt::format("the answer does not look like CQL (first byte {:#04x}); is this a "
                                         "Cassandra native port, and does it want TLS?",
                                         first)};
  Header header{.version = static_cast<std::uint8_t>(first & ~response_bit),
                .flags = load_big_endian<std::uint8_t>(raw.data() + 1),
                .stream = load_big_endian<StreamId>(raw.data() + 2),
                .opcode = static_cast<Opcode>(raw[4]),
                .body_length = load_big_endian<std::uint32_t>(raw.data() + length_at)};
  if (header.body_length > body_bytes_max)
    return Error{Fault::bug,
                 fmt::format("a message of {} bytes is over the protocol's limit of {}; is this a "
                             "Cassandra native port?",
                             header.body_length, body_bytes_max)};
  return header;
}

void begin_envelope(ByteWriter& writer, ProtocolVersion version, Opcode opcode, StreamId stream) {
  writer.u8(static_cast<std::uint8_t>(version));
  writer.u8(0);
  writer.integer(stream);
  writer.u8(static_cast<std::uint8_t>(opcode));
  writer.i32(0);
}

void end_envelope(ByteWriter& writer) {
  writer.patch(length_at, static_cast<std::uint32_t>(writer.size() - header_size));
}

}  // namespace caskade::cql
