// The segments of protocol v5: a checked header, up to 131071 bytes of whole envelopes (or a piece of one
// that is longer), and a checksum. Headers and trailers are little-endian. Native protocol v5, section 2.
#pragma once

#include <cstdint>

#include "drivers/cql/wire/header.h"

namespace caskade::cql {

// How envelopes lie on the wire. v5: bare up to and including the answer to STARTUP, then segments, in both
// directions. v4: bare all along; with lz4 asked for, bare_lz4 from the start, because any answer from the
// one to STARTUP on may be compressed (its header tells). Requests on v4 are never compressed: they may be,
// and are short.
enum class Framing { bare, bare_lz4, segments, segments_lz4 };

// What a connection speaks once STARTUP is answered.
constexpr Framing framing_of(ProtocolVersion version, bool lz4) {
  if (version == ProtocolVersion::v4) return lz4 ? Framing::bare_lz4 : Framing::bare;
  return lz4 ? Framing::segments_lz4 : Framing::segments;
}
// And until then.
constexpr Framing framing_at_start(ProtocolVersion version, bool lz4) {
  return version == ProtocolVersion::v4 && lz4 ? Framing::bare_lz4 : Framing::bare;
}
constexpr bool has_segments(Framing framing) { return framing >= Framing::segments; }

constexpr std::size_t segment_payload_max = 131071;
constexpr std::size_t segment_trailer_size = 4;
constexpr std::size_t segment_header_size(Framing framing) {
  return framing == Framing::segments_lz4 ? 8 : 6;
}
constexpr std::size_t segment_bytes_max = 8 + segment_payload_max + segment_trailer_size;

struct SegmentHeader {
  std::uint32_t payload_length = 0;  // on the wire
  std::uint32_t plain_length = 0;    // after decompression; 0 when the payload is stored as it is
  bool is_self_contained = true;     // whole envelopes only; else a piece of one
};

std::uint32_t crc24(Bytes bytes);            // of segment headers
std::uint32_t segment_crc32(Bytes payload);  // zlib's polynomial, begun with the protocol's four bytes

// `raw` holds at least segment_header_size bytes. Refuses a bad checksum: nothing after it can be trusted.
Result<SegmentHeader> decode_segment_header(Framing framing, Bytes raw);

// Refuses a payload whose checksum is not the trailer's.
Result<> check_segment_payload(Bytes payload, std::span<const std::byte, segment_trailer_size> trailer);

// One or more whole envelopes, back to back, as the framing wants them: as they are, or in segments (as few
// as possible; an envelope over the payload limit is cut over several of its own).
Buffer to_wire(Framing framing, Buffer envelopes);

}  // namespace caskade::cql
