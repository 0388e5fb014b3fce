// Why a cell cannot be written. A byte on the fast path; becomes a sentence with row and column where it is
// reported.
#pragma once

#include <cstdint>

namespace caskade::encode {

enum class CellFault : std::uint8_t {
  none,
  wrong_length,    // not the size its type has
  not_utf8,        // text that is not UTF-8
  needs_rounding,  // a decimal with more digits behind the point than the schema's scale
  too_large,       // a decimal whose exponent is beyond decimal_zeros_max
  too_long,        // a varint or decimal of more than wide_bytes_max bytes
  malformed,       // bytes that are no value of the type
};

}  // namespace caskade::encode
