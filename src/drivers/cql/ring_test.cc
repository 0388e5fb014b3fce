#include "drivers/cql/ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caskade::cql {
namespace {

using testing::ElementsAre;

Node node(std::string dc, std::string rack, std::vector<Token> tokens) {
  return {
      .host_id = {}, .address = {}, .data_center = dc, .rack = rack, .release_version = {}, .tokens = tokens};
}

TEST(Ring, ranges_cover_the_ring_once) {
  Ring ring({node("a", "r", {100, -5}), node("a", "r", {7})});
  EXPECT_THAT(ring.ranges(), ElementsAre(TokenRange{token_min, -5}, TokenRange{-5, 7}, TokenRange{7, 100},
                                         TokenRange{100, token_max}));
  EXPECT_THAT(Ring().ranges(), ElementsAre(TokenRange{token_min, token_max}));
}

TEST(Ring, simple_strategy_takes_the_next_nodes_clockwise) {
  Ring ring({node("a", "r", {0}), node("a", "r", {10}), node("a", "r", {20})});
  EXPECT_THAT(ring.replicas(5, {{{"", 2}}}), ElementsAre(1, 2));
  EXPECT_THAT(ring.replicas(10, {{{"", 1}}}), ElementsAre(1));
  EXPECT_THAT(ring.replicas(21, {{{"", 2}}}), ElementsAre(0, 1));
}

TEST(Ring, network_topology_prefers_unseen_racks) {
  Ring ring({node("a", "r1", {0}), node("a", "r1", {10}), node("a", "r2", {20}), node("b", "r1", {15})});
  EXPECT_THAT(ring.replicas(0, {{{"a", 2}}}), ElementsAre(0, 2));
  EXPECT_THAT(ring.replicas(0, {{{"a", 3}, {"b", 1}}}), ElementsAre(0, 2, 1, 3));
  EXPECT_THAT(ring.replicas(0, {{{"c", 3}}}), ElementsAre());
}

}  // namespace
}  // namespace caskade::cql
