// The settings of org.apache.kafka.connect.json.JsonConverter, under Kafka Connect's names, with its defaults
// and in its order (Apache Kafka 4.3, GET /connector-plugins/.../config). In a connector's settings they
// stand below "value.converter.".
#pragma once

#include <optional>
#include <string>

#include "core/config/key_table.h"

namespace caskade::encode {

enum class DecimalFormat { base64, numeric };

struct JsonConfig {
  std::string converter_type = "value";  // accepted; Kafka Connect sets it itself
  bool schemas_enable = true;
  int schemas_cache_size = 1000;              // accepted; an encoder keeps exactly one schema
  std::optional<std::string> schema_content;  // accepted; only sinks use it
  DecimalFormat decimal_format = DecimalFormat::base64;
  bool replace_null_with_default = true;  // accepted; no field of ours has a default
};

const config::ConfigTable<JsonConfig>& json_table();

}  // namespace caskade::encode

template <>
struct caskade::config::FieldType<caskade::encode::DecimalFormat> {
  static constexpr Type type = Type::string;
  static Result<caskade::encode::DecimalFormat> from(const Value& value);
};
