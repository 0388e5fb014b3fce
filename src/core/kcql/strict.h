// The strict reading of KCQL: whole grammar, clauses in any order and each at most once, nothing left over.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/kcql/source.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

Result<std::vector<Statement>> parse_strict(const Source& source);

}  // namespace caskade::kcql
