#include "flow/encode/converter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flow/encode/json_config.h"
#include "flow/encode/json_encoder.h"

namespace caskade::encode {
namespace {

class JsonConverter final : public Converter {
 public:
  explicit JsonConverter(JsonConfig config) : config_(std::move(config)) {}
  Result<std::unique_ptr<Encoder>> compile(const ValueShape& shape) const override {
    return compile_json_encoder(shape, config_);
  }

 private:
  JsonConfig config_;
};

std::unique_ptr<Converter> make_json(const config::Settings& settings, config::Findings& found,
                                     std::string_view prefix) {
  const std::size_t problems_before = found.problems.size();
  JsonConfig config = json_table().read(settings, found, prefix);
  if (found.problems.size() > problems_before) return nullptr;
  return std::make_unique<JsonConverter>(std::move(config));
}

bool is_named(std::string_view class_name, std::string_view wanted) {
  if (wanted == class_name) return true;
  std::string_view simple = class_name.substr(class_name.rfind('.') + 1);
  if (wanted == simple) return true;
  simple.remove_suffix(std::string_view("Converter").size());
  return wanted == simple;
}

}  // namespace

std::vector<ConverterClass> converter_classes() {
  return {
      {"org.apache.kafka.connect.json.JsonConverter", json_table().rows(), make_json},
  };
}

Result<ConverterClass> find_converter(std::string_view class_name) {
  std::vector<std::string_view> names;
  for (const ConverterClass& one : converter_classes()) {
    if (is_named(one.name, class_name)) return one;
    names.push_back(one.name);
  }
  return Error{Fault::config,
               fmt::format("there is no converter {}; there are: {}", class_name, fmt::join(names, ", "))};
}

Result<std::unique_ptr<Converter>> make_converter(std::string_view class_name,
                                                  const config::Settings& settings, std::string_view prefix) {
  TRY(ConverterClass found_class, find_converter(class_name));
  config::Findings found;
  auto converter = found_class.make(settings, found, prefix);
  if (!converter) return to_error(found.problems);
  return converter;
}

}  // namespace caskade::encode
