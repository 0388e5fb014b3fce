// Any bytes as a connection's, in every framing: envelopes or an error, and the same ones however the bytes
// are cut. And the way round: whatever we frame is read back.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/base/check.h"
#include "drivers/cql/wire/envelope_reader.h"

namespace {

using namespace caskade;
using namespace caskade::cql;

constexpr std::size_t limit = 1U << 20;  // of a body, lest a header of nine bytes cost 256 MiB

struct Outcome {
  std::vector<Envelope> envelopes;
  bool failed = false;
};

Outcome read(Framing framing, Bytes bytes, std::size_t step) {
  EnvelopeReader reader(limit);
  reader.set_framing(framing);
  Outcome outcome;
  while (!bytes.empty() && !outcome.failed) {
    const auto room = reader.writable();
    CHECK(!room.empty());
    const std::size_t count = std::min({bytes.size(), step, room.size()});
    std::copy_n(bytes.begin(), count, room.begin());
    reader.commit(count);
    bytes = bytes.subspan(count);
    while (true) {
      auto envelope = reader.next();
      outcome.failed = !envelope;
      if (!envelope || !*envelope) break;
      outcome.envelopes.push_back(**std::move(envelope));
    }
  }
  return outcome;
}

bool is_same(const Outcome& a, const Outcome& b) {
  return a.failed == b.failed &&
         std::ranges::equal(a.envelopes, b.envelopes, [](const auto& x, const auto& y) {
           return x.header.stream == y.header.stream && x.header.opcode == y.header.opcode &&
                  x.body == y.body;
         });
}

// Repeats the checksums a mutation would have to guess: three bytes after each segment header and four after
// each payload are made true in place, as far as the bytes go.
void mend(Framing framing, Buffer& wire) {
  const std::size_t begin = segment_header_size(framing);
  for (std::size_t at = 0; at + begin <= wire.size();) {
    const Bytes header = Bytes(wire).subspan(at, begin - 3);
    const std::uint32_t crc = crc24(header);
    for (std::size_t i = 0; i < 3; ++i)
      wire[at + begin - 3 + i] = static_cast<std::byte>(crc >> (8 * i) & 0xff);
    const auto decoded = decode_segment_header(framing, Bytes(wire).subspan(at, begin));
    CHECK(decoded);
    at += begin;
    if (wire.size() - at < decoded->payload_length + segment_trailer_size) return;
    const std::uint32_t trailer = segment_crc32(Bytes(wire).subspan(at, decoded->payload_length));
    at += decoded->payload_length;
    for (std::size_t i = 0; i < segment_trailer_size; ++i)
      wire[at + i] = static_cast<std::byte>(trailer >> (8 * i) & 0xff);
    at += segment_trailer_size;
  }
}

void check_round_trip(Framing framing, Bytes body, std::size_t copies) {
  Buffer wire;
  for (std::size_t i = 0; i < copies; ++i)
    wire.insert(wire.end(), body.begin(), body.end());
  ByteWriter writer;
  writer.u8(0x85);
  writer.u8(0);
  writer.integer<StreamId>(1);
  writer.u8(static_cast<std::uint8_t>(Opcode::result));
  writer.i32(static_cast<std::int32_t>(wire.size()));
  writer.raw(wire);
  const Outcome outcome = read(framing, to_wire(framing, writer.take()), 1U << 16);
  CHECK(!outcome.failed && outcome.envelopes.size() == 1 && outcome.envelopes[0].body == wire);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto framing = static_cast<Framing>(data[0] & 3);
  const std::size_t step = data[1] % 64 + 1;
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(2);
  if (data[0] & 4) {
    check_round_trip(framing, bytes, std::min<std::size_t>(data[0], 200000 / (bytes.size() + 1)));
    return 0;
  }
  Buffer wire = to_buffer(bytes);
  if (has_segments(framing) && !(data[0] & 8)) mend(framing, wire);
  CHECK(is_same(read(framing, wire, step), read(framing, wire, wire.size() + 1)));
  return 0;
}
