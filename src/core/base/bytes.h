// Reading and writing big-endian binary formats over memory somebody else owns (reader) or a growing buffer
// (writer). The reader checks every length against what is left, so hostile input ends in an Error, never
// past the end.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace caskade {

using Bytes = std::span<const std::byte>;
using Buffer = std::vector<std::byte>;

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Buffer to_buffer(Bytes bytes) { return Buffer(bytes.begin(), bytes.end()); }

// Big-endian load and store of N-byte integers; the caller has checked the length.
template <class Integer>
constexpr Integer load_big_endian(const std::byte* from) {
  std::make_unsigned_t<Integer> value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    value = static_cast<std::make_unsigned_t<Integer>>(static_cast<std::uint64_t>(value) << 8 |
                                                       static_cast<std::uint64_t>(from[i]));
  return static_cast<Integer>(value);
}
template <class Integer>
constexpr void store_big_endian(std::byte* to, Integer value) {
  auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  for (std::size_t i = sizeof(Integer); i-- > 0;) {
    to[i] = static_cast<std::byte>(bits & 0xff);
    bits = static_cast<std::make_unsigned_t<Integer>>(static_cast<std::uint64_t>(bits) >> 8);
  }
}

// A cursor over borrowed bytes. Views it returns live as long as those bytes.
class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size() - at_; }
  std::size_t position() const { return at_; }
  Bytes rest() const { return bytes_.subspan(at_); }

  Result<Bytes> take(std::size_t count);
  template <class Integer>
  Result<Integer> integer() {
    TRY(Bytes raw, take(sizeof(Integer)));
    return load_big_endian<Integer>(raw.data());
  }
  Result<std::uint8_t> u8() { return integer<std::uint8_t>(); }
  Result<std::uint16_t> u16() { return integer<std::uint16_t>(); }
  Result<std::int32_t> i32() { return integer<std::int32_t>(); }
  Result<std::int64_t> i64() { return integer<std::int64_t>(); }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

// Appends to a buffer it owns; take() hands the buffer over.
class ByteWriter {
 public:
  template <class Integer>
  void integer(Integer value) {
    std::array<std::byte, sizeof(Integer)> raw;
    store_big_endian(raw.data(), value);
    buffer_.insert(buffer_.end(), raw.begin(), raw.end());
  }
  void u8(std::uint8_t value) { integer(value); }
  void u16(std::uint16_t value) { integer(value); }
  void i32(std::int32_t value) { integer(value); }
  void i64(std::int64_t value) { integer(value); }
  void raw(Bytes bytes) { buffer_.insert(buffer_.end(), bytes.begin(), bytes.end()); }

  // Overwrites an integer written earlier, for lengths known only afterwards.
  template <class Integer>
  void patch(std::size_t at, Integer value) {
    store_big_endian(buffer_.data() + at, value);
  }

  std::size_t size() const { return buffer_.size(); }
  Bytes view() const { return buffer_; }
  Buffer take() { return std::move(buffer_); }

 private:
  Buffer buffer_;
};

// Standard base64 with padding (RFC 4648 section 4); for paging states in offsets and JSON payloads of blobs.
std::string to_base64(Bytes bytes);
Result<Buffer> parse_base64(std::string_view text);

}  // namespace caskade
