// Who holds which rows: the nodes of a cluster, their tokens, and the replicas of a token range. A value
// without sockets: session.cc fills it from system.local and system.peers_v2. Murmur3 tokens only (64 bits).
// Replica rules: SimpleStrategy and NetworkTopologyStrategy as Cassandra places them.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "drivers/io/stream.h"

namespace caskade::cql {

using Token = std::int64_t;
constexpr Token token_min = std::numeric_limits<Token>::min();  // no key has it
constexpr Token token_max = std::numeric_limits<Token>::max();

// The tokens t with after < t <= upto. Ranges never wrap: the ring's wrapping range is cut in two.
struct TokenRange {
  Token after = token_min;
  Token upto = token_max;

  friend auto operator<=>(const TokenRange&, const TokenRange&) = default;
};

struct Node {
  std::string host_id;
  io::Endpoint address;
  std::string data_center;
  std::string rack;
  std::string release_version;
  std::vector<Token> tokens;
};

// How a keyspace is replicated: factor per data centre; key "" for SimpleStrategy's one factor.
struct Replication {
  std::map<std::string, int> factors;
};

class Ring {
 public:
  Ring() = default;
  explicit Ring(std::vector<Node> nodes);

  const std::vector<Node>& nodes() const { return nodes_; }

  // All ranges between neighbouring tokens, in token order, covering (token_min, token_max].
  std::vector<TokenRange> ranges() const;

  // Indexes into nodes() of the replicas of a token, in ring order from its owner on.
  std::vector<std::size_t> replicas(Token token, const Replication& replication) const;

 private:
  struct Owner {
    Token token;
    std::size_t node;
  };
  std::vector<std::size_t> walk_from(Token token) const;

  std::vector<Node> nodes_;
  std::vector<Owner> owners_;  // sorted by token
};

}  // namespace caskade::cql
