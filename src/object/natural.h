// Natural: an integer >= 0 of any length, for quantities that do not fit an int64. Only what object/quantity.cc computes with.
//
// Ownership: a value. Thread: any.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pintle::object {

class Natural {
 public:
  Natural() = default;  // 0
  explicit Natural(uint64_t value);
  // Only digits.
  static Natural from_decimal(std::string_view digits);
  static Natural power_of_ten(size_t power);

  bool is_zero() const { return limbs_.empty(); }
  // null when it is larger.
  std::optional<uint64_t> as_uint64() const;
  uint64_t low_bits() const;
  double approximate() const;
  std::string to_decimal() const;
  size_t decimal_digits() const { return is_zero() ? 1 : to_decimal().size(); }

  void multiply_add(uint32_t factor, uint32_t addend);
  void multiply_power_of_ten(size_t power);
  void shift_left(size_t bits);
  // Returns the remainder.
  uint32_t divide(uint32_t divisor);
  Natural& operator+=(const Natural& other);
  // *this >= other.
  Natural& operator-=(const Natural& other);
  std::strong_ordering operator<=>(const Natural& other) const;
  bool operator==(const Natural& other) const = default;

 private:
  void trim();
  std::vector<uint32_t> limbs_;  // base 2^32, least significant first, no leading zeros
};

}  // namespace pintle::object
