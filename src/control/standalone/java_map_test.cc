#include "control/standalone/java_map.h"

#include <gtest/gtest.h>

namespace caskade::standalone {
namespace {

// Written by java.io.ObjectOutputStream of OpenJDK: two keys, the second with a null value.
constexpr std::string_view golden_hex =
    "aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f"
    "724900097468726573686f6c6478703f4000000000000c77080000001000000002757200025b42acf317f8060854e002"
    "00007870000000185b226f7264657273222c7b227461626c65223a2261227d5d7571007e00020000000a7b2270617373"
    "223a317d7571007e0002000000185b226f7264657273222c7b227461626c65223a2262227d5d7078";

std::string golden() {
  std::string bytes;
  for (std::size_t i = 0; i < golden_hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(golden_hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

JavaMap golden_map() {
  return {{R"(["orders",{"table":"a"}])", R"({"pass":1})"}, {R"(["orders",{"table":"b"}])", std::nullopt}};
}

TEST(JavaMap, reads_what_java_wrote) {
  const auto map = decode_java_map(as_bytes(golden()));
  ASSERT_TRUE(map) << map.error().what;
  EXPECT_EQ(*map, golden_map());
}

TEST(JavaMap, writes_what_java_would_write) {
  const auto bytes = encode_java_map(golden_map());
  ASSERT_TRUE(bytes);
  EXPECT_EQ(as_text(*bytes), golden());
}

TEST(JavaMap, returns_what_was_put_in) {
  JavaMap map;
  for (int i = 0; i < 1000; ++i)
    map.push_back({"key" + std::to_string(i), std::string(i, 'v')});
  for (const JavaMap& each : {JavaMap{}, map}) {
    const auto bytes = encode_java_map(each);
    ASSERT_TRUE(bytes);
    const auto back = decode_java_map(*bytes);
    ASSERT_TRUE(back) << back.error().what;
    EXPECT_EQ(*back, each);
  }
}

TEST(JavaMap, follows_a_handle_to_an_array_seen_before) {
  // The null value replaced by a reference to the first value: handle 7E0000 + 4.
  std::string bytes = golden();
  bytes.replace(bytes.size() - 2, 1, std::string("q\0\x7E\0\x04", 5));
  const auto map = decode_java_map(as_bytes(bytes));
  ASSERT_TRUE(map) << map.error().what;
  EXPECT_EQ((*map)[1].value, R"({"pass":1})");
  bytes[bytes.size() - 2] = '\x07';
  EXPECT_FALSE(decode_java_map(as_bytes(bytes)));
}

TEST(JavaMap, refuses_every_cut_and_survives_every_changed_byte) {
  const std::string whole = golden();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode_java_map(as_bytes(std::string_view(whole).substr(0, size)))) << size;
  EXPECT_FALSE(decode_java_map(as_bytes(whole + "x")));
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (unsigned change : {0x01U, 0x80U, 0xffU}) {
      std::string bad = whole;
      bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ change);
      static_cast<void>(decode_java_map(as_bytes(bad)));
    }
}

}  // namespace
}  // namespace caskade::standalone
