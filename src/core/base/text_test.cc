#include "core/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade {
namespace {

TEST(Text, trims_and_splits) {
  EXPECT_EQ(trimmed(" \t a b \n"), "a b");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_THAT(split("a,,b,", ','), testing::ElementsAre("a", "", "b", ""));
}

TEST(Text, finds_the_word_that_was_meant) {
  const std::string_view words[] = {"connect.cassandra.port", "connect.cassandra.kcql", "tasks.max"};
  EXPECT_EQ(find_nearest("connect.cassandra.prot", words), "connect.cassandra.port");
  EXPECT_EQ(find_nearest("Task.max", words), "tasks.max");
  EXPECT_EQ(find_nearest("completely.different", words), std::nullopt);
}

TEST(Text, tells_utf8_from_other_bytes) {
  EXPECT_TRUE(is_utf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x90\x98"));
  for (const char* bad : {"\xC0\x80", "\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xC3"})
    EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace caskade
