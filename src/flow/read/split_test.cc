#include "flow/read/split.h"

#include <gtest/gtest.h>

namespace caskade::read {
namespace {

using cql::token_max;
using cql::token_min;

void expect_covers(const std::vector<TokenRange>& pieces, TokenRange whole) {
  ASSERT_FALSE(pieces.empty());
  EXPECT_EQ(pieces.front().after, whole.after);
  EXPECT_EQ(pieces.back().upto, whole.upto);
  for (std::size_t i = 1; i < pieces.size(); ++i)
    EXPECT_EQ(pieces[i].after, pieces[i - 1].upto);
  for (TokenRange piece : pieces)
    EXPECT_LT(piece.after, piece.upto);
}

TEST(CutRanges, covers_the_ring_without_gap_or_overlap) {
  for (std::size_t wanted : {1, 3, 16, 500, 5000}) {
    auto pieces = cut_ranges({{token_min, -7}, {-7, 100}, {100, token_max}}, wanted);
    expect_covers(pieces, {token_min, token_max});
    EXPECT_LE(pieces.size(), splits_max);
  }
}

TEST(CutRanges, keeps_the_rings_boundaries_and_cuts_evenly) {
  auto pieces = cut_ranges({{0, 100}, {100, 400}}, 4);
  EXPECT_EQ(pieces, (std::vector<TokenRange>{{0, 100}, {100, 200}, {200, 300}, {300, 400}}));
}

TEST(CutRanges, joins_neighbours_of_a_ring_with_too_many_ranges) {
  std::vector<TokenRange> ring;
  for (int i = 0; i < 3000; ++i)
    ring.push_back({i, i + 1});
  auto pieces = cut_ranges(ring, 10);
  expect_covers(pieces, {0, 3000});
  EXPECT_LE(pieces.size(), splits_max);
}

TEST(CutRanges, never_cuts_finer_than_one_token) { EXPECT_EQ(cut_ranges({{0, 2}}, 100).size(), 2u); }

}  // namespace
}  // namespace caskade::read
