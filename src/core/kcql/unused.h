// Reads the clauses of KCQL that other connectors use: their shape is checked, their text kept.
#pragma once

#include "core/base/result.h"
#include "core/kcql/clause.h"

namespace caskade::kcql {

// Reads what follows the keyword of a row without a reader.
Result<> read_unused(Cursor& cursor, const ClauseRow& row, Statement& into);

}  // namespace caskade::kcql
