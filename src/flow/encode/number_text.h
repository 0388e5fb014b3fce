// Numbers as Java prints them. Floating point: shortest text that reads back as the same value (JDK 19 and
// later), "1.0", "0.1", and from 1e7 and below 1e-3 "1.0E7", "1.0E-4". Each function writes at out and gives
// the end; out has room for the named maximum.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caskade::encode {

inline constexpr std::size_t integer_text_max = 20;
char* write_integer(char* out, std::int64_t value);
char* write_unsigned(char* out, std::uint64_t value);

inline constexpr std::size_t floating_text_max = 32;
// Finite values only; the others have no text in JSON numbers, see write_non_finite.
char* write_floating(char* out, double value);
char* write_floating(char* out, float value);

// "NaN", "Infinity" or "-Infinity" with quotes, as Jackson writes them.
char* write_non_finite(char* out, double value);

}  // namespace caskade::encode
