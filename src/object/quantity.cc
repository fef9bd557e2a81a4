#include "object/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace pintle::object {
namespace {

uint64_t magnitude_of(int64_t value) { return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value); }

std::string decimal_suffix(int64_t exponent, Quantity::Format format) {
  if (format == Quantity::Format::kDecimalExponent) return exponent == 0 ? "" : "e" + std::to_string(exponent);
  constexpr std::array<std::string_view, 10> kSuffixes = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  // As upstream, what has no unit is printed without one.
  bool has_unit = exponent >= -9 && exponent <= 18;
  return has_unit ? std::string(kSuffixes[static_cast<size_t>(exponent + 9) / 3]) : "";
}

std::strong_ordering reversed(std::strong_ordering order) { return 0 <=> order; }

// Of magnitudes, neither zero. Their order of size decides, unless it is the same.
std::strong_ordering compare(Natural a, int32_t a_exponent, Natural b, int32_t b_exponent) {
  int64_t a_size = static_cast<int64_t>(a.decimal_digits()) + a_exponent;
  int64_t b_size = static_cast<int64_t>(b.decimal_digits()) + b_exponent;
  if (a_size != b_size) return a_size <=> b_size;
  if (a_exponent > b_exponent) a.multiply_power_of_ten(static_cast<size_t>(a_exponent - b_exponent));
  if (b_exponent > a_exponent) b.multiply_power_of_ten(static_cast<size_t>(b_exponent - a_exponent));
  return a <=> b;
}

}  // namespace

Quantity Quantity::scaled(int64_t value, int32_t exponent, Format format) {
  Quantity quantity;
  quantity.mantissa_ = value;
  quantity.exponent_ = exponent;
  quantity.format_ = format;
  return quantity;
}

Natural Quantity::magnitude() const { return is_large() ? large_ : Natural(magnitude_of(mantissa_)); }

void Quantity::set(Natural magnitude, bool negative, int32_t exponent) {
  exponent_ = exponent;
  written_.clear();
  std::optional<uint64_t> small = magnitude.as_uint64();
  if (small && *small <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    mantissa_ = negative ? -static_cast<int64_t>(*small) : static_cast<int64_t>(*small);
    large_ = Natural();
    return;
  }
  mantissa_ = 0;
  large_ = std::move(magnitude);
  large_negative_ = negative;
  wide_ = true;
}

int Quantity::sign() const {
  if (is_large()) return large_negative_ ? -1 : 1;
  return mantissa_ < 0 ? -1 : mantissa_ > 0 ? 1 : 0;
}

std::strong_ordering Quantity::operator<=>(const Quantity& other) const {
  if (sign() != other.sign() || sign() == 0) return sign() <=> other.sign();
  if (!is_large() && !other.is_large() && exponent_ == other.exponent_) return mantissa_ <=> other.mantissa_;
  std::strong_ordering order = compare(magnitude(), exponent_, other.magnitude(), other.exponent_);
  return sign() < 0 ? reversed(order) : order;
}

Quantity& Quantity::operator+=(const Quantity& other) {
  add(other, false);
  return *this;
}

Quantity& Quantity::operator-=(const Quantity& other) {
  add(other, true);
  return *this;
}

Quantity Quantity::operator-() const {
  Quantity negated = *this;
  negated.set(magnitude(), !is_negative(), exponent_);
  return negated;
}

void Quantity::add(const Quantity& other, bool negate_other) {
  if (is_zero()) format_ = other.format_;
  Quantity addend = negate_other ? -other : other;
  written_.clear();
  wide_ |= addend.wide_;
  if (addend.is_zero()) return;
  int64_t sum = 0;
  bool small = !is_large() && !addend.is_large() && (exponent_ == addend.exponent_ || mantissa_ == 0);
  if (small && !__builtin_add_overflow(mantissa_, addend.mantissa_, &sum)) {
    mantissa_ = sum;
    exponent_ = addend.exponent_;
    return;
  }
  if (is_zero()) return set(addend.magnitude(), addend.is_negative(), addend.exponent_);
  int64_t apart = static_cast<int64_t>(exponent_) - addend.exponent_;
  if (std::abs(apart) > static_cast<int64_t>(2 * kQuantityDigitsMax)) {
    if (apart < 0) set(addend.magnitude(), addend.is_negative(), addend.exponent_);
    return;
  }
  Natural a = magnitude();
  Natural b = addend.magnitude();
  if (apart > 0) a.multiply_power_of_ten(static_cast<size_t>(apart));
  if (apart < 0) b.multiply_power_of_ten(static_cast<size_t>(-apart));
  int32_t exponent = std::min(exponent_, addend.exponent_);
  if (is_negative() == addend.is_negative()) {
    a += b;
    return set(std::move(a), is_negative(), exponent);
  }
  bool keeps_sign = a >= b;
  bool negative = keeps_sign ? is_negative() : addend.is_negative();
  if (!keeps_sign) std::swap(a, b);
  a -= b;
  set(std::move(a), negative, exponent);
}

int64_t Quantity::scaled_value(int32_t exponent) const {
  int64_t apart = static_cast<int64_t>(exponent_) - exponent;
  return wide_ ? wide_scaled_value(apart) : narrow_scaled_value(apart);
}

// Source: amount.go AsScaledInt64, math.go positiveScaleInt64: the steps of most units wrap, others give 0.
int64_t Quantity::narrow_scaled_value(int64_t apart) const {
  int64_t value = mantissa_;
  bool wraps = apart == 1 || apart == 2 || apart == 3 || apart == 6 || apart == 9;
  if (wraps) {
    uint64_t factor = Natural::power_of_ten(static_cast<size_t>(apart)).low_bits();
    return value == std::numeric_limits<int64_t>::min() ? 0 : static_cast<int64_t>(static_cast<uint64_t>(value) * factor);
  }
  for (; apart > 0 && value != 0; --apart) {
    if (__builtin_mul_overflow(value, 10, &value)) return 0;
  }
  bool rest = false;
  for (; apart < 0 && value != 0; ++apart) {
    rest |= value % 10 != 0;
    value /= 10;
  }
  return rest ? value + sign() : value;
}

// Source: scale_int.go scaledValue: the low bits of what does not fit.
int64_t Quantity::wide_scaled_value(int64_t apart) const {
  constexpr int64_t kDigits = 19;
  auto with_sign = [this](uint64_t magnitude) { return is_negative() ? 0 - magnitude : magnitude; };
  Natural magnitude = this->magnitude();
  if (apart >= 0) {
    uint64_t factor = uint64_t{1} << 63;  // what Go makes of a float64 that is too large
    if (apart < kDigits) factor = Natural::power_of_ten(static_cast<size_t>(apart)).low_bits();
    return static_cast<int64_t>(with_sign(magnitude.low_bits()) * factor);
  }
  bool fits = is_negative() || magnitude < Natural(std::numeric_limits<int64_t>::max());
  if (fits && -apart < kDigits) {
    auto divisor = static_cast<int64_t>(Natural::power_of_ten(static_cast<size_t>(-apart)).low_bits());
    auto value = static_cast<int64_t>(with_sign(magnitude.low_bits()));
    return value / divisor + (value % divisor != 0 ? 1 : 0);
  }
  bool rest = false;
  for (; apart < 0 && !magnitude.is_zero(); ++apart) rest |= magnitude.divide(10) != 0;
  uint64_t rounded = with_sign(magnitude.low_bits()) + (rest && !is_negative() ? 1 : 0);
  return static_cast<int64_t>(rounded);
}

double Quantity::approximate() const {
  double base = is_large() ? (large_negative_ ? -large_.approximate() : large_.approximate()) : static_cast<double>(mantissa_);
  return exponent_ == 0 ? base : base * std::pow(10.0, exponent_);
}

std::string Quantity::to_string() const {
  if (!written_.empty()) return written_;
  if (is_zero()) return "0";
  if (format_ == Format::kBinarySi) {
    bool small = *this > of(-1024) && *this < of(1024);
    std::string text = small ? "" : binary_text();
    return text.empty() ? decimal_text(Format::kDecimalSi) : text;
  }
  return decimal_text(format_ == Format::kUnset ? Format::kDecimalExponent : format_);
}

std::string Quantity::decimal_text(Format format) const {
  Natural digits = magnitude();
  int64_t exponent = exponent_;
  for (Natural shorter = digits; shorter.divide(10) == 0; digits = shorter) ++exponent;
  for (; exponent % 3 != 0; --exponent) digits.multiply_add(10, 0);
  return (is_negative() ? "-" : "") + digits.to_decimal() + decimal_suffix(exponent, format);
}

// "" when the number is not whole: a binary form would lose something.
std::string Quantity::binary_text() const {
  Natural whole = magnitude();
  int32_t exponent = exponent_;
  for (; exponent < 0; ++exponent) {
    if (whole.divide(10) != 0) return "";
  }
  if (exponent > static_cast<int32_t>(kQuantityDigitsMax)) return "";
  whole.multiply_power_of_ten(static_cast<size_t>(exponent));
  constexpr std::array<std::string_view, 7> kSuffixes = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  size_t power = 0;
  for (Natural shorter = whole; shorter.divide(1024) == 0; whole = shorter) ++power;
  std::string_view suffix = power < kSuffixes.size() ? kSuffixes[power] : "";
  return (is_negative() ? "-" : "") + whole.to_decimal() + std::string(suffix);
}

}  // namespace pintle::object
