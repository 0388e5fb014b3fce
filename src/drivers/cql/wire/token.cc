#include "drivers/cql/wire/token.h"

#include <bit>
#include <cstring>
#include <limits>

#include "core/base/check.h"

namespace caskade::cql {
namespace {

constexpr std::uint64_t c1 = 0x87c37b91114253d5;
constexpr std::uint64_t c2 = 0x4cf5ad432745937f;
constexpr std::size_t block_size = 16;
constexpr std::size_t component_bytes_max = 65535;

std::uint64_t load_little_endian(const std::byte* from) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i)
    value = value << 8 | static_cast<std::uint64_t>(from[i]);
  return value;
}

std::uint64_t mixed_1(std::uint64_t k) { return std::rotl(k * c1, 31) * c2; }
std::uint64_t mixed_2(std::uint64_t k) { return std::rotl(k * c2, 33) * c1; }

std::uint64_t finalized(std::uint64_t h) {
  h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
  h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
  return h ^ h >> 33;
}

// Up to eight bytes, little-endian, each sign-extended before it is added: Cassandra's mistake.
std::uint64_t load_tail(Bytes bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto extended = static_cast<std::int64_t>(static_cast<std::int8_t>(bytes[i]));
    value ^= static_cast<std::uint64_t>(extended) << (8 * i);
  }
  return value;
}

}  // namespace

// Murmur3 x64-128 (Austin Appleby), seed 0, first half of the hash.
Token murmur3_token(Bytes key) {
  if (key.empty()) return std::numeric_limits<Token>::min();
  std::uint64_t h1 = 0, h2 = 0;
  const std::size_t length = key.size();
  for (; key.size() >= block_size; key = key.subspan(block_size)) {
    h1 = std::rotl(h1 ^ mixed_1(load_little_endian(key.data())), 27) + h2;
    h1 = h1 * 5 + 0x52dce729;
    h2 = std::rotl(h2 ^ mixed_2(load_little_endian(key.data() + 8)), 31) + h1;
    h2 = h2 * 5 + 0x38495ab5;
  }
  if (key.size() > 8) h2 ^= mixed_2(load_tail(key.subspan(8)));
  h1 ^= mixed_1(load_tail(key.first(std::min<std::size_t>(8, key.size()))));
  h1 ^= length;
  h2 ^= length;
  h1 += h2;
  h2 += h1;
  const auto token = static_cast<Token>(finalized(h1) + finalized(h2));
  return token == std::numeric_limits<Token>::min() ? std::numeric_limits<Token>::max() : token;
}

Buffer routing_key(std::span<const Bytes> components) {
  if (components.size() == 1) return to_buffer(components[0]);
  ByteWriter writer;
  for (Bytes component : components) {
    CHECK(component.size() <= component_bytes_max);
    writer.u16(static_cast<std::uint16_t>(component.size()));
    writer.raw(component);
    writer.u8(0);
  }
  return writer.take();
}

}  // namespace caskade::cql
