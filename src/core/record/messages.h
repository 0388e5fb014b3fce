// Encoded messages of one batch, all in one arena: what flow/encode fills and flow/produce sends by pointer,
// without a copy. The owner keeps it alive and unmoved until every message in it is acknowledged, then gives
// the arena back.
#pragma once

#include <optional>

#include "core/base/bytes.h"

namespace caskade {

// Where a message's key and value lie in the arena. Offsets, because the arena grows while it is filled.
struct MessageSpan {
  static constexpr std::uint32_t null_length = 0xFFFFFFFF;  // a null key or value, as Kafka knows it

  std::uint64_t key_begin = 0;
  std::uint64_t value_begin = 0;
  std::uint32_t key_length = null_length;
  std::uint32_t value_length = null_length;
};

struct Messages {
  Buffer arena;
  std::vector<MessageSpan> spans;

  std::size_t size() const { return spans.size(); }
  std::size_t size_bytes() const { return arena.size() + spans.size() * sizeof(MessageSpan); }
  std::optional<std::string_view> key(std::size_t i) const {
    return view(spans[i].key_begin, spans[i].key_length);
  }
  std::optional<std::string_view> value(std::size_t i) const {
    return view(spans[i].value_begin, spans[i].value_length);
  }
  void clear() {
    arena.clear();
    spans.clear();
  }

 private:
  std::optional<std::string_view> view(std::uint64_t begin, std::uint32_t length) const {
    if (length == MessageSpan::null_length) return std::nullopt;
    return as_text(Bytes(arena).subspan(begin, length));
  }
};

}  // namespace caskade
