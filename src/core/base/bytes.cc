#include "core/base/bytes.h"

namespace caskade {
namespace {

constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The six bits of a base64 letter, or -1.
int base64_value(char letter) {
  auto at = base64_letters.find(letter);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

Result<Bytes> ByteReader::take(std::size_t count) {
  if (count > left())
    return Error{Fault::bug, "message ends " + std::to_string(count - left()) + " bytes too early"};
  Bytes taken = bytes_.subspan(at_, count);
  at_ += count;
  return taken;
}

std::string to_base64(Bytes bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < have ? static_cast<std::uint32_t>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= have ? base64_letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

Result<Buffer> parse_base64(std::string_view text) {
  const Error malformed{Fault::data, "text is not base64"};
  if (text.size() % 4 != 0) return malformed;
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  if (text.size() % 4 == 1) return malformed;
  Buffer bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (char letter : text) {
    const int value = base64_value(letter);
    if (value < 0) return malformed;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if ((count += 6) >= 8) bytes.push_back(static_cast<std::byte>(bits >> (count -= 8) & 0xff));
  }
  return bytes;
}

}  // namespace caskade
