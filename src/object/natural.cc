#include "object/natural.h"

#include <algorithm>

namespace pintle::object {

Natural::Natural(uint64_t value) {
  for (; value > 0; value >>= 32) limbs_.push_back(static_cast<uint32_t>(value));
}

Natural Natural::from_decimal(std::string_view digits) {
  Natural value;
  for (char digit : digits) value.multiply_add(10, static_cast<uint32_t>(digit - '0'));
  return value;
}

Natural Natural::power_of_ten(size_t power) {
  Natural value(1);
  value.multiply_power_of_ten(power);
  return value;
}

std::optional<uint64_t> Natural::as_uint64() const {
  if (limbs_.size() > 2) return std::nullopt;
  return low_bits();
}

uint64_t Natural::low_bits() const {
  uint64_t low = limbs_.empty() ? 0 : limbs_[0];
  return limbs_.size() > 1 ? low | static_cast<uint64_t>(limbs_[1]) << 32 : low;
}

double Natural::approximate() const {
  double value = 0;
  for (size_t i = limbs_.size(); i > 0; --i) value = value * 4294967296.0 + limbs_[i - 1];
  return value;
}

std::string Natural::to_decimal() const {
  constexpr uint32_t kGroup = 1'000'000'000;
  std::string reversed;
  Natural rest = *this;
  while (!rest.is_zero()) {
    uint32_t group = rest.divide(kGroup);
    for (int i = 0; i < 9 && (!rest.is_zero() || group > 0); ++i, group /= 10) reversed += static_cast<char>('0' + group % 10);
  }
  if (reversed.empty()) return "0";
  return {reversed.rbegin(), reversed.rend()};
}

void Natural::multiply_add(uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (uint32_t& limb : limbs_) {
    carry += static_cast<uint64_t>(limb) * factor;
    limb = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  if (carry > 0) limbs_.push_back(static_cast<uint32_t>(carry));
  trim();
}

void Natural::multiply_power_of_ten(size_t power) {
  for (; power >= 9; power -= 9) multiply_add(1'000'000'000, 0);
  for (; power > 0; --power) multiply_add(10, 0);
}

void Natural::shift_left(size_t bits) {
  for (; bits >= 16; bits -= 16) multiply_add(1 << 16, 0);
  multiply_add(1U << bits, 0);
}

uint32_t Natural::divide(uint32_t divisor) {
  uint64_t remainder = 0;
  for (size_t i = limbs_.size(); i > 0; --i) {
    uint64_t dividend = remainder << 32 | limbs_[i - 1];
    limbs_[i - 1] = static_cast<uint32_t>(dividend / divisor);
    remainder = dividend % divisor;
  }
  trim();
  return static_cast<uint32_t>(remainder);
}

Natural& Natural::operator+=(const Natural& other) {
  limbs_.resize(std::max(limbs_.size(), other.limbs_.size()) + 1);
  uint64_t carry = 0;
  for (size_t i = 0; i < limbs_.size(); ++i) {
    carry += static_cast<uint64_t>(limbs_[i]) + (i < other.limbs_.size() ? other.limbs_[i] : 0);
    limbs_[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  trim();
  return *this;
}

Natural& Natural::operator-=(const Natural& other) {
  int64_t borrow = 0;
  for (size_t i = 0; i < limbs_.size(); ++i) {
    int64_t difference = static_cast<int64_t>(limbs_[i]) - (i < other.limbs_.size() ? other.limbs_[i] : 0) + borrow;
    limbs_[i] = static_cast<uint32_t>(difference);
    borrow = difference >> 32;
  }
  trim();
  return *this;
}

std::strong_ordering Natural::operator<=>(const Natural& other) const {
  if (limbs_.size() != other.limbs_.size()) return limbs_.size() <=> other.limbs_.size();
  return std::lexicographical_compare_three_way(limbs_.rbegin(), limbs_.rend(), other.limbs_.rbegin(), other.limbs_.rend());
}

void Natural::trim() {
  while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
}

}  // namespace pintle::object
