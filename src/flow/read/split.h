// Splits: the token ranges a table is read in, never as one statement. They follow the ring's own boundaries,
// so each lies on one set of replicas, and are cut finer until there are enough to share out and none is too
// large.
#pragma once

#include <vector>

#include "drivers/cql/ring.h"

namespace caskade::read {

using cql::TokenRange;

constexpr std::size_t splits_max = 512;  // they are stored with the progress; more would only cost

constexpr std::size_t splits_per_reader =
    4;  // so that a slow range does not leave the others idle at the end

// Cuts the ranges into about `wanted` pieces of even width, keeping their boundaries; when the ring itself
// has more ranges than splits_max, neighbours are joined instead. The result covers exactly what the input
// covers, in order.
std::vector<TokenRange> cut_ranges(const std::vector<TokenRange>& ranges, std::size_t wanted);

}  // namespace caskade::read
