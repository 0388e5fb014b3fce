// Runs tests/cases/config/properties.case: a text as a JSON string, an arrow, then what java.util.Properties
// made of it (JDK 17): a JSON object, or "error" and the words of ours.
#include "core/config/properties.h"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace caskade::config {
namespace {

std::string outcome_of(std::string_view text) {
  const auto read = parse_properties(text);
  return read ? nlohmann::json(*read).dump() : "error " + read.error().what;
}

TEST(Properties, reads_the_cases_as_java_does) {
  std::ifstream file(CASKADE_SOURCE_DIR "/tests/cases/config/properties.case");
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    const auto arrow = line.rfind(" => ");
    if (line.starts_with('#') || arrow == std::string::npos) continue;
    const auto text = nlohmann::json::parse(line.substr(0, arrow)).get<std::string>();
    const std::string wanted = line.substr(arrow + 4);
    EXPECT_EQ(outcome_of(text), wanted.starts_with("error") ? wanted : nlohmann::json::parse(wanted).dump())
        << line;
    ++count;
  }
  EXPECT_GT(count, 40);
}

TEST(Properties, reads_bytes_as_latin_1) { EXPECT_EQ(parse_properties("a=\xE9")->at("a"), "\xC3\xA9"); }

TEST(Properties, refuses_what_is_too_large) {
  EXPECT_TRUE(parse_properties(std::string(most_config_bytes, 'a')));
  const auto read = parse_properties(std::string(most_config_bytes + 1, 'a'));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "the text has 1048577 bytes; a configuration has at most 1048576");
}

}  // namespace
}  // namespace caskade::config
