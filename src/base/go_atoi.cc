#include "base/go_atoi.h"

#include <charconv>

#include "base/go_text.h"

namespace pintle {
namespace {

std::unexpected<Status> fault(std::string_view text, std::string_view what) {
  return fail(Status::bad_request("strconv.Atoi: parsing " + go_quoted(text) + ": " + std::string(what)));
}

}  // namespace

Result<int64_t> parse_go_atoi(std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return fault(text, "invalid syntax");
  const uint64_t limit = (uint64_t{1} << 63) - (negative ? 0 : 1);
  if (error == std::errc::result_out_of_range || magnitude > limit) return fault(text, "value out of range");
  return static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
}

}  // namespace pintle
