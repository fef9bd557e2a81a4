// Quantity: a fixed-point number with a unit: "100m", "1.5Gi", "1e3". Kubernetes keeps the format that it was written in (binary SI,
// decimal SI, decimal exponent) and prints one canonical form.
//
//   PINTLE_TRY(Quantity cpu, Quantity::parse("0.1"));
//   cpu.to_string() == "100m"
//   cpu < *Quantity::parse("1")
//
// A value is an int64 times a power of ten (the fast path), or a number of any length where that is not enough. Values are between -2^63
// and 2^63-1 (larger ones are capped) and no finer than 10^-9 (finer ones are rounded away from zero). Ownership: a value. Thread: any.
// Errors: bad_request with upstream's message. Source: apimachinery/pkg/api/resource/{quantity,amount,suffix,math}.go.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "object/natural.h"

namespace pintle::object {

// Longer texts are refused, and numbers further apart than this are added as if the smaller one were 0.
// DIFFERS: upstream has no limit, and computes for hours on 1e1000000000.
inline constexpr size_t kQuantityDigitsMax = 1000;

class Quantity {
 public:
  // kUnset: the zero value's; it takes the format of what is added to it.
  enum class Format : uint8_t { kUnset, kDecimalExponent, kBinarySi, kDecimalSi };

  Quantity() = default;  // 0
  static Result<Quantity> parse(std::string_view text);
  // value * 10^exponent
  static Quantity scaled(int64_t value, int32_t exponent, Format format = Format::kDecimalSi);
  static Quantity of(int64_t value, Format format = Format::kDecimalSi) { return scaled(value, 0, format); }

  // The canonical form: no fraction, the largest unit that loses nothing. As upstream, some texts that are not canonical ("1.500", "+5",
  // "007m") are printed as they were parsed, until something is computed with them.
  std::string to_string() const;
  Format format() const { return format_; }
  bool is_zero() const { return sign() == 0; }
  int sign() const;  // -1, 0, 1
  std::strong_ordering operator<=>(const Quantity& other) const;
  bool operator==(const Quantity& other) const { return (*this <=> other) == 0; }
  Quantity& operator+=(const Quantity& other);
  Quantity& operator-=(const Quantity& other);
  Quantity operator-() const;
  // Upstream's Value(), MilliValue(): in units of 10^exponent, rounded away from zero. What does not fit in an int64 comes out as upstream
  // has it: 0 or some of its bits.
  int64_t scaled_value(int32_t exponent) const;
  int64_t value() const { return scaled_value(0); }
  int64_t milli_value() const { return scaled_value(-3); }
  double approximate() const;

 private:
  // Splits and checks the text; quantity_parse.cc.
  friend class QuantityParser;

  bool is_large() const { return !large_.is_zero(); }
  Natural magnitude() const;
  bool is_negative() const { return is_large() ? large_negative_ : mantissa_ < 0; }
  void set(Natural magnitude, bool negative, int32_t exponent);
  void add(const Quantity& other, bool negate_other);
  int64_t narrow_scaled_value(int64_t apart) const;
  int64_t wide_scaled_value(int64_t apart) const;
  std::string decimal_text(Format format) const;
  std::string binary_text() const;

  int64_t mantissa_ = 0;  // unless large_ is set
  Natural large_;         // the magnitude of what does not fit
  int32_t exponent_ = 0;  // power of ten
  bool large_negative_ = false;
  bool wide_ = false;  // upstream holds it as inf.Dec: what does not fit is cut differently then
  Format format_ = Format::kUnset;
  std::string written_;  // the text it was parsed from, where upstream prints that again
};

}  // namespace pintle::object
