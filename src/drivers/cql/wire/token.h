// Where a partition key lies on the ring, computed as Cassandra's Murmur3Partitioner does, including its
// sign-extended tail bytes (a mistake it keeps for ever, so standard Murmur3 gives other tokens).
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace caskade::cql {

using Token = std::int64_t;

Token murmur3_token(Bytes partition_key);

// The bytes that are hashed: a single component as it is, several each with a length before and a zero after.
// Components are the encoded values, each under 64 KiB as Cassandra demands of keys.
Buffer routing_key(std::span<const Bytes> components);

}  // namespace caskade::cql
