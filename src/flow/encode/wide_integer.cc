#include "flow/encode/wide_integer.h"

#include <algorithm>

#include "core/base/check.h"

namespace caskade::encode {
namespace {

constexpr std::uint32_t ten_to_9 = 1'000'000'000;

std::uint32_t power_of_ten(std::uint32_t exponent) {  // up to 9
  std::uint32_t power = 1;
  for (; exponent > 0; --exponent)
    power *= 10;
  return power;
}

}  // namespace

void WideInteger::assign(Bytes twos_complement) {
  CHECK(!twos_complement.empty() && twos_complement.size() <= wide_bytes_max);
  is_negative_ = (twos_complement.front() & std::byte{0x80}) != std::byte{0};
  limbs_.assign((twos_complement.size() + 3) / 4, 0);
  std::uint32_t carry = is_negative_ ? 1 : 0;  // negation is "invert and add one"
  for (std::size_t i = 0; i < twos_complement.size(); ++i) {
    std::uint32_t byte = std::to_integer<std::uint32_t>(twos_complement[twos_complement.size() - 1 - i]);
    if (is_negative_) {
      byte = (byte ^ 0xFFU) + carry;
      carry = byte >> 8;
      byte &= 0xFFU;
    }
    limbs_[i / 4] |= byte << (8 * (i % 4));
  }
  while (!limbs_.empty() && limbs_.back() == 0)
    limbs_.pop_back();
}

void WideInteger::multiply(std::uint32_t factor) {
  std::uint64_t carry = 0;
  for (std::uint32_t& limb : limbs_) {
    carry += static_cast<std::uint64_t>(limb) * factor;
    limb = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry != 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
}

std::uint32_t WideInteger::divide(std::uint32_t divisor) {
  std::uint64_t rest = 0;
  for (std::size_t i = limbs_.size(); i-- > 0;) {
    rest = rest << 32 | limbs_[i];
    limbs_[i] = static_cast<std::uint32_t>(rest / divisor);
    rest %= divisor;
  }
  while (!limbs_.empty() && limbs_.back() == 0)
    limbs_.pop_back();
  return static_cast<std::uint32_t>(rest);
}

void WideInteger::multiply_by_power_of_ten(std::uint32_t exponent) {
  for (; exponent > 0 && !is_zero(); exponent -= std::min(exponent, 9U))
    multiply(power_of_ten(std::min(exponent, 9U)));
}

bool WideInteger::divide_by_power_of_ten(std::uint32_t exponent) {
  for (; exponent > 0 && !is_zero(); exponent -= std::min(exponent, 9U))
    if (divide(power_of_ten(std::min(exponent, 9U))) != 0) return false;
  return true;
}

Bytes WideInteger::to_twos_complement() {
  bytes_.assign(limbs_.size() * 4 + 1, std::byte{0});
  std::uint32_t carry = is_negative_ ? 1 : 0;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    std::uint32_t byte = i / 4 < limbs_.size() ? limbs_[i / 4] >> (8 * (i % 4)) & 0xFFU : 0;
    if (is_negative_) {
      byte = (byte ^ 0xFFU) + carry;
      carry = byte >> 8;
    }
    bytes_[bytes_.size() - 1 - i] = static_cast<std::byte>(byte);
  }
  return shortest_twos_complement(bytes_);
}

std::string_view WideInteger::take_digits() {
  digits_.clear();
  do {  // nine digits at a time, the last first
    std::uint32_t nine = divide(ten_to_9);
    for (int i = 0; i < 9; ++i, nine /= 10)
      digits_.push_back(static_cast<char>('0' + nine % 10));
  } while (!is_zero());
  while (digits_.size() > 1 && digits_.back() == '0')
    digits_.pop_back();
  std::reverse(digits_.begin(), digits_.end());
  return digits_;
}

Bytes shortest_twos_complement(Bytes bytes) {
  const auto sign_of = [](std::byte byte) { return std::to_integer<int>(byte) >> 7; };
  while (bytes.size() > 1) {
    const std::byte repeated = sign_of(bytes[1]) ? std::byte{0xFF} : std::byte{0};
    if (bytes[0] != repeated) break;
    bytes = bytes.subspan(1);
  }
  return bytes;
}

}  // namespace caskade::encode
