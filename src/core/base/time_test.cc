#include "core/base/time.h"

#include <gtest/gtest.h>

namespace caskade {
namespace {

TEST(ParseTimestamp, reads_the_original_connectors_text_and_iso_8601) {
  const std::pair<const char*, long> rows[] = {
      {"1970-01-01 00:00:00.000Z", 0},
      {"1900-01-01 00:00:00.0000000Z", -2208988800000},
      {"2024-01-31T12:30:00.123Z", 1706704200123},
      {"2024-01-31T14:30:00.123+02:00", 1706704200123},
      {"2024-01-31T12:30:00.1Z", 1706704200100},
      {"2024-01-31T12:30", 1706704200000},
      {" 2024-01-31 ", 1706659200000},
  };
  for (auto [text, millis] : rows) {
    auto time = parse_timestamp(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(time->count(), millis) << text;
  }
}

TEST(ParseTimestamp, refuses_what_is_no_time) {
  for (const char* text :
       {"", "yesterday", "2024-02-30", "2024-01-01T25:00", "2024-01-01T10:00:00.Z", "2024-01-01x"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

TEST(ToIso8601, is_what_parse_timestamp_reads) {
  for (long millis : {0L, 1706704200123L, -2208988800000L, -1L})
    EXPECT_EQ(parse_timestamp(to_iso8601(Timestamp(millis)))->count(), millis);
  EXPECT_EQ(to_iso8601(Timestamp(1706704200123)), "2024-01-31T12:30:00.123Z");
}

}  // namespace
}  // namespace caskade
