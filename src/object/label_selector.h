// LabelSelector: which labels an object must have. The form of a query string, `a=b,c in (d,e),!f`, or of a metav1.LabelSelector.
//
//   PINTLE_TRY(auto selector, LabelSelector::parse("app=web,tier notin (db)"));
//   if (selector.matches(meta.labels())) ...
//
// Requirements are kept sorted by key. A selector owns its strings. Immutable; any thread.
// Errors: Status bad_request with upstream's text.
// Source: k8s.io/apimachinery/pkg/labels/selector.go; apis/meta/v1/helpers.go LabelSelectorAsSelector.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/field_error.h"
#include "object/value.h"

namespace pintle::object {

enum class LabelOperator : uint8_t {
  kIn,
  kNotIn,
  kEquals,        // "="
  kDoubleEquals,  // "==", which only the canonical string tells from "="
  kNotEquals,
  kExists,
  kDoesNotExist,
  kGreaterThan,
  kLessThan,
};

struct LabelRequirement {
  std::string key;
  LabelOperator op = LabelOperator::kExists;
  std::vector<std::string> values;  // as given by a LabelSelector; sorted when parsed from a string

  // `value` is null when the object has no such label.
  bool matches(const std::string_view* value) const;
  std::string to_string() const;
  bool operator==(const LabelRequirement&) const = default;
};

struct Label {
  std::string_view key;
  std::string_view value;
};

class LabelSelector {
 public:
  // Matches everything.
  LabelSelector() = default;
  static LabelSelector everything() { return {}; }
  static LabelSelector nothing();
  static Result<LabelSelector> parse(std::string_view text);
  // A metav1.LabelSelector in the tree; null matches nothing, an empty one everything.
  static Result<LabelSelector> from_value(const Value* selector);
  // Exactly these labels (matchLabels, a Service's selector), unchecked; null matches everything.
  static LabelSelector from_labels(const Value* labels);
  // Fails when the key, the values or their number are not valid.
  Result<void> add(LabelRequirement requirement);

  bool empty() const { return !nothing_ && requirements_.empty(); }
  bool matches_nothing() const { return nothing_; }
  // `labels`: the tree's map of strings; null is no labels.
  bool matches(const Value* labels) const;
  // Sorted by key.
  bool matches(std::span<const Label> labels) const;
  std::span<const LabelRequirement> requirements() const { return requirements_; }
  // The one value that `key` must have, if the selector says so.
  std::optional<std::string_view> requires_exact_match(std::string_view key) const;
  // The canonical form: "a=b,c in (d,e)".
  std::string to_string() const;

 private:
  void insert(LabelRequirement requirement);
  std::vector<LabelRequirement> requirements_;
  bool nothing_ = false;
};

// The errors of a metav1.LabelSelector in an object.
struct LabelSelectorRules {
  bool allow_invalid_values = false;    // for objects that already have some
  bool allow_unknown_operator = false;  // for access reviews
};
void validate_label_selector(const Value* selector, LabelSelectorRules rules, const FieldPath& path, ErrorList& errors);

}  // namespace pintle::object
