#include "core/config/properties.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace caskade::config {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// A line as the format means it: continuation lines joined, comments and empty lines gone.
struct Line {
  std::string text;
  std::size_t number = 0;  // of its first character, from 1
};

// Takes logical lines off the text. The flags are those of Java's LineReader, so that odd corners (a comment
// after a lone backslash, a backslash at the end) come out the same.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}

  std::optional<Line> next() {
    Line line{.text = {}, .number = number_};
    bool skip_blanks = true, continued = false, escaping = false;
    while (at_ < text_.size()) {
      const char c = take();
      if (skip_blanks && (is_blank(c) || (!continued && is_line_end(c)))) continue;
      skip_blanks = continued = false;
      if (line.text.empty() && (c == '#' || c == '!')) {
        skip_comment();
        skip_blanks = true;
      } else if (!is_line_end(c)) {
        if (line.text.empty()) line.number = number_;
        line.text += c;
        escaping = c == '\\' && !escaping;
      } else if (line.text.empty()) {
        skip_blanks = true;
      } else if (at_ == text_.size() || !escaping) {
        break;
      } else {
        line.text.pop_back();
        skip_blanks = continued = true;
        escaping = false;
        if (c == '\r' && text_[at_] == '\n') take();
      }
    }
    if (line.text.empty()) return std::nullopt;
    if (escaping) line.text.pop_back();
    return line;
  }

 private:
  // The next character; \r\n counts as one line end.
  char take() {
    const char c = text_[at_++];
    number_ += c == '\n' || (c == '\r' && !text_.substr(at_).starts_with('\n'));
    return c;
  }
  void skip_comment() {
    while (at_ < text_.size() && !is_line_end(take())) {
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t number_ = 1;
};

void append_utf8(std::string& to, char32_t code) {
  const auto add = [&to](char32_t byte) { to += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
  }
  add(0x80 | (code & 0x3F));
}

// Java's UTF-16 units as UTF-8; half a pair becomes a question mark, as in Java's own encoder.
std::string to_utf8(const std::u16string& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char32_t unit = units[i];
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    if (high && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000)
      append_utf8(text, 0x10000 + ((unit - 0xD800) << 10) + (units[++i] - 0xDC00U));
    else
      append_utf8(text, unit >= 0xD800 && unit < 0xE000 ? U'?' : unit);
  }
  return text;
}

std::optional<char16_t> read_hex(std::string_view digits) {
  std::uint16_t unit = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
  if (digits.size() != 4 || fault != std::errc{} || end != digits.data() + 4) return std::nullopt;
  return unit;
}

Result<std::string> unescape(std::string_view raw, std::size_t line) {
  std::u16string units;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '\\' && i + 1 < raw.size()) {
      c = raw[++i];
      if (c == 'u') {
        const auto unit = read_hex(raw.substr(i + 1, 4));
        if (!unit)
          return Error{Fault::config, fmt::format("line {}: \\u must be followed by four hex digits", line)};
        units += *unit;
        i += 4;
        continue;
      }
      constexpr std::string_view letters = "tnrf", controls = "\t\n\r\f";
      if (const auto at = letters.find(c); at != std::string_view::npos) c = controls[at];
    }
    units += static_cast<unsigned char>(c);
  }
  return to_utf8(units);
}

// Where the key ends and the value begins.
struct Cut {
  std::size_t key_end;
  std::size_t value_begin;
};

Cut find_cut(std::string_view line) {
  const auto is_mark = [](char c) { return c == '=' || c == ':'; };
  std::size_t end = 0;
  for (; end < line.size() && !is_blank(line[end]) && !is_mark(line[end]); ++end)
    if (line[end] == '\\') ++end;
  std::size_t begin = end = std::min(end, line.size());
  while (begin < line.size() && is_blank(line[begin]))
    ++begin;
  if (begin < line.size() && is_mark(line[begin])) ++begin;
  while (begin < line.size() && is_blank(line[begin]))
    ++begin;
  return {end, begin};
}

}  // namespace

Result<> check_config_size(std::string_view text) {
  if (text.size() <= most_config_bytes) return {};
  return Error{Fault::config, fmt::format("the text has {} bytes; a configuration has at most {}",
                                          text.size(), most_config_bytes)};
}

Result<Settings> parse_properties(std::string_view text) {
  TRY(check_config_size(text));
  Settings settings;
  LineReader lines(text);
  while (const auto line = lines.next()) {
    const Cut cut = find_cut(line->text);
    TRY(std::string key, unescape(std::string_view(line->text).substr(0, cut.key_end), line->number));
    TRY(std::string value, unescape(std::string_view(line->text).substr(cut.value_begin), line->number));
    settings.insert_or_assign(std::move(key), std::move(value));
  }
  return settings;
}

}  // namespace caskade::config
