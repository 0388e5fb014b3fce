// Reads KCQL, the language of connect.cassandra.kcql. The strict reading takes every statement that Stream
// Reactor's Cassandra source reads and uses, in any order of clauses, and refuses the rest with the place and
// the nearest word. The lenient reading does what Stream Reactor does: fixed order, the rest of the text
// dropped without a word. Pure function over bounded text; no state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

inline constexpr std::size_t text_bytes_max = 64 * 1024;

struct ParseOptions {
  bool lenient = false;
  std::string_view source = "connect.cassandra.kcql";  // named in errors
};

// At least one statement, in the order written. Errors are Fault::config and show the line and a caret.
Result<std::vector<Statement>> parse_kcql(std::string_view text, ParseOptions options = {});

// For a complaint found later (say, a PK column that is not selected): the same form of error, pointing into
// text.
Error error_at(std::string_view text, Position at, std::string_view sentence, ParseOptions options = {});

}  // namespace caskade::kcql
