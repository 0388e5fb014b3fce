#include "flow/read/split.h"

#include <algorithm>

namespace caskade::read {
namespace {

using cql::Token;
using Width = std::uint64_t;  // a range's width fits: it is at most 2^64 - 1

Width width_of(TokenRange range) { return static_cast<Width>(range.upto) - static_cast<Width>(range.after); }

// The token that many steps after the start of a range.
Token advance(Token from, Width steps) { return static_cast<Token>(static_cast<Width>(from) + steps); }

void cut_one(TokenRange range, std::size_t pieces, std::vector<TokenRange>& into) {
  const Width width = width_of(range);
  pieces = static_cast<std::size_t>(std::clamp<Width>(pieces, 1, width));
  Token after = range.after;
  for (std::size_t i = 1; i <= pieces; ++i) {
    const auto steps = static_cast<Width>(static_cast<unsigned __int128>(width) * i / pieces);
    const Token upto = advance(range.after, steps);
    into.push_back({after, upto});
    after = upto;
  }
}

std::vector<TokenRange> join_neighbours(const std::vector<TokenRange>& ranges, std::size_t wanted) {
  std::vector<TokenRange> joined;
  const std::size_t together = (ranges.size() + wanted - 1) / wanted;
  for (std::size_t i = 0; i < ranges.size(); i += together)
    joined.push_back({ranges[i].after, ranges[std::min(i + together, ranges.size()) - 1].upto});
  return joined;
}

}  // namespace

std::vector<TokenRange> cut_ranges(const std::vector<TokenRange>& ranges, std::size_t wanted) {
  if (ranges.size() > splits_max) return join_neighbours(ranges, splits_max);
  double total = 0;
  for (TokenRange range : ranges)
    total += static_cast<double>(width_of(range));
  std::vector<TokenRange> pieces;
  for (TokenRange range : ranges) {
    const double share = static_cast<double>(width_of(range)) / total;
    cut_one(range, static_cast<std::size_t>(share * static_cast<double>(wanted) + 0.5), pieces);
  }
  return pieces.size() > splits_max ? join_neighbours(pieces, splits_max) : pieces;
}

}  // namespace caskade::read
