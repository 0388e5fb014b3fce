// Any bytes as a properties file and as a connector file: settings of well-formed UTF-8, or an Error.
#include "core/config/properties.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/config/connector_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caskade;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto settings = config::parse_properties(text))
    for (const auto& [key, value] : *settings)
      CHECK(is_utf8(key) && is_utf8(value));
  if (const auto file = config::parse_connector_file(text, "fuzz")) {
    CHECK(!file->name.empty() && trimmed(file->config.at("name")) == file->name);
    for (const auto& [key, value] : file->config)
      CHECK(is_utf8(key) && is_utf8(value));
  }
  return 0;
}
