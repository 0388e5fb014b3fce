// Cassandra's varint and decimal as Kafka Connect's Decimal: the unscaled value in base64, or, with
// decimal.format=NUMERIC, a number in the text of Java's BigDecimal. A decimal column has one scale in its
// schema, 18 as with Stream Reactor; a value that would have to be rounded is refused, not rounded.
#pragma once

#include "flow/encode/cell_fault.h"
#include "flow/encode/wide_integer.h"

namespace caskade::encode {

inline constexpr int decimal_scale = 18;
// How many zeros a value may gain on the way to that scale: 1E+982 is the largest power of ten.
inline constexpr std::uint32_t decimal_zeros_max = 1000;

// What write_decimal and write_varint_digits write at most for a cell of this size.
constexpr std::size_t decimal_text_max(std::size_t cell_size) {
  return cell_size * 5 / 2 + decimal_zeros_max + 64;
}

enum class DecimalForm : std::uint8_t { base64, numeric };

// The cell is an int scale and a varint. Advances out when there is no fault.
CellFault write_decimal(char*& out, Bytes cell, DecimalForm form, WideInteger& scratch);

// A varint's decimal digits. The cell is not empty.
CellFault write_varint_digits(char*& out, Bytes cell, WideInteger& scratch);

}  // namespace caskade::encode
