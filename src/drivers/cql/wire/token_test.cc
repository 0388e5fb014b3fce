#include "drivers/cql/wire/token.h"

#include <array>
#include <limits>

#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

Buffer repeated(int value, std::size_t count) { return Buffer(count, static_cast<std::byte>(value)); }

TEST(Token, AgreesWithTheServer) {
  struct Row {
    Buffer key;
    Token token;
  };
  Buffer counted;
  for (int value = 0xc8; value <= 0xe7; ++value)
    counted.push_back(static_cast<std::byte>(value));
  counted.push_back(std::byte{0xfe});
  const std::vector<Row> rows{
      {to_buffer(as_bytes("0")), 3083240331115144064},
      {to_buffer(as_bytes("hello")), -3758069500696749310},
      {to_buffer(as_bytes("test")), -6017608668500074083},
      {hex("c3a9"), 5461403030378599040},
      {hex("ff"), -4442228696663692417},
      {repeated(0x80, 7), 7590665628118325324},
      {repeated(0xff, 8), 7071048584287372947},
      {repeated(0x80, 9), -8549929301482172571},
      {repeated(0xff, 15), -2195530867418009455},
      {repeated(0x80, 16), -3634615257541804556},
      {repeated(0xff, 17), -4128212798341382003},
      {counted, -2860331348473771829},
      {hex("00104327529fb645dd00b883ec39ae448bb800000400066a6b00"), -9223371632693506265},
      {{}, std::numeric_limits<Token>::min()},
  };
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(murmur3_token(rows[i].key), rows[i].token) << "row " << i;
}

TEST(RoutingKey, WrapsComponentsOnlyWhenThereAreSeveral) {
  const Buffer uuid = hex("4327529fb645dd00b883ec39ae448bb8"), number = hex("00000400"), text = hex("6a6b");
  EXPECT_EQ(routing_key(std::array<Bytes, 1>{uuid}), uuid);
  EXPECT_EQ(routing_key(std::array<Bytes, 2>{uuid, text}),
            hex("0010 4327529fb645dd00b883ec39ae448bb8 00 0002 6a6b 00"));
  EXPECT_EQ(routing_key(std::array<Bytes, 2>{Bytes(), text}), hex("0000 00 0002 6a6b 00"));
}

}  // namespace
}  // namespace caskade::cql
