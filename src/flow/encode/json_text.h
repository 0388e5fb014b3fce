// JSON strings as Jackson writes them by default (recorded from Kafka Connect): quote and backslash escaped,
// control characters as \b \t \n \f \r or \u001F, characters beyond U+FFFF as two escaped surrogates, all
// else raw UTF-8. The caller guarantees the room; what is needed at most is said at each function.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caskade::encode {

// Copies bytes that need no attention (printable ASCII except quote and backslash) and stops at the first
// that does. Gives how many were copied, and needs room for as many as the text has.
std::size_t copy_plain(char* out, std::string_view text);

// Copies and escapes from the text's start until at least some_bytes are done or the text ends; out has room
// for escaped_max(some_bytes). Gives how far it came, and false when what follows is not UTF-8.
struct Escaped {
  std::size_t read = 0;
  std::size_t written = 0;
  bool is_utf8 = true;
};
constexpr std::size_t escaped_max(std::size_t some_bytes) { return 6 * (some_bytes + 16); }
Escaped copy_escaped(char* out, std::string_view text, std::size_t some_bytes);

// The text with quotes around it; for names, when a plan is compiled. Bytes that are not UTF-8 become "?".
std::string to_json_string(std::string_view text);

}  // namespace caskade::encode
