// What happened, said once: a sentence without variables plus key=value pairs. Log is a cheap value (a sink
// pointer and a context such as "my-connector|task-0", Kafka Connect's own brackets); the sink is chosen in
// main and outlives everything that logs. Sinks are safe to call from any thread.
#pragma once

#include <fmt/format.h>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace caskade {

enum class LogLevel { trace, debug, info, warn, error };

struct LogField {
  template <class Value>
  LogField(std::string_view field_key, const Value& field_value)
      : key(field_key), value(fmt::format("{}", field_value)) {}

  std::string_view key;
  std::string value;
};

class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(LogLevel level, std::string_view context, std::string_view sentence,
                     std::span<const LogField> fields) = 0;
};

class Log {
 public:
  using Fields = std::initializer_list<LogField>;

  Log() = default;  // says nothing
  explicit Log(LogSink& sink, std::string context = {}) : sink_(&sink), context_(std::move(context)) {}

  // The same sink under another context, e.g. "my-connector|task-0".
  Log with_context(std::string context) const;
  const std::string& context() const { return context_; }

  void debug(std::string_view sentence, Fields fields = {}) const {
    write(LogLevel::debug, sentence, fields);
  }
  void info(std::string_view sentence, Fields fields = {}) const { write(LogLevel::info, sentence, fields); }
  void warn(std::string_view sentence, Fields fields = {}) const { write(LogLevel::warn, sentence, fields); }
  void error(std::string_view sentence, Fields fields = {}) const {
    write(LogLevel::error, sentence, fields);
  }

 private:
  void write(LogLevel level, std::string_view sentence, Fields fields) const;

  LogSink* sink_ = nullptr;
  std::string context_;
};

}  // namespace caskade
