#include "drivers/cql/wire/segment.h"

#include "drivers/cql/wire/requests.h"
#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

TEST(Crc24, AgreesWithTheVectors) {
  struct Row {
    std::uint64_t value;
    std::size_t length;
    std::uint32_t crc;
  };
  constexpr Row rows[]{
      {0, 0, 8867936}, {0, 3, 8251255},  {131077, 3, 10131737},      {17181442053, 5, 3672222},
      {0, 1, 59277},   {0, 5, 11185162}, {34359607301, 5, 14445742}, {0x7fffffffffffffff, 8, 5032370}};
  for (const Row& row : rows) {
    Buffer bytes;
    for (std::size_t i = 0; i < row.length; ++i)
      bytes.push_back(static_cast<std::byte>(row.value >> (8 * i) & 0xff));
    EXPECT_EQ(crc24(bytes), row.crc) << row.value << "/" << row.length;
  }
}

const Buffer golden_query =
    hex("2f0002 acf306 0500000107 00000026 0000001c 53454c454354206b65792046524f4d2073797374656d2e6c6f63616c "
        "0001 00000000 e1f0de95");

TEST(ToWire, WritesTheRecordedQuery) {
  const Buffer query = encode_query({ProtocolVersion::v5, 1}, "SELECT key FROM system.local",
                                    {.consistency = Consistency::one});
  EXPECT_EQ(to_wire(Framing::segments, query), golden_query);
  EXPECT_EQ(to_wire(Framing::bare, query), query);
  EXPECT_EQ(to_wire(Framing::bare_lz4, query), query);
}

TEST(ToWire, StoresWhatDoesNotShrink) {
  const Buffer options = encode_options({ProtocolVersion::v5, 1});
  const Buffer wire = to_wire(Framing::segments_lz4, options);
  ASSERT_EQ(wire.size(), 8 + options.size() + 4);
  const auto header = decode_segment_header(Framing::segments_lz4, wire);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->payload_length, options.size());
  EXPECT_EQ(header->plain_length, 0U);
  EXPECT_TRUE(header->is_self_contained);
}

TEST(ToWire, CompressesWhatShrinks) {
  const Buffer query = encode_query({ProtocolVersion::v5, 1}, std::string(1000, 'x'), {});
  const Buffer wire = to_wire(Framing::segments_lz4, query);
  EXPECT_LT(wire.size(), 100U);
  EXPECT_EQ(decode_segment_header(Framing::segments_lz4, wire)->plain_length, query.size());
}

std::vector<SegmentHeader> segments_of(Bytes wire) {
  std::vector<SegmentHeader> headers;
  while (!wire.empty()) {
    const auto header = decode_segment_header(Framing::segments, wire);
    EXPECT_TRUE(header);
    headers.push_back(*header);
    wire = wire.subspan(6 + header->payload_length);
    EXPECT_TRUE(check_segment_payload(Bytes(wire.data() - header->payload_length, header->payload_length),
                                      wire.first<4>()));
    wire = wire.subspan(4);
  }
  return headers;
}

Buffer request_of(std::size_t bytes) {  // a whole envelope of so many
  return encode_auth_response({ProtocolVersion::v5, 1}, noise(bytes - header_size - 4));
}

TEST(ToWire, CutsOnlyWhatIsTooLong) {
  const auto fits = segments_of(to_wire(Framing::segments, request_of(131071)));
  ASSERT_EQ(fits.size(), 1U);
  EXPECT_TRUE(fits[0].is_self_contained);
  EXPECT_EQ(fits[0].payload_length, 131071U);

  const auto cut = segments_of(to_wire(Framing::segments, request_of(131072)));
  ASSERT_EQ(cut.size(), 2U);
  EXPECT_FALSE(cut[0].is_self_contained);
  EXPECT_EQ(cut[0].payload_length, 131071U);
  EXPECT_FALSE(cut[1].is_self_contained);
  EXPECT_EQ(cut[1].payload_length, 1U);
}

TEST(ToWire, GroupsWholeEnvelopes) {
  const auto headers = segments_of(to_wire(
      Framing::segments,
      joined({request_of(100), request_of(131000), request_of(200000), request_of(60), request_of(50)})));
  ASSERT_EQ(headers.size(), 5U);
  EXPECT_EQ(headers[0].payload_length, 100U);
  EXPECT_EQ(headers[1].payload_length, 131000U);
  EXPECT_FALSE(headers[2].is_self_contained);
  EXPECT_FALSE(headers[3].is_self_contained);
  EXPECT_EQ(headers[4].payload_length, 110U);
}

TEST(Segment, NoticesEveryFlippedBit) {
  for (std::size_t bit = 0; bit < golden_query.size() * 8; ++bit) {
    Buffer wire = golden_query;
    wire[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
    const auto header = decode_segment_header(Framing::segments, wire);
    if (bit < 48) {
      EXPECT_FALSE(header);
    } else {
      ASSERT_TRUE(header);
      EXPECT_FALSE(
          check_segment_payload(Bytes(wire).subspan(6, header->payload_length), Bytes(wire).last<4>()));
    }
  }
}

}  // namespace
}  // namespace caskade::cql
