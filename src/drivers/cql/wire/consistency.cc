#include "drivers/cql/wire/consistency.h"

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"

namespace caskade::cql {
namespace {

// Indexed by code.
constexpr std::array<std::string_view, 11> names{"ANY",    "ONE",          "TWO",          "THREE",
                                                 "QUORUM", "ALL",          "LOCAL_QUORUM", "EACH_QUORUM",
                                                 "SERIAL", "LOCAL_SERIAL", "LOCAL_ONE"};

}  // namespace

std::string_view name_of(Consistency level) {
  const auto code = static_cast<std::size_t>(level);
  return code < names.size() ? names[code] : "UNKNOWN";
}

Result<Consistency> parse_consistency(std::string_view text) {
  for (std::size_t code = 0; code < names.size(); ++code)
    if (equals_ignoring_case(trimmed(text), names[code])) return static_cast<Consistency>(code);
  return Error{Fault::config,
               fmt::format("\"{}\" is no consistency level; choose one of {}", text, fmt::join(names, ", "))};
}

}  // namespace caskade::cql
