#include "flow/encode/json_config.h"

#include "core/base/text.h"

namespace caskade::encode {

using config::Importance;
using config::Width;

const config::ConfigTable<JsonConfig>& json_table() {
  static const config::ConfigTable<JsonConfig> table{
      {&JsonConfig::converter_type,
       {.name = "converter.type",
        .fallback = "value",
        .importance = Importance::low,
        .doc = "What the converter is for. Set by the worker; there is no need to give it.",
        .check = config::one_of({"key", "value", "header"})}},
      {&JsonConfig::schemas_enable,
       {.name = "schemas.enable",
        .fallback = "true",
        .importance = Importance::high,
        .group = "Schemas",
        .width = Width::medium,
        .display = "Enable Schemas",
        .doc = "Whether each message carries its schema: {\"schema\":...,\"payload\":...}. Without, the "
               "message is "
               "the payload alone."}},
      {&JsonConfig::schemas_cache_size,
       {.name = "schemas.cache.size",
        .fallback = "1000",
        .importance = Importance::high,
        .group = "Schemas",
        .width = Width::medium,
        .display = "Schema Cache Size",
        .doc = "Accepted and of no effect: the schema's text is made once per table.",
        .check = config::at_least(0)}},
      {&JsonConfig::schema_content,
       {.name = "schema.content",
        .importance = Importance::high,
        .group = "Schemas",
        .width = Width::medium,
        .display = "Schema Content",
        .doc = "Accepted and of no effect: only sink connectors use it."}},
      {&JsonConfig::decimal_format,
       {.name = "decimal.format",
        .fallback = "BASE64",
        .importance = Importance::low,
        .group = "Serialization",
        .width = Width::medium,
        .display = "Decimal Format",
        .doc =
            "How varint and decimal are written: BASE64 (the unscaled value's bytes) or NUMERIC (a number).",
        .check = config::one_of({"BASE64", "NUMERIC"})}},
      {&JsonConfig::replace_null_with_default,
       {.name = "replace.null.with.default",
        .fallback = "true",
        .importance = Importance::low,
        .group = "Serialization",
        .width = Width::medium,
        .display = "Replace null with default",
        .doc = "Accepted and of no effect: columns have no defaults, so null stays null."}},
  };
  return table;
}

}  // namespace caskade::encode

caskade::Result<caskade::encode::DecimalFormat>
caskade::config::FieldType<caskade::encode::DecimalFormat>::from(const Value& value) {
  const bool is_numeric = equals_ignoring_case(std::get<std::string>(value), "NUMERIC");
  return is_numeric ? encode::DecimalFormat::numeric : encode::DecimalFormat::base64;
}
