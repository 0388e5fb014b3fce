// The compiled form of one value shape as JSON: for each column of the result one step, and all constant text
// cut into fragments that are copied as they are. Built once; read for every cell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "flow/encode/encoder.h"
#include "flow/encode/json_config.h"

namespace caskade::encode {

enum class Operation : std::uint8_t {
  skip,  // ignored: the cell is walked over
  text,
  boolean,
  int8,
  int16,
  int32,
  int64,
  float32,
  float64,
  uuid,
  date,
  inet,
  duration,
  blob,
  varint_base64,
  varint_numeric,
  decimal_base64,
  decimal_numeric,
};

// A piece of JsonPlan::text. Copied in blocks of fragment_block bytes, so text is padded by one block.
struct Fragment {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
};
inline constexpr std::size_t fragment_block = 16;

struct Step {
  Operation operation = Operation::skip;
  std::uint8_t width = 0;     // the size a cell must have; 0 when it varies
  bool empty_is_null = true;  // an empty cell is no value (all but text and blob)
  Fragment before;            // `,"name":`; of the first also what precedes the payload's fields
};

struct JsonPlan {
  std::vector<Step> steps;    // one per column of the result
  Fragment after;             // what closes a message
  std::string text;           // holds the fragments
  std::size_t fixed_max = 0;  // bytes of a message at most, less its cells of varying size
};

// Fault::config, naming the column, for a type that has no form yet.
Result<JsonPlan> compile_json_plan(const ValueShape& shape, const JsonConfig& config);

}  // namespace caskade::encode
