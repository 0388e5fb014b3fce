#include "drivers/cql/wire/server_error.h"

#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

ServerError error_of(std::string_view text, std::uint8_t version = 5) {
  const Buffer body = hex(text);
  ByteReader reader(body);
  auto error = decode_server_error(reader, version);
  EXPECT_TRUE(error) << text;
  return error ? *std::move(error) : ServerError{};
}

bool tells(const ServerError& error, std::string_view words) {
  return error.to_error().what.find(words) != std::string::npos;
}

TEST(ServerError, UnavailableTellsItsNumbers) {
  const ServerError error = error_of("00001000 0002 6e6f 0006 00000002 00000001");
  EXPECT_EQ(error.retry(), Retry::next_node);
  EXPECT_EQ(error.to_error().what,
            "Cassandra answered \"unavailable\" (0x1000): no (LOCAL_QUORUM needs 2 replicas, 1 alive)");
  EXPECT_TRUE(error.to_error().retriable);
  EXPECT_EQ(error.to_error().fault, Fault::server);
}

TEST(ServerError, ReadTimeoutStaysOnTheNodeWhenOnlyDataIsMissing) {
  EXPECT_EQ(error_of("00001200 0000 0006 00000002 00000002 00").retry(), Retry::same_node);
  EXPECT_EQ(error_of("00001200 0000 0006 00000002 00000002 01").retry(), Retry::next_node);
  EXPECT_EQ(error_of("00001200 0000 0006 00000001 00000002 00").retry(), Retry::next_node);
  EXPECT_TRUE(error_of("00001200 0000 0006 00000001 00000002 00").may_pass_with_smaller_page());
  EXPECT_TRUE(tells(error_of("00001200 0000 0006 00000001 00000002 00"), "2 replicas, 1 answered"));
}

TEST(ServerError, ReadFailureTellsWhoAndWhyOnV5) {
  const ServerError error = error_of(
      "00001300 0000 0006 00000001 00000003 00000002 04 0a000001 0001"
      "10 20010db8000000000000000000000001 00ff 01");
  const auto& detail = std::get<ReplicaDetail>(error.detail);
  EXPECT_EQ(detail.failures.size(), 2U);
  EXPECT_TRUE(detail.has_data);
  EXPECT_TRUE(tells(error, "2 failed; 10.0.0.1: too many tombstones; 2001:db8::1: unknown reason"));
  EXPECT_TRUE(error.may_pass_with_smaller_page());
  EXPECT_FALSE(error_of("00001300 0000 0006 00000001 00000003 00000001 04 0a000001 0005 01")
                   .may_pass_with_smaller_page());
}

TEST(ServerError, ReadFailureOnV4OnlyCounts) {
  const ServerError error = error_of("00001300 0000 0006 00000001 00000003 00000002 01", 4);
  EXPECT_TRUE(tells(error, "1 answered, 2 failed"));
  EXPECT_TRUE(std::get<ReplicaDetail>(error.detail).has_data);
}

TEST(ServerError, WritesTellTheirType) {
  const auto timeout = error_of("00001100 0000 0008 00000001 00000002 0003 434153 0007");
  EXPECT_EQ(std::get<ReplicaDetail>(timeout.detail).write_type, "CAS");
  EXPECT_EQ(std::get<ReplicaDetail>(timeout.detail).contentions, 7);
  EXPECT_EQ(timeout.retry(), Retry::never);
  const auto failure = error_of("00001500 0000 0006 00000001 00000002 00000001 0005 424154434d", 4);
  EXPECT_EQ(std::get<ReplicaDetail>(failure.detail).write_type, "BATCM");
}

TEST(ServerError, TheRestOfTheDetails) {
  EXPECT_TRUE(tells(error_of("00001400 0000 0001 6b 0001 66 0002 0003 696e74 0003 696e74"), "k.f(int, int)"));
  EXPECT_EQ(std::get<ExistsDetail>(error_of("00002400 0000 0001 6b 0000").detail).keyspace, "k");
  const auto unprepared = error_of("00002500 0000 0002 aabb");
  EXPECT_EQ(std::get<UnpreparedDetail>(unprepared.detail).id, hex("aabb"));
  EXPECT_EQ(unprepared.retry(), Retry::prepare);
}

TEST(ServerError, OursToFixAreNotTriedAgain) {
  for (std::string_view code : {"00000100", "00002000", "00002100", "00002200", "00002300"}) {
    const Error error = error_of(std::string(code) + "0001 78").to_error();
    EXPECT_EQ(error.fault, Fault::config) << code;
    EXPECT_FALSE(error.retriable);
  }
}

TEST(ServerError, UnknownCodesAreTheServersTrouble) {
  const ServerError error = error_of("00004321 0001 78 ffff");
  EXPECT_EQ(error.to_error().what, "Cassandra answered \"unknown error\" (0x4321): x");
  EXPECT_EQ(error.retry(), Retry::next_node);
}

TEST(ServerError, FailureCountsThatCannotFitAreRefused) {
  const Buffer body = hex("00001300 0000 0006 00000001 00000003 7fffffff 04 0a000001 0001");
  ByteReader reader(body);
  EXPECT_FALSE(decode_server_error(reader, 5));
}

}  // namespace
}  // namespace caskade::cql
