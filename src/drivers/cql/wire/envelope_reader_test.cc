#include "drivers/cql/wire/envelope_reader.h"

#include "drivers/cql/wire/lz4.h"
#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

constexpr Framing framings[]{Framing::bare, Framing::bare_lz4, Framing::segments, Framing::segments_lz4};

EnvelopeReader reader_of(Framing framing, std::size_t limit = body_bytes_max) {
  EnvelopeReader reader(limit);
  reader.set_framing(framing);
  return reader;
}

// A v4 message with its body compressed.
Buffer compressed(Answer answer, Bytes body) {
  ByteWriter writer;
  writer.i32(static_cast<std::int32_t>(body.size()));
  writer.raw(compress_lz4(body).value());
  answer.flags |= header_flag::compressed;
  return on_wire(answer, writer.view());
}

Buffer framed(Framing framing, Answer answer, Bytes body) {
  if (framing == Framing::bare_lz4 && body.size() > 100) return compressed(answer, body);
  return to_wire(framing, on_wire(answer, body));
}

// A long text that shrinks, so that compressed framings are put to work.
Buffer text_body(std::size_t size) {
  Buffer body(size);
  for (std::size_t i = 0; i < size; ++i)
    body[i] = static_cast<std::byte>(i / 7 % 50);
  return body;
}

TEST(EnvelopeReader, ReadsTheRecordedSegments) {
  EnvelopeReader reader;
  auto ready = reader.feed(hex("8500000002 00000000"));
  ASSERT_TRUE(ready);
  ASSERT_EQ(ready->size(), 1U);
  EXPECT_EQ(ready->front().header.opcode, Opcode::ready);
  reader.set_framing(Framing::segments);
  auto rows =
      reader.feed(hex("380002 43a153 8500000108 0000002f 00000002 00000001 00000001 0006 73797374656d "
                      "0005 6c6f63616c 0003 6b6579 000d 00000001 00000005 6c6f63616c 479d26d9"));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().header.stream, 1);
  EXPECT_EQ(rows->front().header.opcode, Opcode::result);
  EXPECT_EQ(rows->front().body.size(), 0x2fU);
  EXPECT_TRUE(reader.is_between_envelopes());
}

TEST(EnvelopeReader, ReadsMessagesSplitAtEveryByte) {
  const Buffer body = text_body(300);
  for (Framing framing : framings) {
    const Buffer wire = joined({framed(framing, {.stream = 7}, body), framed(framing, {.stream = 8}, {})});
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
      auto reader = reader_of(framing);
      auto got = reader.feed(Bytes(wire).first(cut));
      auto rest = reader.feed(Bytes(wire).subspan(cut));
      ASSERT_TRUE(got && rest);
      for (Envelope& one : *rest)
        got->push_back(std::move(one));
      ASSERT_EQ(got->size(), 2U) << cut;
      EXPECT_EQ((*got)[0].body, body);
      EXPECT_EQ((*got)[1].header.stream, 8);
      EXPECT_TRUE(reader.is_between_envelopes());
    }
  }
}

TEST(EnvelopeReader, ReadsByteByByte) {
  const Buffer body = text_body(200000);
  for (Framing framing : framings) {
    const Buffer wire = framed(framing, {}, body);
    auto reader = reader_of(framing);
    for (std::size_t i = 0; i < wire.size(); ++i) {
      auto got = reader.feed(Bytes(wire).subspan(i, 1));
      ASSERT_TRUE(got);
      ASSERT_EQ(got->size(), i + 1 == wire.size() ? 1U : 0U);
      EXPECT_EQ(reader.is_between_envelopes(), i + 1 == wire.size());
      if (!got->empty()) {
        EXPECT_EQ(got->front().body, body);
      }
    }
  }
}

TEST(EnvelopeReader, ReadsLongBodiesOfEverySize) {
  for (Framing framing : framings)
    for (std::size_t size : {131061, 131062, 131063, 131071, 131072, 262133, 262134, 1000000, 5000000})
      for (bool shrinks : {true, false}) {
        const Buffer body = shrinks ? text_body(size) : noise(size);
        const Buffer message =
            framing == Framing::bare_lz4 && !shrinks ? on_wire({}, body) : framed(framing, {}, body);
        auto reader = reader_of(framing);
        auto got = reader.feed(joined({message, framed(framing, {.stream = 2}, {}), message}));
        ASSERT_TRUE(got) << got.error().what;
        ASSERT_EQ(got->size(), 3U);
        EXPECT_TRUE((*got)[0].body == body && (*got)[2].body == body);
      }
}

TEST(EnvelopeReader, GivesTheBodyItselfToReadInto) {
  const Buffer body = noise(1 << 20);
  const Buffer wire = on_wire({.version = 4}, body);
  EnvelopeReader reader;
  EXPECT_TRUE(reader.feed(Bytes(wire).first(100))->empty());
  const auto room = reader.writable();
  ASSERT_EQ(room.size(), wire.size() - 100);
  std::copy(wire.begin() + 100, wire.end(), room.begin());
  reader.commit(room.size());
  const auto envelope = reader.next();
  ASSERT_TRUE(envelope && *envelope);
  EXPECT_EQ((*envelope)->body.data(), room.data() - (100 - header_size));  // moved, not copied
  EXPECT_TRUE((*envelope)->body == body);
}

TEST(EnvelopeReader, TakesSeveralMessagesOutOfOneSegment) {
  for (Framing framing : {Framing::segments, Framing::segments_lz4}) {
    auto reader = reader_of(framing);
    auto got = reader.feed(
        to_wire(framing, joined({on_wire({.stream = 1}, text_body(1000)), on_wire({.stream = 2}, {}),
                                 on_wire({.stream = 3}, hex("01"))})));
    ASSERT_TRUE(got);
    ASSERT_EQ(got->size(), 3U);
    EXPECT_EQ((*got)[2].header.stream, 3);
    EXPECT_EQ((*got)[0].body, text_body(1000));
  }
}

TEST(EnvelopeReader, RefusesDamage) {
  for (Framing framing : {Framing::segments, Framing::segments_lz4}) {
    const Buffer wire = framed(framing, {}, text_body(100));
    for (std::size_t i = 0; i < wire.size(); ++i) {
      Buffer damaged = wire;
      damaged[i] ^= std::byte{0x10};
      EXPECT_FALSE(reader_of(framing).feed(damaged)) << i;
    }
  }
}

// One segment with a true checksum around any payload.
Buffer segment_around(Bytes payload, bool is_self_contained) {
  ByteWriter header;
  const std::uint32_t bits = static_cast<std::uint32_t>(payload.size()) | (is_self_contained ? 1U << 17 : 0U);
  Buffer wire;
  const auto append = [&](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i)
      wire.push_back(static_cast<std::byte>(value >> (8 * i) & 0xff));
  };
  append(bits, 3);
  append(crc24(wire), 3);
  wire.insert(wire.end(), payload.begin(), payload.end());
  append(segment_crc32(payload), 4);
  return wire;
}

TEST(EnvelopeReader, RefusesSegmentsOutOfOrder) {
  const Buffer message = on_wire({}, noise(100));
  const Bytes front = Bytes(message).first(50), back = Bytes(message).subspan(50);
  const auto fed = [](Buffer wire) { return reader_of(Framing::segments).feed(wire).has_value(); };
  EXPECT_TRUE(fed(joined({segment_around(front, false), segment_around(back, false)})));
  EXPECT_TRUE(fed(joined({segment_around({}, true), segment_around(message, true)})));
  EXPECT_FALSE(fed(segment_around(front, true)));
  EXPECT_FALSE(fed(segment_around(Bytes(message).first(5), true)));
  EXPECT_FALSE(fed(joined({segment_around(front, false), segment_around(message, true)})));
  EXPECT_FALSE(fed(segment_around(joined({message, message}), false)));
}

TEST(EnvelopeReader, RefusesLongerThanAgreed) {
  EXPECT_FALSE(EnvelopeReader().feed(hex("8400000108 10000001")));
  EXPECT_FALSE(EnvelopeReader().feed(hex("8400000108 ffffffff")));
  EXPECT_FALSE(EnvelopeReader(1000).feed(hex("8400000108 000003e9")));
  EXPECT_TRUE(EnvelopeReader(1000).feed(hex("8400000108 000003e8")));
  EXPECT_FALSE(reader_of(Framing::bare_lz4, 1000).feed(compressed({}, text_body(1001))));
  EXPECT_TRUE(reader_of(Framing::bare_lz4, 1000).feed(compressed({}, text_body(1000))));
}

TEST(EnvelopeReader, ReadsTheRecordedReadyThatIsCompressedAlready) {
  auto reader = reader_of(framing_at_start(ProtocolVersion::v4, true));
  const auto ready = reader.feed(hex("8401000102000000050000000000"));
  ASSERT_TRUE(ready);
  ASSERT_EQ(ready->size(), 1U);
  EXPECT_EQ(ready->front().header.opcode, Opcode::ready);
  EXPECT_TRUE(ready->front().body.empty());
}

TEST(EnvelopeReader, AcceptsAnyVersionsAnswer) {
  const auto got = EnvelopeReader().feed(hex("8600000100 00000000 c100000100 00000000"));
  ASSERT_TRUE(got);
  EXPECT_EQ((*got)[0].header.version, 6);
  EXPECT_EQ((*got)[1].header.version, 0x41);
}

TEST(EnvelopeReader, SurvivesBeingMovedBetweenReads) {
  const Buffer wire = to_wire(Framing::segments, joined({on_wire({}, noise(200000)), on_wire({}, noise(9))}));
  EnvelopeReader first = reader_of(Framing::segments);
  EXPECT_TRUE(first.feed(Bytes(wire).first(150000))->empty());
  EnvelopeReader second = std::move(first);
  EXPECT_EQ(second.feed(Bytes(wire).subspan(150000))->size(), 2U);
}

TEST(EnvelopeReader, RefusesWhatIsNotCql) {
  EXPECT_FALSE(EnvelopeReader().feed(as_bytes("HTTP/1.1 400 Bad Request\r\n")));
  EXPECT_FALSE(EnvelopeReader().feed(hex("0400000102 00000000")));                   // a request
  EXPECT_FALSE(EnvelopeReader().feed(compressed({.version = 4}, text_body(1000))));  // not agreed
}

TEST(EnvelopeReader, RefusesLz4ThatLies) {
  const Buffer body = text_body(1000);
  for (std::int32_t claimed : {0, 1, 999, 1001, 255000, 1 << 27, -1}) {
    ByteWriter writer;
    writer.i32(claimed);
    writer.raw(compress_lz4(body).value());
    const Buffer wire = on_wire({.flags = header_flag::compressed}, writer.view());
    const auto got = reader_of(Framing::bare_lz4).feed(wire);
    EXPECT_EQ(got.has_value(), claimed == 0) << claimed;  // nothing promised, nothing read
  }
  EXPECT_FALSE(reader_of(Framing::bare_lz4).feed(on_wire({.flags = header_flag::compressed}, hex("0000"))));
}

TEST(Lz4, RefusesABlockOfAnotherLength) {
  const Buffer plain = text_body(1000);
  const Buffer block = compress_lz4(plain).value();
  for (std::size_t size : {0, 1, 999, 1001, 2000}) {
    Buffer into(size);
    EXPECT_FALSE(decompress_lz4(block, into)) << size;
  }
  Buffer into(1000);
  ASSERT_TRUE(decompress_lz4(block, into));
  EXPECT_EQ(into, plain);
  EXPECT_FALSE(compress_lz4(noise(1000)));
  EXPECT_FALSE(compress_lz4({}));
}

}  // namespace
}  // namespace caskade::cql
