#include "core/kcql/source.h"

#include <fmt/format.h>

namespace caskade::kcql {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string_view line_of(std::string_view text, int number) {
  for (; number > 1; --number) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// The line, or the part of it around the column, and under it the caret.
std::string excerpt(std::string_view line, int column) {
  const int first = column > excerpt_columns_max ? column - excerpt_columns_max / 2 : 1;
  std::string above = first > 1 ? "..." : "";
  std::string below = first > 1 ? "   " : "";
  int at = 0;
  for (const char c : line) {
    if (!is_continuation(c)) ++at;
    if (at < first) continue;
    if (at >= first + excerpt_columns_max) {
      above += "...";
      break;
    }
    above += is_control(c) && c != '\t' ? ' ' : c;
    if (at < column && !is_continuation(c)) below += c == '\t' ? '\t' : ' ';
  }
  return above + "\n" + below + "^";
}

}  // namespace

Error Source::error(Position at, std::string_view sentence) const {
  return Error{Fault::config, fmt::format("{} {}:{}: {}\n{}", name, at.line, at.column, sentence,
                                          excerpt(line_of(text, at.line), at.column))};
}

std::string shown(std::string_view word) {
  const bool cut = word.size() > shown_bytes_max;
  if (cut) word = word.substr(0, shown_bytes_max);
  while (cut && !word.empty() && is_continuation(word.back()))
    word.remove_suffix(1);
  if (cut && !word.empty() && static_cast<unsigned char>(word.back()) >= 0xC0) word.remove_suffix(1);
  std::string out = "\"";
  for (const char c : word)
    out += is_control(c) ? ' ' : c;
  return out + (cut ? "...\"" : "\"");
}

}  // namespace caskade::kcql
