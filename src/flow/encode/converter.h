// Kafka Connect's converters by class name: which ones there are, their settings, and how to make one. A
// converter belongs to a task and compiles an encoder for each result shape the task meets.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/config/key_info.h"
#include "flow/encode/encoder.h"

namespace caskade::encode {

class Converter {
 public:
  virtual ~Converter() = default;
  // Fault::config, naming the column, when the converter has no form for a column's type.
  virtual Result<std::unique_ptr<Encoder>> compile(const ValueShape& shape) const = 0;
};

// A converter class by its full Java name or, as Kafka Connect allows, its simple name ("JsonConverter") or
// that without "Converter" ("Json").
struct ConverterClass {
  std::string_view name;
  config::Rows rows;  // its settings; below "value.converter." in a connector's
  // Reads the settings below the prefix. Null when something is wrong, which is then in found.
  std::unique_ptr<Converter> (*make)(const config::Settings& settings, config::Findings& found,
                                     std::string_view prefix);
};
// Fault::config, naming those there are, for a class we do not have.
Result<ConverterClass> find_converter(std::string_view class_name);

// All there are, for validation and docs.
std::vector<ConverterClass> converter_classes();

// Finds and makes in one step; all problems in one error.
Result<std::unique_ptr<Converter>> make_converter(std::string_view class_name,
                                                  const config::Settings& settings, std::string_view prefix);

}  // namespace caskade::encode
