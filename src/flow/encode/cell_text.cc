#include "flow/encode/cell_text.h"

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "flow/encode/number_text.h"

namespace caskade::encode {
namespace {

constexpr char lower_hex[] = "0123456789abcdef";

constexpr std::array<char, 512> hex_pairs = [] {
  std::array<char, 512> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    table[2 * i] = lower_hex[i >> 4];
    table[2 * i + 1] = lower_hex[i & 0xF];
  }
  return table;
}();

char* write_hex(char* out, const std::byte* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(out + 2 * i, hex_pairs.data() + 2 * std::to_integer<std::size_t>(bytes[i]), 2);
  return out + 2 * count;
}

char* write_group(char* out, unsigned group) {  // hexadecimal without leading zeros
  for (int shift = 12; shift >= 0; shift -= 4)
    if (group >> shift != 0 || shift == 0) *out++ = lower_hex[group >> shift & 0xFU];
  return out;
}

struct Run {
  std::size_t begin = 8;
  std::size_t length = 0;
};

// The first longest run of at least two zero groups.
Run longest_zeros(const std::array<std::uint16_t, 8>& groups) {
  Run best{8, 1};
  for (std::size_t i = 0; i < groups.size();) {
    std::size_t end = i;
    while (end < groups.size() && groups[end] == 0)
      ++end;
    if (end - i > best.length) best = {i, end - i};
    i = end + 1;
  }
  return best.begin < 8 ? best : Run{};
}

// Cassandra's signed vint: leading ones of the first byte count the bytes that follow; zigzag.
std::optional<std::int64_t> take_vint(Bytes& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto first = std::to_integer<std::uint8_t>(bytes[0]);
  const auto extra = static_cast<std::size_t>(std::countl_one(first));
  if (bytes.size() < 1 + extra) return std::nullopt;
  std::uint64_t value = extra >= 8 ? 0 : first & (0xFFU >> extra);
  for (std::size_t i = 1; i <= extra; ++i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  bytes = bytes.subspan(1 + extra);
  return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
}

struct Unit {
  std::uint64_t size;
  std::string_view name;
};
constexpr std::array month_units{Unit{12, "y"}, Unit{1, "mo"}};
constexpr std::array day_units{Unit{1, "d"}};
constexpr std::array nano_units{
    Unit{3'600'000'000'000, "h"}, Unit{60'000'000'000, "m"}, Unit{1'000'000'000, "s"},
    Unit{1'000'000, "ms"},        Unit{1'000, "us"},         Unit{1, "ns"},
};

char* write_units(char* out, std::int64_t signed_amount, std::span<const Unit> units) {
  auto amount = static_cast<std::uint64_t>(signed_amount);
  if (signed_amount < 0) amount = 0 - amount;
  for (const Unit& unit : units) {
    if (amount < unit.size) continue;
    out = write_unsigned(out, amount / unit.size);
    std::memcpy(out, unit.name.data(), unit.name.size());
    out += unit.name.size();
    amount %= unit.size;
  }
  return out;
}

bool fits_int32(std::int64_t value) {
  using Limits = std::numeric_limits<std::int32_t>;
  return value >= Limits::min() && value <= Limits::max();
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char* write_base64_group(char* out, std::uint32_t bits, std::size_t digits) {
  for (std::size_t i = 0; i < 4; ++i)
    out[i] = i < digits ? base64_alphabet[bits >> (18 - 6 * i) & 0x3FU] : '=';
  return out + 4;
}

}  // namespace

char* write_uuid(char* out, const std::byte* bytes) {
  out = write_hex(out, bytes, 4);
  for (std::size_t at : {4, 6, 8}) {
    *out++ = '-';
    out = write_hex(out, bytes + at, 2);
  }
  *out++ = '-';
  return write_hex(out, bytes + 10, 6);
}

char* write_inet4(char* out, const std::byte* bytes) {
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) *out++ = '.';
    out = write_unsigned(out, std::to_integer<std::uint64_t>(bytes[i]));
  }
  return out;
}

char* write_inet6(char* out, const std::byte* bytes) {
  constexpr std::array<std::uint16_t, 6> ipv4_prefix{0, 0, 0, 0, 0, 0xFFFF};
  std::array<std::uint16_t, 8> groups;
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i] = load_big_endian<std::uint16_t>(bytes + 2 * i);
  if (std::memcmp(groups.data(), ipv4_prefix.data(), sizeof ipv4_prefix) == 0) {
    constexpr std::string_view prefix = "::ffff:";
    std::memcpy(out, prefix.data(), prefix.size());
    return write_inet4(out + prefix.size(), bytes + 12);
  }
  const Run zeros = longest_zeros(groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == zeros.begin) {
      *out++ = ':';
      *out++ = ':';
      i += zeros.length - 1;
      continue;
    }
    if (i > 0 && i != zeros.begin + zeros.length) *out++ = ':';
    out = write_group(out, groups[i]);
  }
  return out;
}

CellFault write_duration(char*& out, Bytes cell) {
  const auto months = take_vint(cell);
  const auto days = months ? take_vint(cell) : std::nullopt;
  const auto nanos = days ? take_vint(cell) : std::nullopt;
  if (!nanos || !cell.empty() || !fits_int32(*months) || !fits_int32(*days)) return CellFault::malformed;
  const bool is_negative = *months < 0 || *days < 0 || *nanos < 0;
  if (is_negative && (*months > 0 || *days > 0 || *nanos > 0)) return CellFault::malformed;
  if (is_negative) *out++ = '-';
  out = write_units(out, *months, month_units);
  out = write_units(out, *days, day_units);
  out = write_units(out, *nanos, nano_units);
  return CellFault::none;
}

char* write_base64(char* out, Bytes bytes) {
  const auto at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(bytes[i]); };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3)
    out = write_base64_group(out, at(i) << 16 | at(i + 1) << 8 | at(i + 2), 4);
  if (bytes.size() - i == 1) out = write_base64_group(out, at(i) << 16, 2);
  if (bytes.size() - i == 2) out = write_base64_group(out, at(i) << 16 | at(i + 1) << 8, 3);
  return out;
}

}  // namespace caskade::encode
