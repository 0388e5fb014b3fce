#include "drivers/log/spdlog_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade::log {
namespace {

std::string line_of(std::string_view context, std::string_view sentence, Log::Fields fields = {}) {
  return to_line(LogLevel::info, context, sentence, {fields.begin(), fields.size()});
}

TEST(SpdlogSink, quotes_only_what_needs_it) {
  EXPECT_EQ(line_of("c|task-0", "Read a table", {{"table", "shop.orders"}, {"rows", 3}}),
            "INFO [c|task-0] Read a table table=shop.orders rows=3");
  EXPECT_EQ(line_of("", "Said", {{"a", "va lue"}, {"b", "x\"y\\"}, {"c", ""}, {"d", "1=2"}}),
            R"(INFO Said a="va lue" b="x\"y\\" c="" d="1=2")");
}

TEST(SpdlogSink, keeps_one_event_on_one_line) {
  EXPECT_EQ(line_of("a\nb", "one\r\ntwo", {{"k", "x\ny\t\x1b[0m"}}),
            R"(INFO [a\nb] one\r\ntwo k="x\ny\t\x1b[0m")");
}

TEST(SpdlogSink, writes_to_stderr_what_reaches_the_threshold) {
  testing::internal::CaptureStderr();
  SpdlogSink sink;
  Log log(sink, "my-connector|task-0");
  log.debug("Not shown");
  log.info("Shown {} %v", {{"key", "{}"}});
  sink.set_threshold(LogLevel::debug);
  log.debug("Shown now");
  sink.set_threshold(LogLevel::error);
  log.warn("Not shown");
  const std::string time = R"(\[[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3}\] )";
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::MatchesRegex(time + "INFO \\[my-connector\\|task-0\\] Shown \\{\\} %v key=\\{\\}\n" +
                                    time + "DEBUG \\[my-connector\\|task-0\\] Shown now\n"));
}

}  // namespace
}  // namespace caskade::log
