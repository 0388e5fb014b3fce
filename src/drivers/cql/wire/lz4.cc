#include "drivers/cql/wire/lz4.h"

#include <fmt/format.h>
#include <lz4.h>

namespace caskade::cql {
namespace {

// An LZ4 block cannot hold more than this many times its own size, so a longer promise is a lie and is not
// worth allocating for.
constexpr std::size_t lz4_ratio_max = 255;

const char* chars(Bytes bytes) { return reinterpret_cast<const char*>(bytes.data()); }

}  // namespace

Result<> decompress_lz4(Bytes block, std::span<std::byte> into) {
  std::byte nowhere;
  char* to = reinterpret_cast<char*>(into.empty() ? &nowhere : into.data());
  if (block.size() > LZ4_MAX_INPUT_SIZE || into.size() > LZ4_MAX_INPUT_SIZE)
    return Error{Fault::bug, "a compressed message over LZ4's limit"};
  const int got =
      LZ4_decompress_safe(chars(block), to, static_cast<int>(block.size()), static_cast<int>(into.size()));
  if (got < 0 || static_cast<std::size_t>(got) != into.size())
    return Error{Fault::bug, fmt::format("{} compressed bytes do not hold the {} they promise", block.size(),
                                         into.size())};
  return {};
}

std::optional<Buffer> compress_lz4(Bytes plain) {
  if (plain.size() < 2 || plain.size() > LZ4_MAX_INPUT_SIZE) return std::nullopt;
  Buffer block(plain.size() - 1);
  const int size = LZ4_compress_default(chars(plain), reinterpret_cast<char*>(block.data()),
                                        static_cast<int>(plain.size()), static_cast<int>(block.size()));
  if (size <= 0) return std::nullopt;
  block.resize(static_cast<std::size_t>(size));
  return block;
}

Result<Buffer> decompress_body(Bytes body, std::size_t limit) {
  ByteReader reader(body);
  TRY(auto length, reader.integer<std::uint32_t>());
  if (length == 0) return Buffer();
  if (length > limit)
    return Error{Fault::bug,
                 fmt::format("a compressed message of {} bytes is over the limit of {}", length, limit)};
  if (length / lz4_ratio_max > reader.left())
    return Error{Fault::bug,
                 fmt::format("{} compressed bytes cannot hold the {} they promise", reader.left(), length)};
  Buffer plain(length);
  TRY(decompress_lz4(reader.rest(), plain));
  return plain;
}

}  // namespace caskade::cql
