// Stream Reactor's own reading of KCQL, for moving old settings over unchanged: cut at every `;`, clauses in
// one fixed order, blanks inside topics and tables swallowed, aliases and qualifiers dropped, and whatever
// does not fit after the last clause dropped too.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/kcql/source.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

Result<std::vector<Statement>> parse_lenient(const Source& source);

}  // namespace caskade::kcql
