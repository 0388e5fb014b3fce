#include "drivers/cql/wire/requests.h"

#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

constexpr RequestContext v4{ProtocolVersion::v4, 1};
constexpr RequestContext v5{ProtocolVersion::v5, 0x1234};

TEST(Requests, Options) {
  EXPECT_EQ(encode_options(v4), hex("04 00 0001 05 00000000"));
  EXPECT_EQ(encode_options(v5), hex("05 00 1234 05 00000000"));
}

TEST(Requests, StartupNamesUsAndWhatWeWant) {
  const Buffer startup =
      encode_startup(v5, {.driver_version = "1.2", .lz4 = true, .extra = {{"CLIENT_ID", "x"}}});
  const auto text = as_text(startup);
  EXPECT_EQ(to_buffer(Bytes(startup).first(5)), hex("05 00 1234 01"));
  EXPECT_EQ(to_buffer(Bytes(startup).subspan(9, 22)),
            hex("0006 000b 43514c5f56455253494f4e 0005 332e302e30"));
  for (std::string_view word :
       {"DRIVER_NAME", "caskade", "1.2", "THROW_ON_OVERLOAD", "COMPRESSION", "lz4", "CLIENT_ID"})
    EXPECT_NE(text.find(word), text.npos) << word;
  EXPECT_EQ(as_text(encode_startup(v5, {})).find("COMPRESSION"), std::string_view::npos);
}

TEST(Requests, Register) {
  EXPECT_EQ(encode_register(v4, {"STATUS_CHANGE"}),
            hex("04 00 0001 0b 00000011 0001 000d 5354415455535f4348414e4745"));
}

TEST(Requests, QueryParametersInOrder) {
  const Buffer state = hex("aabb");
  const QueryOptions options{.consistency = Consistency::local_quorum,
                             .values = {hex("00000007"), std::nullopt, Buffer()},
                             .skip_metadata = true,
                             .page_rows = 5000,
                             .paging_state = state};
  const std::string_view parameters = "0003 00000004 00000007 ffffffff 00000000 00001388 00000002 aabb";
  EXPECT_EQ(encode_query(v4, "Q", options),
            joined({hex("04 00 0001 07 00000024 00000001 51 0006 0f"), hex(parameters)}));
  EXPECT_EQ(encode_query(v5, "Q", options),
            joined({hex("05 00 1234 07 00000027 00000001 51 0006 0000000f"), hex(parameters)}));
}

TEST(Requests, PrepareHasFlagsFromV5On) {
  EXPECT_EQ(encode_prepare(v4, "Q"), hex("04 00 0001 09 00000005 00000001 51"));
  EXPECT_EQ(encode_prepare(v5, "Q"), hex("05 00 1234 09 00000009 00000001 51 00000000"));
}

TEST(Requests, ExecuteHasTheMetadataIdFromV5On) {
  const PreparedId prepared{hex("0102"), hex("0a0b0c")};
  EXPECT_EQ(encode_execute(v4, prepared, {.consistency = Consistency::one}),
            hex("04 00 0001 0a 00000007 0002 0102 0001 00"));
  EXPECT_EQ(encode_execute(v5, prepared, {.consistency = Consistency::one}),
            hex("05 00 1234 0a 0000000f 0002 0102 0003 0a0b0c 0001 00000000"));
}

TEST(Requests, PlainLogin) {
  const auto token = plain_token("cat", Secret("dog"));
  ASSERT_TRUE(token);
  EXPECT_EQ(*token, hex("00 636174 00 646f67"));
  EXPECT_EQ(encode_auth_response(v4, *token), hex("04 00 0001 0f 0000000c 00000008 00 636174 00 646f67"));
  EXPECT_FALSE(plain_token("", Secret("dog")));
  EXPECT_FALSE(plain_token("cat", Secret()));
  EXPECT_FALSE(plain_token(std::string_view("c\0t", 3), Secret("dog")));
  EXPECT_FALSE(plain_token("cat", Secret(std::string("d\0g", 3))));
}

TEST(Consistency, IsParsedInAnyCase) {
  EXPECT_EQ(parse_consistency("local_quorum").value(), Consistency::local_quorum);
  EXPECT_EQ(parse_consistency(" LOCAL_ONE ").value(), Consistency::local_one);
  EXPECT_FALSE(parse_consistency("MOST"));
  EXPECT_EQ(name_of(Consistency::each_quorum), "EACH_QUORUM");
  EXPECT_EQ(name_of(static_cast<Consistency>(99)), "UNKNOWN");
}

}  // namespace
}  // namespace caskade::cql
