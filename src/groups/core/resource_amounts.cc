#include "groups/core/resource_amounts.h"

#include "groups/core/resource_names.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::Quantity;
using object::quoted;

constexpr std::string_view kNotPositive = "must be greater than zero";
constexpr std::string_view kNotInteger = "must be an integer";

}  // namespace

Quantity amount_of(std::string_view text) {
  auto parsed = Quantity::parse(text.empty() ? "0" : text);
  return parsed ? *parsed : Quantity();
}

std::string printed_amount(std::string_view text) { return json_quoted(text.empty() ? "0" : text); }

void validate_basic_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  const int64_t value = amount_of(amount).value();
  if (value < 0) errors.invalid(path, std::to_string(value), "must be a valid resource quantity");
}

void validate_positive_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  if (amount_of(amount).sign() <= 0) errors.invalid(path, quoted(amount.empty() ? "0" : amount), kNotPositive);
}

void validate_nonnegative_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  if (amount_of(amount).sign() < 0) errors.invalid(path, quoted(amount), object::kNegativeError);
}

void validate_resource_amount(std::string_view name, std::string_view amount, const FieldPath& path, ErrorList& errors) {
  validate_nonnegative_amount(amount, path, errors);
  if (is_integer_resource(name) && amount_of(amount).milli_value() % 1000 != 0) errors.invalid(path, printed_amount(amount), kNotInteger);
}

}  // namespace pintle::core
