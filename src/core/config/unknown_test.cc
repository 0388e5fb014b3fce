#include "core/config/unknown.h"

#include <array>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/key_table.h"

namespace caskade::config {
namespace {

using testing::ElementsAre;

struct Some {
  std::string text;
};

const ConfigTable<Some>& some_table() {
  static const ConfigTable<Some> table{
      {&Some::text,
       {.name = "connect.cassandra.contact.points", .fallback = "", .aliases = {"connect.cassandra.host"}}},
      {&Some::text, {.name = "connect.cassandra.port", .fallback = "9042", .importance = Importance::high}},
      {&Some::text, {.name = "connect.cassandra.key.space"}},
      {&Some::text, {.name = "connect.cassandra.kcql"}},
      {&Some::text, {.name = "connect.cassandra.import.poll.interval", .fallback = "1000"}},
  };
  return table;
}

TEST(UnknownKeys, get_the_key_that_was_meant) {
  const std::pair<const char*, std::optional<std::string>> cases[] = {
      {"connect.cassandra.prot", "connect.cassandra.port"},
      {"connect.casandra.port", "connect.cassandra.port"},
      {"connect.cassandra.keyspace", "connect.cassandra.key.space"},
      {"CONNECT.CASSANDRA.KCQL", "connect.cassandra.kcql"},
      {"connect.cassandra.slice.poll.interval", "connect.cassandra.import.poll.interval"},
      {"connect.cassandra.hosts", "connect.cassandra.host"},
      {"task.max", "tasks.max"},
      {"connect.cassandra.foo", std::nullopt},
      {"connect.cassandra.", std::nullopt},
      {"topics", std::nullopt},
  };
  KnownKeys known{{some_table().rows()}, {"name", "tasks.max"}, {"transforms."}};
  for (const auto& [key, nearest] : cases)
    EXPECT_THAT(find_unknown_keys({{key, ""}}, known), ElementsAre(UnknownKey{key, nearest})) << key;
}

TEST(UnknownKeys, are_not_those_somebody_reads) {
  KnownKeys known{{some_table().rows()}, {"name", "tasks.max"}, {"transforms."}};
  const Settings settings{
      {"", "x"}, {"name", "x"}, {"transforms.a.type", "x"}, {"connect.cassandra.host", "x"}};
  EXPECT_THAT(find_unknown_keys(settings, known), ElementsAre());
}

TEST(UnknownKeys, are_told_in_a_sentence) {
  EXPECT_EQ(to_notice({"a.prot", "a.port"}), "a.prot is not a known key and is ignored; is a.port meant?");
  EXPECT_EQ(to_notice({"topics", std::nullopt}), "topics is not a known key and is ignored.");
}

TEST(Nameless, is_probably_the_required_key_that_is_missing) {
  const std::array<Rows, 1> tables{some_table().rows()};
  Settings settings{{"", "students_keyspace"}, {"connect.cassandra.kcql", "INSERT"}};
  EXPECT_EQ(
      find_nameless(settings, tables)->sentence,
      "A setting has an empty name; connect.cassandra.key.space is probably meant, which is required and "
      "missing.");
  settings.erase("connect.cassandra.kcql");
  EXPECT_EQ(find_nameless(settings, tables)->sentence,
            "A setting has an empty name; one of these is probably meant, which are required and missing: "
            "connect.cassandra.key.space, connect.cassandra.kcql.");
}

TEST(Nameless, gets_a_list_when_nothing_is_missing) {
  const std::array<Rows, 1> tables{some_table().rows()};
  Settings settings{{"", "x"},
                    {"connect.cassandra.kcql", "x"},
                    {"connect.cassandra.key.space", "x"},
                    {"connect.cassandra.host", "x"}};
  EXPECT_EQ(
      find_nameless(settings, tables)->sentence,
      "A setting has an empty name; name it or remove it. Nothing required is missing; keys that are not set "
      "are, most important first: connect.cassandra.port, connect.cassandra.import.poll.interval.");
  settings.erase("");
  EXPECT_EQ(find_nameless(settings, tables), std::nullopt);
}

}  // namespace
}  // namespace caskade::config
