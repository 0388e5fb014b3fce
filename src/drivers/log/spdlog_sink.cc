#include "drivers/log/spdlog_sink.h"

#include <algorithm>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace caskade::log {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::trace:
      return "TRACE";
    case LogLevel::debug:
      return "DEBUG";
    case LogLevel::info:
      return "INFO";
    case LogLevel::warn:
      return "WARN";
    case LogLevel::error:
      return "ERROR";
  }
  return "ERROR";
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool needs_quotes(std::string_view value) {
  return value.empty() || std::ranges::any_of(value, [](char c) {
           return c == ' ' || c == '"' || c == '\\' || c == '=' || is_control(c);
         });
}

// Nothing in a log may start a new line or steer a terminal.
void append_control(std::string& line, char c) {
  switch (c) {
    case '\n':
      line += "\\n";
      break;
    case '\r':
      line += "\\r";
      break;
    case '\t':
      line += "\\t";
      break;
    default:
      line += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
}

void append_plain(std::string& line, std::string_view text) {
  for (char c : text) {
    if (is_control(c))
      append_control(line, c);
    else
      line += c;
  }
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  line += '"';
  for (char c : value) {
    if (is_control(c)) {
      append_control(line, c);
      continue;
    }
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

}  // namespace

std::string to_line(LogLevel level, std::string_view context, std::string_view sentence,
                    std::span<const LogField> fields) {
  std::string line(name_of(level));
  if (!context.empty()) {
    line += " [";
    append_plain(line, context);
    line += ']';
  }
  line += ' ';
  append_plain(line, sentence);
  for (const LogField& field : fields) {
    line += ' ';
    append_plain(line, field.key);
    line += '=';
    append_value(line, field.value);
  }
  return line;
}

SpdlogSink::SpdlogSink(LogLevel threshold)
    : threshold_(threshold),
      logger_(
          std::make_unique<spdlog::logger>("caskade", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_level(spdlog::level::trace);
  logger_->set_pattern("[%Y-%m-%d %H:%M:%S,%e] %v");
}

SpdlogSink::~SpdlogSink() = default;

void SpdlogSink::write(LogLevel level, std::string_view context, std::string_view sentence,
                       std::span<const LogField> fields) {
  if (level < threshold()) return;
  const std::string line = to_line(level, context, sentence, fields);
  logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace caskade::log
