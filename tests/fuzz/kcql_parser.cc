// Any text: both readings end in statements or an error, and what was read prints back to itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/kcql/parser.h"
#include "core/kcql/printer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caskade::kcql;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool lenient : {false, true}) {
    const auto result = parse_kcql(text, {.lenient = lenient});
    if (!result) continue;
    for (const Statement& statement : *result) {
      if (statement.topic.text.empty()) continue;
      const auto again = parse_kcql(to_string(statement));
      CHECK(again && again->size() == 1 && again->front() == statement);
    }
  }
  return 0;
}
