// The log on stderr, in lines that look like Kafka Connect's, so that what reads those can read ours:
//
//   [2026-11-24 10:00:00,123] INFO [my-connector|task-0] Read a table keyspace=shop note="two words"
//
// Local time, as log4j's %d. One event is one line: line breaks and other control characters are escaped.
// Owned by main, outlives everything that logs; safe to call from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/log.h"

namespace spdlog {
class logger;
}

namespace caskade::log {

class SpdlogSink : public LogSink {
 public:
  explicit SpdlogSink(LogLevel threshold = LogLevel::info);
  ~SpdlogSink() override;

  // Events below the threshold are dropped. May be changed at any time, from any thread.
  void set_threshold(LogLevel threshold) { threshold_.store(threshold, std::memory_order_relaxed); }
  LogLevel threshold() const { return threshold_.load(std::memory_order_relaxed); }

  void write(LogLevel level, std::string_view context, std::string_view sentence,
             std::span<const LogField> fields) override;

 private:
  std::atomic<LogLevel> threshold_;
  std::unique_ptr<spdlog::logger> logger_;
};

// Everything of a line that comes after the time.
std::string to_line(LogLevel level, std::string_view context, std::string_view sentence,
                    std::span<const LogField> fields);

}  // namespace caskade::log
