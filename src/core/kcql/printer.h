// Writes a statement in one line, clauses in Stream Reactor's order. A strict parse of the result gives an
// equal statement, also for what a lenient reading made of a sloppy one (unless it has no topic).
#pragma once

#include <string>
#include <string_view>

#include "core/kcql/tree.h"

namespace caskade::kcql {

std::string to_string(const Statement& statement);

// A text as KCQL writes it: bare when it can be, otherwise in backticks or single quotes.
std::string quoted(std::string_view text);
// The same for a name, which takes double quotes when exact.
std::string quoted(const Name& name);

}  // namespace caskade::kcql
