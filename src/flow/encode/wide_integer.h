// Integers of any size, as Cassandra's varint and decimal hold them: sign and magnitude in base 2^32. Only
// what encoding needs: shift by powers of ten, and writing as digits or as two's complement. Keeps its memory
// from value to value, so an encoder owns one. Bounded by wide_bytes_max and the shifts its caller allows.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace caskade::encode {

// Printing digits takes time that grows with the square of the length; nobody stores longer numbers.
inline constexpr std::size_t wide_bytes_max = 16 * 1024;

class WideInteger {
 public:
  // From big-endian two's complement, 1 to wide_bytes_max bytes.
  void assign(Bytes twos_complement);

  bool is_negative() const { return is_negative_; }
  bool is_zero() const { return limbs_.empty(); }

  void multiply_by_power_of_ten(std::uint32_t exponent);
  // False when the division leaves a rest; the value is then spoiled.
  bool divide_by_power_of_ten(std::uint32_t exponent);

  // The shortest big-endian two's complement, as Java's BigInteger.toByteArray; valid until the next call.
  Bytes to_twos_complement();
  // The magnitude's decimal digits, "0" for zero; valid until the next call. Spoils the value.
  std::string_view take_digits();

 private:
  void multiply(std::uint32_t factor);
  std::uint32_t divide(std::uint32_t divisor);  // gives the rest

  bool is_negative_ = false;
  std::vector<std::uint32_t> limbs_;  // least first, no leading zeros
  Buffer bytes_;
  std::string digits_;
};

// Big-endian two's complement without the bytes that only repeat the sign; at least one byte stays.
Bytes shortest_twos_complement(Bytes bytes);

}  // namespace caskade::encode
