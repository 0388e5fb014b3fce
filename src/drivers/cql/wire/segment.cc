#include "drivers/cql/wire/segment.h"

#include <array>
#include <fmt/format.h>
#include <libdeflate.h>

#include "core/base/check.h"
#include "drivers/cql/wire/lz4.h"

namespace caskade::cql {
namespace {

constexpr std::uint32_t crc24_begin = 0x875060;
constexpr std::uint32_t crc24_polynomial = 0x1974F0B;
constexpr std::array<std::byte, 4> crc32_begin{std::byte{0xFA}, std::byte{0x2D}, std::byte{0x55},
                                               std::byte{0xCA}};

constexpr std::size_t crc24_size = 3;
constexpr unsigned length_bits = 17;
constexpr std::uint64_t length_mask = (1U << length_bits) - 1;

std::uint64_t load_little_endian(Bytes bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    value = value << 8 | static_cast<std::uint64_t>(bytes[i]);
  return value;
}

void append_little_endian(Buffer& to, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i, value >>= 8)
    to.push_back(static_cast<std::byte>(value & 0xff));
}

void append_header(Buffer& to, Framing framing, const SegmentHeader& header) {
  const bool lz4 = framing == Framing::segments_lz4;
  std::uint64_t bits = header.payload_length;
  if (lz4) bits |= static_cast<std::uint64_t>(header.plain_length) << length_bits;
  bits |= static_cast<std::uint64_t>(header.is_self_contained) << (lz4 ? 2 * length_bits : length_bits);
  const std::size_t size = segment_header_size(framing) - crc24_size;
  append_little_endian(to, bits, size);
  append_little_endian(to, crc24(Bytes(to).last(size)), crc24_size);
}

struct Piece {
  Bytes bytes;
  bool is_self_contained = true;
};

void append_segment(Buffer& to, Framing framing, Piece piece) {
  SegmentHeader header{.is_self_contained = piece.is_self_contained};
  std::optional<Buffer> block;
  if (framing == Framing::segments_lz4) block = compress_lz4(piece.bytes);
  const Bytes payload = block ? Bytes(*block) : piece.bytes;
  header.payload_length = static_cast<std::uint32_t>(payload.size());
  if (block) header.plain_length = static_cast<std::uint32_t>(piece.bytes.size());
  append_header(to, framing, header);
  to.insert(to.end(), payload.begin(), payload.end());
  append_little_endian(to, segment_crc32(payload), segment_trailer_size);
}

// The length of the envelope that begins here.
std::size_t envelope_length(Bytes envelopes) {
  CHECK(envelopes.size() >= header_size);
  const std::size_t length = header_size + load_big_endian<std::uint32_t>(envelopes.data() + header_size - 4);
  CHECK(length <= envelopes.size());
  return length;
}

// As many whole envelopes as one segment takes; one too long for that, alone.
Bytes next_group(Bytes envelopes) {
  std::size_t length = envelope_length(envelopes);
  while (length < envelopes.size()) {
    const std::size_t more = length + envelope_length(envelopes.subspan(length));
    if (more > segment_payload_max) break;
    length = more;
  }
  return envelopes.first(length);
}

void append_group(Buffer& to, Framing framing, Bytes group) {
  if (group.size() <= segment_payload_max) return append_segment(to, framing, {group, true});
  while (!group.empty()) {
    const std::size_t size = std::min(group.size(), segment_payload_max);
    append_segment(to, framing, {group.first(size), false});
    group = group.subspan(size);
  }
}

}  // namespace

std::uint32_t crc24(Bytes bytes) {
  std::uint32_t crc = crc24_begin;
  for (std::byte byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte) << 16;
    for (int bit = 0; bit < 8; ++bit) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= crc24_polynomial;
    }
  }
  return crc;
}

std::uint32_t segment_crc32(Bytes payload) {
  const std::uint32_t begun = libdeflate_crc32(0, crc32_begin.data(), crc32_begin.size());
  if (payload.empty()) return begun;  // a null pointer would begin anew
  return libdeflate_crc32(begun, payload.data(), payload.size());
}

Result<SegmentHeader> decode_segment_header(Framing framing, Bytes raw) {
  CHECK(has_segments(framing) && raw.size() >= segment_header_size(framing));
  const std::size_t size = segment_header_size(framing) - crc24_size;
  if (crc24(raw.first(size)) != load_little_endian(raw.subspan(size, crc24_size)))
    return Error{Fault::network, "the connection delivers damaged bytes (segment header checksum)", true};
  const std::uint64_t bits = load_little_endian(raw.first(size));
  const bool lz4 = framing == Framing::segments_lz4;
  return SegmentHeader{
      .payload_length = static_cast<std::uint32_t>(bits & length_mask),
      .plain_length = lz4 ? static_cast<std::uint32_t>(bits >> length_bits & length_mask) : 0,
      .is_self_contained = (bits >> (lz4 ? 2 * length_bits : length_bits) & 1) != 0};
}

Result<> check_segment_payload(Bytes payload, std::span<const std::byte, segment_trailer_size> trailer) {
  if (segment_crc32(payload) != load_little_endian(trailer))
    return Error{Fault::network, "the connection delivers damaged bytes (segment payload checksum)", true};
  return {};
}

Buffer to_wire(Framing framing, Buffer envelopes) {
  if (!has_segments(framing)) return envelopes;
  Buffer wire;
  wire.reserve(envelopes.size() + segment_header_size(framing) + segment_trailer_size);
  for (Bytes left = envelopes; !left.empty();) {
    const Bytes group = next_group(left);
    append_group(wire, framing, group);
    left = left.subspan(group.size());
  }
  return wire;
}

}  // namespace caskade::cql
