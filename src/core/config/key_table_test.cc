#include "core/config/key_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade::config {
enum class Mode { day, hour };
template <>
struct FieldType<Mode> {
  static constexpr Type type = Type::string;
  static Result<Mode> from(const Value& value) {
    const auto& text = std::get<std::string>(value);
    if (text == "DAY") return Mode::day;
    if (text == "HOUR") return Mode::hour;
    return Error{Fault::config, "\"" + text + "\" is not DAY or HOUR"};
  }
};

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Example {
  std::string hosts;
  int port = 0;
  std::string key_space;
  Secret password;
  bool ssl = false;
  std::chrono::milliseconds timeout{0};
  std::int64_t slice = 0;
  double ratio = 0;
  std::vector<std::string> tables;
  std::string tolerance;
  Mode mode = Mode::day;
  ClassName converter;
  std::optional<std::int64_t> interval;
  struct {
    int most = 0;
  } retry;
};

const ConfigTable<Example>& example_table() {
  static const ConfigTable<Example> table{
      {&Example::hosts,
       {.name = "c.contact.points", .fallback = "localhost", .aliases = {"c.host", "c.hosts"}}},
      {&Example::port, {.name = "c.port", .fallback = "9042", .check = between(1, 65535)}},
      {&Example::key_space, {.name = "c.key.space", .importance = Importance::high, .check = not_empty()}},
      {&Example::password, {.name = "c.password", .fallback = "", .check = one_of({"", "sesame"})}},
      {&Example::ssl, {.name = "c.ssl", .fallback = "false", .synonyms = {{"default"}, {"on", "true"}}}},
      {&Example::timeout,
       {.name = "c.timeout.ms", .fallback = "5000", .check = at_least(0), .type = Type::int_}},
      {&Example::slice, {.name = "c.slice", .fallback = "10000", .deprecated = "It has no effect."}},
      {&Example::ratio, {.name = "c.ratio", .fallback = "0.5", .check = between(0, 1)}},
      {&Example::tables, {.name = "c.tables", .fallback = ""}},
      {&Example::tolerance, {.name = "c.tolerance", .fallback = "none", .check = one_of({"none", "all"})}},
      {&Example::mode, {.name = "c.mode", .fallback = "DAY"}},
      {&Example::converter, {.name = "c.converter", .fallback = "org.example.Json"}},
      {&Example::interval, {.name = "c.interval"}},
      {[](Example& into) -> int& { return into.retry.most; }, {.name = "c.retry.most", .fallback = "20"}},
  };
  return table;
}

// The sentences about these settings, with the one required key filled in.
std::vector<std::string> sentences(Settings settings) {
  settings.try_emplace("c.key.space", "shop");
  Findings found;
  example_table().read(settings, found);
  std::vector<std::string> told;
  for (const Problem& problem : found.problems)
    told.push_back(problem.sentence);
  return told;
}

TEST(ConfigTable, takes_defaults_where_nothing_is_given) {
  auto read = example_table().read({{"c.key.space", "shop"}});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->hosts, "localhost");
  EXPECT_EQ(read->port, 9042);
  EXPECT_FALSE(read->ssl);
  EXPECT_EQ(read->timeout, std::chrono::milliseconds(5000));
  EXPECT_EQ(read->ratio, 0.5);
  EXPECT_THAT(read->tables, IsEmpty());
  EXPECT_EQ(read->converter.text, "org.example.Json");
  EXPECT_EQ(read->interval, std::nullopt);
  EXPECT_EQ(read->retry.most, 20);
}

TEST(ConfigTable, reads_what_is_given_without_blanks_around) {
  auto read = example_table().read({{"c.key.space", " shop\t"},
                                    {"c.port", " +19042 "},
                                    {"c.ssl", "TRUE"},
                                    {"c.password", "sesame"},
                                    {"c.tables", "a, b ,,c"},
                                    {"c.tolerance", "ALL"},
                                    {"c.mode", "HOUR"},
                                    {"c.interval", "7"},
                                    {"c.slice", "-9000000000"},
                                    {"c.ratio", "1e-1"}});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->key_space, "shop");
  EXPECT_EQ(read->port, 19042);
  EXPECT_TRUE(read->ssl);
  EXPECT_EQ(read->password.reveal(), "sesame");
  EXPECT_THAT(read->tables, ElementsAre("a", "b", "", "c"));
  EXPECT_EQ(read->tolerance, "all");
  EXPECT_EQ(read->mode, Mode::hour);
  EXPECT_EQ(read->interval, 7);
  EXPECT_EQ(read->slice, -9'000'000'000);
  EXPECT_EQ(read->ratio, 0.1);
}

TEST(ConfigTable, says_what_is_wrong_in_a_sentence) {
  const struct {
    const char *key, *text, *sentence;
  } cases[] = {
      {"c.port", "90x42", "c.port: \"90x42\" is not a whole number between 1 and 65535."},
      {"c.port", "", "c.port: \"\" is not a whole number between 1 and 65535."},
      {"c.port", "+-1", "c.port: \"+-1\" is not a whole number between 1 and 65535."},
      {"c.port", "70000", "c.port: \"70000\" is not a whole number between 1 and 65535."},
      {"c.port", "99999999999", "c.port: \"99999999999\" is not a whole number between 1 and 65535."},
      {"c.timeout.ms", "-1", "c.timeout.ms: \"-1\" is not a whole number from 0 up."},
      {"c.timeout.ms", "3000000000", "c.timeout.ms: \"3000000000\" is not a whole number from 0 up."},
      {"c.retry.most", "3000000000",
       "c.retry.most: \"3000000000\" is not a whole number between -2147483648 and 2147483647."},
      {"c.ratio", "much", "c.ratio: \"much\" is not a number between 0 and 1."},
      {"c.ratio", "1.5", "c.ratio: \"1.5\" is not a number between 0 and 1."},
      {"c.ratio", "NaN", "c.ratio: \"nan\" is not a number between 0 and 1."},
      {"c.ssl", "maybe", "c.ssl: \"maybe\" is not true or false."},
      {"c.tolerance", "some", "c.tolerance: \"some\" is not one of none, all."},
      {"c.mode", "day", "c.mode: \"day\" is not DAY or HOUR."},
      {"c.key.space", " ", "c.key.space: the value is empty."},
      {"c.password", "hunter2", "c.password: the value is not accepted; expected: one of , sesame."},
  };
  for (const auto& each : cases)
    EXPECT_THAT(sentences({{each.key, each.text}}), ElementsAre(each.sentence));
}

TEST(ConfigTable, says_all_problems_at_once) {
  auto read = example_table().read({{"c.port", "x"}, {"c.ssl", "y"}});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::config);
  EXPECT_EQ(read.error().what,
            "3 settings are wrong:\n"
            "c.port: \"x\" is not a whole number between 1 and 65535.\n"
            "c.key.space is required and has no default.\n"
            "c.ssl: \"y\" is not true or false.");
}

TEST(ConfigTable, takes_other_names_and_says_so) {
  Findings found;
  const auto read =
      example_table().read({{"c.key.space", "shop"}, {"c.host", "db1"}, {"c.hosts", "db1"}}, found);
  EXPECT_EQ(read.hosts, "db1");
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_THAT(found.notices,
              ElementsAre("c.host is read as c.contact.points.", "c.hosts is read as c.contact.points."));
  EXPECT_THAT(
      sentences({{"c.host", "db1"}, {"c.contact.points", "db2"}}),
      ElementsAre("c.contact.points and c.host are the same setting but have different values; remove "
                  "c.host."));
}

TEST(ConfigTable, warns_of_deprecated_keys) {
  Findings found;
  example_table().read({{"c.key.space", "shop"}, {"c.slice", "1"}}, found);
  EXPECT_THAT(found.notices, ElementsAre("c.slice is deprecated: It has no effect."));
}

TEST(ConfigTable, knows_other_words_for_values) {
  const Settings least{{"c.key.space", "shop"}};
  for (const auto& [word, ssl] : {std::pair("default", false), {"Default", false}, {"on", true}}) {
    Settings settings = least;
    settings["c.ssl"] = word;
    auto read = example_table().read(settings);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->ssl, ssl);
  }
}

TEST(ConfigTable, reads_below_a_prefix) {
  Findings found;
  const auto read =
      example_table().read({{"v.c.key.space", "shop"}, {"v.c.port", "x"}, {"v.c.host", "db"}}, found, "v.");
  EXPECT_EQ(read.key_space, "shop");
  EXPECT_THAT(found.problems,
              ElementsAre(Problem{"v.c.port", "v.c.port: \"x\" is not a whole number between 1 and 65535."}));
  EXPECT_THAT(found.notices, ElementsAre("v.c.host is read as v.c.contact.points."));
}

TEST(ConfigTable, shows_its_rows_without_the_struct) {
  const Rows rows = example_table().rows();
  ASSERT_EQ(rows.size(), 14u);
  EXPECT_EQ(rows[1].order, 2);
  EXPECT_EQ(rows[1].type, Type::int_);
  EXPECT_EQ(rows[3].type, Type::password);
  EXPECT_TRUE(rows[3].info.secret);
  EXPECT_EQ(rows[5].type, Type::int_);
  EXPECT_EQ(rows[11].type, Type::class_);
  EXPECT_TRUE(rows[2].required());
  EXPECT_FALSE(rows[12].required());
}

TEST(Validate, answers_as_kafka_connect_does) {
  const auto answers =
      validate(example_table().rows(),
               {{"c.port", "0"}, {"c.password", "sesame"}, {"c.tables", "a , b"}, {"c.ssl", "x"}});
  ASSERT_EQ(answers.size(), 14u);
  EXPECT_EQ(answers[0].value, "localhost");
  EXPECT_EQ(answers[1].value, "0");
  EXPECT_THAT(answers[1].errors, ElementsAre(HasSubstr("\"0\" is not a whole number")));
  EXPECT_EQ(answers[2].value, std::nullopt);
  EXPECT_THAT(answers[2].errors, ElementsAre("c.key.space is required and has no default."));
  EXPECT_EQ(answers[3].value, "[hidden]");
  EXPECT_EQ(answers[4].value, std::nullopt);
  EXPECT_EQ(answers[8].value, "a,b");
  EXPECT_THAT(answers[9].recommended, ElementsAre("none", "all"));
  EXPECT_EQ(answers[12].value, std::nullopt);
  EXPECT_THAT(answers[12].errors, IsEmpty());
  EXPECT_EQ(shown_default(example_table().rows()[3]), "[hidden]");
  EXPECT_EQ(shown_default(example_table().rows()[1]), "9042");
}

}  // namespace
}  // namespace caskade::config
