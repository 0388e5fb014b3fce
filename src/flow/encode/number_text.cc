#include "flow/encode/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace caskade::encode {
namespace {

constexpr std::array<char, 200> two_digits = [] {
  std::array<char, 200> table{};
  for (std::size_t i = 0; i < 100; ++i) {
    table[2 * i] = static_cast<char>('0' + i / 10);
    table[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return table;
}();

char* write_pair(char* out, std::uint32_t value) {
  std::memcpy(out, two_digits.data() + 2 * value, 2);
  return out + 2;
}

char* write_pair_or_digit(char* out, std::uint32_t value) {
  if (value >= 10) return write_pair(out, value);
  *out = static_cast<char>('0' + value);
  return out + 1;
}

char* write_four(char* out, std::uint32_t value) {
  return write_pair(write_pair(out, value / 100), value % 100);
}
char* write_eight(char* out, std::uint32_t value) {
  return write_four(write_four(out, value / 10'000), value % 10'000);
}

// Below 10^8, without leading zeros.
char* write_up_to_eight(char* out, std::uint32_t value) {
  if (value < 100) return write_pair_or_digit(out, value);
  if (value < 10'000) return write_pair(write_pair_or_digit(out, value / 100), value % 100);
  const std::uint32_t high = value / 10'000;
  out = high < 100 ? write_pair_or_digit(out, high)
                   : write_pair(write_pair_or_digit(out, high / 100), high % 100);
  return write_four(out, value % 10'000);
}

// A decimal number taken apart: 0.d1d2d3... x 10^point.
struct Digits {
  std::array<char, 24> text;
  int count = 0;
  int point = 0;
};

// Reads what to_chars made in scientific form: "1.234e-05".
Digits parse_scientific(std::string_view text) {
  Digits digits;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e'; ++i)
    if (text[i] != '.') digits.text[static_cast<std::size_t>(digits.count++)] = text[i];
  const bool negative = text[i + 1] == '-';
  int exponent = 0;
  for (i += 2; i < text.size(); ++i)
    exponent = exponent * 10 + (text[i] - '0');
  digits.point = 1 + (negative ? -exponent : exponent);
  return digits;
}

// The shortest digits that read back as value. Java never prints a single digit, so where one would do it
// takes the best two: 4.9E-324, not 5.0E-324.
template <class Floating>
Digits shortest_digits(Floating value) {
  std::array<char, 40> raw;
  auto end = std::to_chars(raw.data(), raw.data() + raw.size(), value, std::chars_format::scientific).ptr;
  const Digits shortest = parse_scientific({raw.data(), end});
  if (shortest.count > 1) return shortest;
  end = std::to_chars(raw.data(), raw.data() + raw.size(), value, std::chars_format::scientific, 1).ptr;
  Floating back = 0;
  std::from_chars(raw.data(), end, back);
  Digits two = parse_scientific({raw.data(), end});
  if (back != value || two.text[1] == '0') return shortest;
  return two;
}

char* copy(char* out, const char* from, int count) {
  std::memcpy(out, from, static_cast<std::size_t>(count));
  return out + count;
}

char* fill_zeros(char* out, int count) {
  for (; count > 0; --count)
    *out++ = '0';
  return out;
}

// "123.45", "12300.0" or "0.00123": for a point that Java shows without exponent.
char* write_plain(char* out, const Digits& digits) {
  if (digits.point <= 0) {
    *out++ = '0';
    *out++ = '.';
    return copy(fill_zeros(out, -digits.point), digits.text.data(), digits.count);
  }
  if (digits.count <= digits.point) {
    out = fill_zeros(copy(out, digits.text.data(), digits.count), digits.point - digits.count);
    *out++ = '.';
    *out++ = '0';
    return out;
  }
  out = copy(out, digits.text.data(), digits.point);
  *out++ = '.';
  return copy(out, digits.text.data() + digits.point, digits.count - digits.point);
}

char* write_with_exponent(char* out, const Digits& digits) {
  *out++ = digits.text[0];
  *out++ = '.';
  out = digits.count == 1 ? fill_zeros(out, 1) : copy(out, digits.text.data() + 1, digits.count - 1);
  *out++ = 'E';
  return write_integer(out, digits.point - 1);
}

// Numbers with up to eight places, such as prices: whole * 10^8 has at most 15 digits, and no two numbers of
// up to 15 digits are the same double, so what divides back to value is its shortest text. Null when value is
// no such.
char* write_few_places(char* out, double value) {
  constexpr double scale = 1e8;
  const auto scaled = static_cast<std::uint64_t>(value * scale + 0.5);
  if (static_cast<double>(scaled) / scale != value) return nullptr;
  constexpr std::uint64_t whole = 100'000'000;
  out = write_up_to_eight(out, static_cast<std::uint32_t>(scaled / whole));
  *out++ = '.';
  out = write_eight(out, static_cast<std::uint32_t>(scaled % whole));
  while (out[-1] == '0')
    --out;
  return out;
}

template <class Floating>
char* write_java(char* out, Floating value) {
  if (std::signbit(value)) {
    *out++ = '-';
    value = -value;
  }
  if (value < 10'000'000) {  // whole numbers need no search for digits
    const auto whole = static_cast<std::uint32_t>(value);
    if (static_cast<Floating>(whole) == value) {
      out = write_up_to_eight(out, whole);
      *out++ = '.';
      *out++ = '0';
      return out;
    }
    if constexpr (std::is_same_v<Floating, double>)
      if (value >= 1e-3)
        if (char* end = write_few_places(out, value)) return end;
  }
  const Digits digits = shortest_digits(value);
  const bool is_plain = digits.point > -3 && digits.point <= 7;
  return is_plain ? write_plain(out, digits) : write_with_exponent(out, digits);
}

}  // namespace

char* write_unsigned(char* out, std::uint64_t value) {
  constexpr std::uint64_t e8 = 100'000'000;
  if (value < e8) return write_up_to_eight(out, static_cast<std::uint32_t>(value));
  const std::uint64_t high = value / e8;
  if (high < e8) {
    out = write_up_to_eight(out, static_cast<std::uint32_t>(high));
  } else {
    out = write_up_to_eight(out, static_cast<std::uint32_t>(high / e8));
    out = write_eight(out, static_cast<std::uint32_t>(high % e8));
  }
  return write_eight(out, static_cast<std::uint32_t>(value % e8));
}

char* write_integer(char* out, std::int64_t value) {
  auto magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  return write_unsigned(out, magnitude);
}

char* write_floating(char* out, double value) { return write_java(out, value); }
char* write_floating(char* out, float value) { return write_java(out, value); }

char* write_non_finite(char* out, double value) {
  std::string_view text = "\"NaN\"";
  if (std::isinf(value)) text = value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

}  // namespace caskade::encode
