#include "flow/encode/decimal_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "flow/encode/cell_text.h"
#include "flow/encode/number_text.h"

namespace caskade::encode {
namespace {

using Int128 = __int128;

constexpr std::array<std::int64_t, decimal_scale + 1> powers_of_ten = [] {
  std::array<std::int64_t, decimal_scale + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i)
    powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::int64_t load_sign_extended(Bytes bytes) {  // 1 to 8 bytes
  auto value = static_cast<std::int64_t>(static_cast<std::int8_t>(bytes[0]));
  for (std::byte byte : bytes.subspan(1))
    value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << 8 |
                                      std::to_integer<std::uint64_t>(byte));
  return value;
}

char* copy(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

char* write_quoted_base64(char* out, Bytes bytes) {
  *out++ = '"';
  out = write_base64(out, bytes);
  *out++ = '"';
  return out;
}

// The text of new BigDecimal(unscaled, decimal_scale).toString(): plain unless the first digit is more than
// six places behind the point.
char* write_big_decimal(char* out, bool is_negative, std::string_view digits) {
  if (is_negative) *out++ = '-';
  const int adjusted = static_cast<int>(digits.size()) - 1 - decimal_scale;
  if (adjusted < -6) {
    *out++ = digits[0];
    if (digits.size() > 1) {
      *out++ = '.';
      out = copy(out, digits.substr(1));
    }
    *out++ = 'E';
    return write_integer(out, adjusted);
  }
  if (adjusted < 0) {
    constexpr std::string_view zeros = "0.0000000";
    return copy(copy(out, zeros.substr(0, static_cast<std::size_t>(1 - adjusted))), digits);
  }
  const std::size_t point = digits.size() - decimal_scale;
  out = copy(out, digits.substr(0, point));
  *out++ = '.';
  return copy(out, digits.substr(point));
}

char* write_scaled(char* out, Int128 unscaled, DecimalForm form) {
  if (form == DecimalForm::base64) {
    std::array<std::byte, 16> raw;
    store_big_endian(raw.data(), static_cast<std::int64_t>(unscaled >> 64));
    store_big_endian(raw.data() + 8, static_cast<std::uint64_t>(unscaled));
    return write_quoted_base64(out, shortest_twos_complement(raw));
  }
  std::array<char, 40> digits;
  std::size_t at = digits.size();
  const bool is_negative = unscaled < 0;
  auto left =
      is_negative ? -static_cast<unsigned __int128>(unscaled) : static_cast<unsigned __int128>(unscaled);
  do {
    digits[--at] = static_cast<char>('0' + static_cast<int>(left % 10));
    left /= 10;
  } while (left != 0);
  return write_big_decimal(out, is_negative, {digits.data() + at, digits.size() - at});
}

// Where unscaled value and power of ten fit a machine word each: nearly always.
CellFault write_narrow(char*& out, std::int64_t unscaled, std::int64_t zeros, DecimalForm form) {
  if (zeros >= 0) {
    out = write_scaled(out, static_cast<Int128>(unscaled) * powers_of_ten[static_cast<std::size_t>(zeros)],
                       form);
    return CellFault::none;
  }
  const std::int64_t divisor = powers_of_ten[static_cast<std::size_t>(-zeros)];
  if (unscaled % divisor != 0) return CellFault::needs_rounding;
  out = write_scaled(out, unscaled / divisor, form);
  return CellFault::none;
}

CellFault write_wide(char*& out, Bytes unscaled, std::int64_t zeros, const DecimalForm form,
                     WideInteger& scratch) {
  if (unscaled.size() > wide_bytes_max) return CellFault::too_long;
  scratch.assign(unscaled);
  if (!scratch.is_zero() && zeros > decimal_zeros_max) return CellFault::too_large;
  if (zeros >= 0) {
    scratch.multiply_by_power_of_ten(
        static_cast<std::uint32_t>(std::min<std::int64_t>(zeros, decimal_zeros_max)));
  } else if (!scratch.divide_by_power_of_ten(static_cast<std::uint32_t>(-zeros))) {
    return CellFault::needs_rounding;
  }
  if (form == DecimalForm::base64) {
    out = write_quoted_base64(out, scratch.to_twos_complement());
  } else {
    const bool is_negative = scratch.is_negative();
    out = write_big_decimal(out, is_negative, scratch.take_digits());
  }
  return CellFault::none;
}

}  // namespace

CellFault write_decimal(char*& out, Bytes cell, DecimalForm form, WideInteger& scratch) {
  if (cell.size() < 5) return CellFault::wrong_length;
  const std::int64_t zeros = decimal_scale - std::int64_t{load_big_endian<std::int32_t>(cell.data())};
  const Bytes unscaled = shortest_twos_complement(cell.subspan(4));
  if (unscaled.size() <= 8 && zeros >= -decimal_scale && zeros <= decimal_scale)
    return write_narrow(out, load_sign_extended(unscaled), zeros, form);
  return write_wide(out, unscaled, zeros, form, scratch);
}

CellFault write_varint_digits(char*& out, Bytes cell, WideInteger& scratch) {
  const Bytes value = shortest_twos_complement(cell);
  if (value.size() <= 8) {
    out = write_integer(out, load_sign_extended(value));
    return CellFault::none;
  }
  if (value.size() > wide_bytes_max) return CellFault::too_long;
  scratch.assign(value);
  if (scratch.is_negative()) *out++ = '-';
  out = copy(out, scratch.take_digits());
  return CellFault::none;
}

}  // namespace caskade::encode
