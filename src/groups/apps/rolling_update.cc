#include "groups/apps/rolling_update.h"

#include <charconv>
#include <limits>

#include "groups/field_text.h"
#include "object/validation.h"

namespace pintle::apps {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::IntOrString;

// Go's strconv.Atoi with its error left out: what is no number is 0, what is too large is the largest.
int64_t number_in(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.front() == '-') return 0;
  int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return 0;
  if (fault == std::errc::result_out_of_range) return negative ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
  return negative ? -value : value;
}

bool is_percent(IntOrString value) { return value.is_string() && object::is_percent(value.as_string()).empty(); }

int64_t percent_in(IntOrString value) { return number_in(value.as_string().substr(0, value.as_string().size() - 1)); }

}  // namespace

void validate_positive_int_or_percent(IntOrString value, const FieldPath& path, ErrorList& errors) {
  if (value.is_string())
    errors.invalid_each(path, groups::int_or_string_json(value), object::is_percent(value.as_string()));
  else
    object::validate_nonnegative(value.as_int(), path, errors);
}

void validate_at_most_100_percent(IntOrString value, const FieldPath& path, ErrorList& errors) {
  if (is_percent(value) && percent_in(value) > 100)
    errors.invalid(path, groups::int_or_string_json(value), "must not be greater than 100%");
}

int64_t int_or_percent(IntOrString value) {
  if (!value.is_string()) return value.as_int();
  return is_percent(value) ? percent_in(value) : number_in(value.as_string());
}

std::string strategy_text(std::string_view type, Update update, IntOrString max_unavailable, IntOrString max_surge) {
  const std::string text = "{\"Type\":" + object::json_quoted(type) + ",\"RollingUpdate\":";
  if (update == Update::kNone) return text + "null}";
  return text + "{\"MaxUnavailable\":" + groups::int_or_string_json(max_unavailable) +
         ",\"MaxSurge\":" + groups::int_or_string_json(max_surge) + "}}";
}

}  // namespace pintle::apps
