// Numbers of Pods or percentages of them: what rolling updates and disruption budgets may say.
//
//   validate_positive_int_or_percent(update.max_surge(), path.child("maxSurge"), errors);
//   if (int_or_percent(update.max_surge()) == 0) ...    // "5" and "5%" are 5, what is no number is 0
//
// Thread: pure. Source: pkg/apis/apps/validation (ValidatePositiveIntOrPercent, IsNotMoreThan100Percent, getIntOrPercentValue).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "object/field_error.h"
#include "object/view.h"

namespace pintle::apps {

void validate_positive_int_or_percent(object::IntOrString value, const object::FieldPath& path, object::ErrorList& errors);
void validate_at_most_100_percent(object::IntOrString value, const object::FieldPath& path, object::ErrorList& errors);
int64_t int_or_percent(object::IntOrString value);

enum class Update : uint8_t { kNone, kRolling };
// A strategy as upstream's internal types print it, where the numbers are no pointers.
std::string strategy_text(std::string_view type, Update update, object::IntOrString max_unavailable, object::IntOrString max_surge);

}  // namespace pintle::apps
