// Consistency levels by the names Cassandra gives them. Codes: native protocol v4, section 3 ("consistency").
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace caskade::cql {

enum class Consistency : std::uint16_t {
  any = 0,
  one = 1,
  two = 2,
  three = 3,
  quorum = 4,
  all = 5,
  local_quorum = 6,
  each_quorum = 7,
  serial = 8,
  local_serial = 9,
  local_one = 10,
};

std::string_view name_of(Consistency level);

// By name, in any case; an error lists the names.
Result<Consistency> parse_consistency(std::string_view text);

}  // namespace caskade::cql
