#include "drivers/cql/ring.h"

#include <algorithm>
#include <set>

namespace caskade::cql {
namespace {

// Picks replicas of one data centre: clockwise, unseen racks first, then the skipped nodes.
std::vector<std::size_t> pick_in_data_center(const std::vector<Node>& nodes,
                                             const std::vector<std::size_t>& walk,
                                             const std::string& data_center, std::size_t wanted) {
  std::set<std::string> racks, seen;
  for (const Node& node : nodes)
    if (node.data_center == data_center) racks.insert(node.rack);
  std::vector<std::size_t> picked, skipped;
  for (std::size_t node : walk) {
    if (picked.size() == wanted) break;
    if (nodes[node].data_center != data_center) continue;
    const bool is_new_rack = seen.insert(nodes[node].rack).second;
    if (is_new_rack || seen.size() == racks.size()) {
      // Once every rack is used, those passed over come before those further on.
      if (!is_new_rack && !skipped.empty())
        skipped.push_back(node);
      else
        picked.push_back(node);
    } else {
      skipped.push_back(node);
    }
    if (seen.size() == racks.size())
      while (picked.size() < wanted && !skipped.empty()) {
        picked.push_back(skipped.front());
        skipped.erase(skipped.begin());
      }
  }
  return picked;
}

}  // namespace

Ring::Ring(std::vector<Node> nodes) : nodes_(std::move(nodes)) {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (Token token : nodes_[i].tokens)
      owners_.push_back({token, i});
  std::ranges::sort(owners_, {}, &Owner::token);
}

std::vector<TokenRange> Ring::ranges() const {
  std::vector<TokenRange> ranges;
  Token after = token_min;
  for (const Owner& owner : owners_) {
    if (owner.token > after) ranges.push_back({after, owner.token});
    after = owner.token;
  }
  if (after < token_max) ranges.push_back({after, token_max});
  return ranges;
}

std::vector<std::size_t> Ring::walk_from(Token token) const {
  std::vector<std::size_t> walk;
  const auto first = std::ranges::lower_bound(owners_, token, {}, &Owner::token) - owners_.begin();
  for (std::size_t i = 0; i < owners_.size(); ++i) {
    const std::size_t node = owners_[(static_cast<std::size_t>(first) + i) % owners_.size()].node;
    if (std::ranges::find(walk, node) == walk.end()) walk.push_back(node);
  }
  return walk;
}

std::vector<std::size_t> Ring::replicas(Token token, const Replication& replication) const {
  auto walk = walk_from(token);
  std::vector<std::size_t> all;
  for (const auto& [data_center, factor] : replication.factors) {
    const auto wanted = static_cast<std::size_t>(std::max(factor, 0));
    if (data_center.empty()) {
      walk.resize(std::min(walk.size(), wanted));
      return walk;
    }
    std::ranges::copy(pick_in_data_center(nodes_, walk, data_center, wanted), std::back_inserter(all));
  }
  return all;
}

}  // namespace caskade::cql
