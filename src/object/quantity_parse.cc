#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "object/quantity.h"

namespace pintle::object {
namespace {

constexpr std::string_view kWrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr std::string_view kWrongNumber = "unable to parse numeric part of quantity";
constexpr std::string_view kWrongSuffix = "unable to parse quantity's suffix";
constexpr int32_t kNano = -9;
// An int64 holds any number of so many digits.
constexpr size_t kSmallDigitsMax = 18;

using Format = Quantity::Format;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
size_t digits_at(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

struct Suffix {
  bool binary = false;
  int32_t exponent = 0;
  Format format = Format::kDecimalSi;
};

std::optional<Suffix> decimal_suffix(char letter) {
  constexpr std::string_view kLetters = "num kMGTPE";
  size_t position = letter == ' ' ? std::string_view::npos : kLetters.find(letter);
  if (position == std::string_view::npos) return std::nullopt;
  return Suffix{.exponent = static_cast<int32_t>(position) * 3 + kNano};
}

std::optional<Suffix> interpret_suffix(std::string_view suffix) {
  if (suffix.empty()) return Suffix{};
  if (suffix.size() == 1) return decimal_suffix(suffix[0]);
  constexpr std::string_view kBinary = "KMGTPE";
  size_t power = kBinary.find(suffix[0]);
  if (suffix.size() == 2 && suffix[1] == 'i' && power != std::string_view::npos) {
    return Suffix{.binary = true, .exponent = static_cast<int32_t>(power + 1) * 10, .format = Format::kBinarySi};
  }
  if (suffix[0] != 'e' && suffix[0] != 'E') return std::nullopt;
  std::string_view digits = suffix.substr(suffix[1] == '+' ? 2 : 1);
  if (digits.starts_with('-') && suffix[1] == '+') return std::nullopt;
  int64_t exponent = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  // As upstream, only the low 32 bits count.
  return Suffix{.exponent = static_cast<int32_t>(exponent), .format = Format::kDecimalExponent};
}

}  // namespace

// The steps and their limits are those of ParseQuantity.
class QuantityParser {
 public:
  explicit QuantityParser(std::string_view text) : text_(text) {}

  Result<Quantity> parse() {
    if (text_.empty() || !split()) return fail(Status::bad_request(std::string(kWrongFormat)));
    std::optional<Suffix> suffix = interpret_suffix(suffix_text_);
    if (!suffix) return fail(Status::bad_request(std::string(kWrongSuffix)));
    if (whole_.size() + fraction_.size() > kQuantityDigitsMax) return fail(Status::bad_request(std::string(kWrongNumber)));
    suffix_ = *suffix;
    if (small()) return std::move(quantity_);
    if (!has_digits_) return fail(Status::bad_request(std::string(kWrongNumber)));
    large();
    return std::move(quantity_);
  }

 private:
  bool split() {
    size_t at = 0;
    negative_ = text_[0] == '-';
    if (negative_ || text_[0] == '+') ++at;
    size_t number_begin = at;
    while (at < text_.size() && text_[at] == '0') ++at;
    whole_ = text_.substr(at, digits_at(text_, at));
    at += whole_.size();
    if (at < text_.size() && text_[at] == '.') {
      fraction_ = text_.substr(at + 1, digits_at(text_, at + 1));
      at += 1 + fraction_.size();
    }
    has_digits_ = text_.substr(number_begin, at - number_begin).find_first_of("0123456789") != std::string_view::npos;
    size_t suffix_begin = at;
    while (at < text_.size() && std::string_view("eEinumkKMGTP").find(text_[at]) != std::string_view::npos) ++at;
    if (at < text_.size() && (text_[at] == '-' || text_[at] == '+')) ++at;
    at += digits_at(text_, at);
    suffix_text_ = text_.substr(suffix_begin, at - suffix_begin);
    return at == text_.size();
  }

  // Whole numbers and fractions that an int64 holds exactly. False when this one does not fit.
  bool small() {
    size_t whole_digits = std::max<size_t>(whole_.size(), 1);
    size_t digits = whole_digits + fraction_.size();
    int64_t exponent = 0;
    if (!suffix_.binary) {
      exponent = int64_t{suffix_.exponent} - static_cast<int64_t>(fraction_.size());
      if (digits > kSmallDigitsMax || exponent < kNano) return false;
    } else if (!fraction_.empty() || whole_digits + static_cast<size_t>(suffix_.exponent * 3 / 10) + 1 > 15) {
      return false;
    }
    uint64_t shifted = 0;
    for (char digit : whole_) shifted = shifted * 10 + static_cast<uint64_t>(digit - '0');
    for (char digit : fraction_) shifted = shifted * 10 + static_cast<uint64_t>(digit - '0');
    uint64_t value = 0;
    bool overflow = __builtin_mul_overflow(shifted, suffix_.binary ? uint64_t{1} << suffix_.exponent : 1, &value);
    if (overflow || value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return false;
    quantity_.mantissa_ = negative_ ? -static_cast<int64_t>(value) : static_cast<int64_t>(value);
    quantity_.exponent_ = static_cast<int32_t>(exponent);
    quantity_.format_ = suffix_.format;
    if (text_ == "0" || is_kept_as_written(shifted, exponent)) quantity_.written_ = text_;
    return true;
  }

  bool is_kept_as_written(uint64_t shifted, int64_t exponent) const {
    if (suffix_.binary) return (shifted & 7) != 0;
    return exponent % 3 == 0 && !whole_.empty() && !(whole_.size() + fraction_.size() >= 3 && shifted % 1000 == 0);
  }

  void large() {
    Natural magnitude = Natural::from_decimal(std::string(whole_).append(fraction_));
    int64_t exponent = -static_cast<int64_t>(fraction_.size());
    if (suffix_.binary) {
      magnitude.shift_left(static_cast<size_t>(suffix_.exponent));
    } else {
      exponent += suffix_.exponent;
    }
    round_up_to_nano(magnitude, exponent);
    // Upstream counts in nano from here on.
    if (!magnitude.is_zero() && exponent - kNano <= static_cast<int64_t>(kQuantityDigitsMax)) {
      magnitude.multiply_power_of_ten(static_cast<size_t>(exponent - kNano));
      exponent = kNano;
    }
    quantity_.format_ = suffix_.format;
    if (suffix_.binary) cap(magnitude, exponent);
    quantity_.set(std::move(magnitude), negative_, static_cast<int32_t>(exponent));
    quantity_.wide_ = true;
  }

  // What is asked for is never rounded to nothing: any rest counts as one.
  static void round_up_to_nano(Natural& magnitude, int64_t& exponent) {
    if (magnitude.is_zero()) return;
    bool rest = false;
    for (; exponent < kNano && !magnitude.is_zero(); ++exponent) rest |= magnitude.divide(10) != 0;
    exponent = std::max<int64_t>(exponent, kNano);
    if (rest) magnitude += Natural(1);
  }

  // Binary quantities end at 2^63-1; below 1 they are shown as decimal ones.
  void cap(Natural& magnitude, int64_t& exponent) {
    Quantity amount;
    amount.set(magnitude, false, static_cast<int32_t>(exponent));
    if (amount > Quantity::of(std::numeric_limits<int64_t>::max())) {
      magnitude = Natural(std::numeric_limits<int64_t>::max());
      exponent = 0;
    }
    if (amount < Quantity::of(1) && amount.sign() > 0) quantity_.format_ = Format::kDecimalSi;
  }

  std::string_view text_;
  bool negative_ = false;
  bool has_digits_ = false;
  std::string_view whole_;  // without leading zeros
  std::string_view fraction_;
  std::string_view suffix_text_;
  Suffix suffix_;
  Quantity quantity_;
};

Result<Quantity> Quantity::parse(std::string_view text) { return QuantityParser(text).parse(); }

}  // namespace pintle::object
