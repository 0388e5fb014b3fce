#include "core/base/bytes.h"

#include <gtest/gtest.h>

namespace caskade {
namespace {

TEST(ByteReader, reads_big_endian_and_stops_at_the_end) {
  ByteWriter writer;
  writer.u8(7);
  writer.u16(0xFEDC);
  writer.i32(-2);
  writer.i64(-9'000'000'000);
  ByteReader reader(writer.view());
  EXPECT_EQ(*reader.u8(), 7);
  EXPECT_EQ(*reader.u16(), 0xFEDC);
  EXPECT_EQ(*reader.i32(), -2);
  EXPECT_EQ(*reader.i64(), -9'000'000'000);
  EXPECT_EQ(reader.left(), 0u);
  auto beyond = reader.u16();
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().what, "message ends 2 bytes too early");
}

TEST(ByteWriter, patches_a_length_written_before) {
  ByteWriter writer;
  writer.i32(0);
  writer.raw(as_bytes("abc"));
  writer.patch<std::int32_t>(0, 3);
  EXPECT_EQ(*ByteReader(writer.view()).i32(), 3);
}

TEST(Base64, matches_the_vectors_of_rfc_4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (auto [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
    auto back = parse_base64(encoded);
    ASSERT_TRUE(back) << encoded;
    EXPECT_EQ(as_text(*back), plain);
  }
}

TEST(Base64, refuses_other_text) {
  for (const char* text : {"Zg=", "Z", "Zg==x", "Z*==", "====="})
    EXPECT_FALSE(parse_base64(text)) << text;
}

}  // namespace
}  // namespace caskade
