// Runs tests/cases/config/connector.case: the file's text in lines that begin with "| ", then what comes of
// it:
// "= name, state" and the config as JSON, or "! " and the error.
#include "core/config/connector_file.h"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/config/properties.h"

namespace caskade::config {
namespace {

std::string outcome_of(std::string_view text) {
  const auto read = parse_connector_file(text, "file");
  if (!read) return "! " + read.error().what;
  return "= " + read->name + ", " + read->initial_state.value_or("-") + " " +
         nlohmann::json(read->config).dump();
}

TEST(ConnectorFile, reads_the_cases) {
  std::ifstream file(CASKADE_SOURCE_DIR "/tests/cases/config/connector.case");
  std::string text;
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("|")) text += line.substr(std::min<std::size_t>(2, line.size())) + "\n";
    if (!line.starts_with("=") && !line.starts_with("!")) continue;
    EXPECT_EQ(outcome_of(text), line) << text;
    text.clear();
    ++count;
  }
  EXPECT_GT(count, 20);
}

TEST(ConnectorFile, refuses_what_is_too_large) {
  const std::string text = "{\"name\": \"" + std::string(most_config_bytes, 'a') + "\"}";
  EXPECT_EQ(outcome_of(text), "! file: the text has 1048588 bytes; a configuration has at most 1048576");
}

TEST(ConnectorFile, survives_deep_nesting) {
  EXPECT_TRUE(outcome_of("{\"a\":" + std::string(500'000, '[')).starts_with("! file: the JSON is broken"));
}

TEST(ConnectorFile, skips_a_byte_order_mark) {
  EXPECT_EQ(outcome_of("\xEF\xBB\xBF{\"name\": \"a\"}"), "= a, - {\"name\":\"a\"}");
}

TEST(SettingsJson, needs_no_name) {
  EXPECT_EQ(*parse_settings_json(R"({"tasks.max": 2})"), (Settings{{"tasks.max", "2"}}));
  EXPECT_EQ(parse_settings_json(R"({"a": null})").error().what,
            "\"a\" is null; a setting must be a text, a number, true or false");
}

}  // namespace
}  // namespace caskade::config
