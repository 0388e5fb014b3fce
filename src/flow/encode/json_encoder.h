// Kafka Connect's JsonConverter for values: one JSON text per row, with the schema in an envelope or without.
// The work is in JsonPlan (what to do per column) and the walk over the cells here.
#pragma once

#include "flow/encode/encoder.h"
#include "flow/encode/json_config.h"

namespace caskade::encode {

// Fault::config for a column whose type has no JSON form.
Result<std::unique_ptr<Encoder>> compile_json_encoder(const ValueShape& shape, const JsonConfig& config);

}  // namespace caskade::encode
