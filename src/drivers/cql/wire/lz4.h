// LZ4 blocks, as Cassandra uses them: no frame around them, the uncompressed length told beside them.
#pragma once

#include <optional>

#include "core/base/bytes.h"

namespace caskade::cql {

// Fills `into` exactly, or fails: a block that holds more or less than promised is refused.
Result<> decompress_lz4(Bytes block, std::span<std::byte> into);

// The block, or nothing when it would not be smaller than the input.
std::optional<Buffer> compress_lz4(Bytes plain);

// A v4 body: four bytes of length, big-endian, then a block. `limit` bounds the result.
Result<Buffer> decompress_body(Bytes body, std::size_t limit);

}  // namespace caskade::cql
