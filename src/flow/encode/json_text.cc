#include "flow/encode/json_text.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace caskade::encode {
namespace {

constexpr char upper_hex[] = "0123456789ABCDEF";

// Per byte: 0 when it is copied as it is, the letter of its short escape, 'u' for the long one, 'x' when it
// starts or continues a longer character.
constexpr std::array<char, 256> treatments = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c)
    table[c] = 'u';
  for (std::size_t c = 0x80; c < 0x100; ++c)
    table[c] = 'x';
  table['\b'] = 'b';
  table['\t'] = 't';
  table['\n'] = 'n';
  table['\f'] = 'f';
  table['\r'] = 'r';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

char treatment_of(char c) { return treatments[static_cast<unsigned char>(c)]; }

// Copies a block and gives how many of its bytes are plain, counted from the first.
#if defined(__SSE2__)
constexpr std::size_t block = 16;
std::size_t copy_block(char* out, const char* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
  // As signed numbers, bytes from 0x80 on are negative: one comparison finds these and the controls.
  const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const auto special =
      static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, backslash))));
  return static_cast<std::size_t>(std::countr_zero(special | 0x10000U));
}
#else
constexpr std::size_t block = 8;
std::size_t copy_block(char* out, const char* from) {
  std::memcpy(out, from, block);
  std::size_t plain = 0;
  while (plain < block && treatment_of(from[plain]) == 0)
    ++plain;
  return plain;
}
#endif

// Whether all 8 bytes are plain: per byte, bit 7 is set when the byte is from 0x80 on, below 0x20, a quote or
// a backslash; borrows can only come from a byte that is special itself.
bool is_plain_word(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  const std::uint64_t quote = word ^ (ones * '"');
  const std::uint64_t backslash = word ^ (ones * '\\');
  return ((word | (word - ones * 0x20) | (quote - ones) | (backslash - ones)) & tops) == 0;
}

bool copy_word(char* out, const char* from) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  std::memcpy(out, &word, sizeof word);
  return is_plain_word(word);
}

std::size_t copy_bytes(char* out, std::string_view text) {
  std::size_t i = 0;
  for (; i < text.size() && treatment_of(text[i]) == 0; ++i)
    out[i] = text[i];
  return i;
}

char* write_unicode_escape(char* out, unsigned unit) {
  const std::array<char, 6> escape{'\\',
                                   'u',
                                   upper_hex[unit >> 12 & 0xF],
                                   upper_hex[unit >> 8 & 0xF],
                                   upper_hex[unit >> 4 & 0xF],
                                   upper_hex[unit & 0xF]};
  std::memcpy(out, escape.data(), escape.size());
  return out + escape.size();
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// The length of the well-formed character of two to four bytes the text starts with (RFC 3629, section 4); 0
// when there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0xC2 || first > 0xF4 || text.size() < 2 || !continues(text[1])) return 0;
  if (first < 0xE0) return 2;
  if (text.size() < 3 || !continues(text[2])) return 0;
  if (first == 0xE0 && byte(1) < 0xA0) return 0;  // longer than needed
  if (first == 0xED && byte(1) > 0x9F) return 0;  // a surrogate
  if (first < 0xF0) return 3;
  if (text.size() < 4 || !continues(text[3])) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;  // longer than needed
  if (first == 0xF4 && byte(1) > 0x8F) return 0;  // beyond U+10FFFF
  return 4;
}

char* write_surrogates(char* out, std::string_view four) {
  unsigned code = static_cast<unsigned char>(four[0]) & 0x07U;
  for (std::size_t i = 1; i < 4; ++i)
    code = code << 6 | (static_cast<unsigned char>(four[i]) & 0x3FU);
  code -= 0x10000;
  return write_unicode_escape(write_unicode_escape(out, 0xD800 + (code >> 10)), 0xDC00 + (code & 0x3FF));
}

// One character that is not plain. Gives how many bytes it has, 0 when it is not UTF-8.
std::size_t copy_special(char*& out, std::string_view text) {
  const char treatment = treatment_of(text[0]);
  if (treatment == 'u') {
    out = write_unicode_escape(out, static_cast<unsigned char>(text[0]));
    return 1;
  }
  if (treatment != 'x') {
    *out++ = '\\';
    *out++ = treatment;
    return 1;
  }
  const std::size_t length = character_length(text);
  if (length == 4) {
    out = write_surrogates(out, text);
  } else {
    for (std::size_t i = 0; i < length; ++i)
      *out++ = text[i];
  }
  return length;
}

}  // namespace

std::size_t copy_plain(char* out, std::string_view text) {
  const std::size_t size = text.size();
  std::size_t i = 0;
  for (; i + block <= size; i += block)
    if (const std::size_t plain = copy_block(out + i, text.data() + i); plain < block) return i + plain;
  if (i == size) return size;
  if (size >= block)  // the last block once more: it overlaps with what is known to be plain
    return size - block + copy_block(out + size - block, text.data() + size - block);
  if (size >= 8 && copy_word(out, text.data()) && copy_word(out + size - 8, text.data() + size - 8))
    return size;
  return i + copy_bytes(out + i, text.substr(i));
}

Escaped copy_escaped(char* out, std::string_view text, std::size_t some_bytes) {
  char* const begin = out;
  std::size_t i = 0;
  const auto stop = [&](bool is_utf8) { return Escaped{i, static_cast<std::size_t>(out - begin), is_utf8}; };
  while (i < text.size() && i < some_bytes) {
    if (i + block <= text.size()) {
      const std::size_t plain = copy_block(out, text.data() + i);
      i += plain;
      out += plain;
      if (plain == block) continue;
    } else if (treatment_of(text[i]) == 0) {
      *out++ = text[i++];
      continue;
    }
    do {
      const std::size_t length = copy_special(out, text.substr(i));
      if (length == 0) return stop(false);
      i += length;
    } while (i < text.size() && i < some_bytes && treatment_of(text[i]) != 0);
  }
  return stop(true);
}

std::string to_json_string(std::string_view text) {
  std::string json = "\"";
  std::string room(escaped_max(64), '\0');
  while (!text.empty()) {
    const Escaped done = copy_escaped(room.data(), text, 64);
    json.append(room, 0, done.written);
    text.remove_prefix(done.read);
    if (done.is_utf8) continue;
    json += '?';
    text.remove_prefix(1);
  }
  return json + '"';
}

}  // namespace caskade::encode
