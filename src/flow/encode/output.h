// Where an encoder writes: the end of a messages' arena, through bare pointers that the writer carries along.
// The arena is longer than what is used while this lives; finish() cuts it to what was written.
#pragma once

#include <algorithm>
#include <string_view>

#include "core/base/bytes.h"

namespace caskade::encode {

class Output {
 public:
  explicit Output(Buffer& arena) : arena_(arena), used_before_(arena.size()) { set_bounds(); }

  // Where writing starts.
  char* start() const { return begin_ + used_before_; }
  std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - begin_); }

  // The same position with room for count bytes behind it; another pointer when the arena had to move.
  char* room(char* at, std::size_t count) {
    return static_cast<std::size_t>(end_ - at) >= count ? at : grow(at, count);
  }

  void finish(const char* at) { arena_.resize(offset(at)); }
  void undo() { arena_.resize(used_before_); }

 private:
  static constexpr std::size_t growth_min = 64 * 1024;

  // Within the capacity only as far as needed, because resize clears what it adds.
  [[gnu::noinline]] char* grow(char* at, std::size_t count) {
    const std::size_t used = offset(at);
    const std::size_t wanted = used + std::max(count, growth_min);
    arena_.resize(wanted <= arena_.capacity() ? wanted : std::max(wanted, arena_.size() * 2));
    set_bounds();
    return begin_ + used;
  }
  void set_bounds() {
    begin_ = reinterpret_cast<char*>(arena_.data());
    end_ = begin_ + arena_.size();
  }

  Buffer& arena_;
  std::size_t used_before_;
  char* begin_;
  char* end_;
};

}  // namespace caskade::encode
