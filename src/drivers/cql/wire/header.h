// The envelope every CQL message travels in: nine bytes, then the body. Native protocol v4/v5, section 2.
// Bytes only: nothing here knows a socket. How envelopes lie on the wire (bare, or in v5's segments) is
// envelope_reader.h and segment.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"

namespace caskade::cql {

enum class ProtocolVersion : std::uint8_t { v4 = 4, v5 = 5 };

enum class Opcode : std::uint8_t {
  error = 0x00,
  startup = 0x01,
  ready = 0x02,
  authenticate = 0x03,
  options = 0x05,
  supported = 0x06,
  query = 0x07,
  result = 0x08,
  prepare = 0x09,
  execute = 0x0A,
  register_ = 0x0B,
  event = 0x0C,
  batch = 0x0D,
  auth_challenge = 0x0E,
  auth_response = 0x0F,
  auth_success = 0x10,
};

// "QUERY"; "UNKNOWN" for a code that is none of these.
std::string_view name_of(Opcode opcode);

namespace header_flag {
constexpr std::uint8_t compressed = 0x01;  // v4 only: v5 compresses segments, not bodies
constexpr std::uint8_t tracing = 0x02;
constexpr std::uint8_t custom_payload = 0x04;
constexpr std::uint8_t warning = 0x08;
constexpr std::uint8_t use_beta = 0x10;
}  // namespace header_flag

using StreamId = std::int16_t;  // 0..32767 for requests; -1 marks an event
constexpr StreamId event_stream = -1;

constexpr std::size_t header_size = 9;
constexpr std::size_t body_bytes_max = 256U << 20;  // the protocol's own limit

struct Header {
  std::uint8_t version = 0;  // without the direction bit; an answer may carry one we did not ask for
  std::uint8_t flags = 0;
  StreamId stream = 0;
  Opcode opcode = Opcode::error;
  std::uint32_t body_length = 0;  // as it was on the wire, so possibly compressed
};

// One whole message, its body owned and already decompressed.
struct Envelope {
  Header header;
  Buffer body;
};

// Reads a response's header from its nine bytes; refuses requests and bodies over body_bytes_max.
Result<Header> decode_header(std::span<const std::byte, header_size> raw);

// Begins a request; end_envelope fills in the length once the body is written.
void begin_envelope(ByteWriter& writer, ProtocolVersion version, Opcode opcode, StreamId stream);
void end_envelope(ByteWriter& writer);

}  // namespace caskade::cql
