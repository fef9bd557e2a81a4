#include "groups/conditions.h"

#include <algorithm>
#include <array>
#include <set>

#include "object/validation.h"
#include "views/meta_v1.h"

namespace pintle::groups {
namespace {

using object::ErrorList;
using object::FieldPath;

constexpr size_t kReasonBytesMax = 1 << 10;
constexpr size_t kMessageBytesMax = 32 << 10;
constexpr std::array<std::string_view, 3> kStatuses = {"False", "True", "Unknown"};
constexpr std::string_view kReasonFormat = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
constexpr std::string_view kReasonFault =
    "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and "
    "must end with an alphanumeric character or '_'";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

bool is_reason(std::string_view reason) {
  if (!is_letter(reason.front()) || !is_word(reason.back())) return false;
  for (const char c : reason)
    if (!is_word(c) && c != ',' && c != ':') return false;
  return true;
}

void validate_reason(std::string_view reason, const FieldPath& path, ErrorList& errors) {
  if (reason.empty()) {
    errors.required(path, "");
    return;
  }
  if (!is_reason(reason))
    errors.invalid(
        path, object::quoted(reason),
        object::regex_error(kReasonFault, kReasonFormat, {"my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB"}));
  if (reason.size() > kReasonBytesMax) errors.too_long(path, kReasonBytesMax);
}

void validate_condition(meta::v1::Condition condition, const FieldPath& path, ErrorList& errors) {
  object::validate_label_name(condition.type(), path.child("type"), errors);
  if (std::ranges::find(kStatuses, condition.status()) == kStatuses.end())
    errors.not_supported(path.child("status"), object::json_quoted(condition.status()), kStatuses);
  if (condition.observed_generation() < 0)
    errors.invalid(path.child("observedGeneration"), std::to_string(condition.observed_generation()),
                   "must be greater than or equal to zero");
  if (condition.last_transition_time().empty()) errors.required(path.child("lastTransitionTime"), "");
  validate_reason(condition.reason(), path.child("reason"), errors);
  if (condition.message().size() > kMessageBytesMax) errors.too_long(path.child("message"), kMessageBytesMax);
}

}  // namespace

void validate_conditions(object::ListView<meta::v1::Condition> conditions, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (auto [index, condition] : conditions.enumerate()) {
    if (!seen.insert(condition.type()).second) errors.duplicate(path.index(index).child("type"), object::quoted(condition.type()));
    validate_condition(condition, path.index(index), errors);
  }
}

}  // namespace pintle::groups
