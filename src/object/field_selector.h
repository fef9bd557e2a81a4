// FieldSelector: which values an object's selectable fields must have: `metadata.name=web,status.phase!=Running`.
//
//   PINTLE_TRY(auto selector, FieldSelector::parse(text));
//   PINTLE_TRY_VOID(selector.check(kind.selectable_fields));           // "field label not supported: x"
//   if (selector.matches([&](std::string_view field) { return field_value(object, field); })) ...
//
// Values may escape `\`, `,` and `=` with a backslash. Immutable; any thread.
// Errors: Status bad_request with upstream's text.
// Source: k8s.io/apimachinery/pkg/fields/selector.go.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::object {

struct FieldRequirement {
  enum class Operator : uint8_t { kEquals, kNotEquals };
  std::string field;
  Operator op = Operator::kEquals;
  std::string value;
  bool operator==(const FieldRequirement&) const = default;
};

struct FieldValue {
  std::string_view field;
  std::string_view value;
};

class FieldSelector {
 public:
  // Matches everything.
  FieldSelector() = default;
  static Result<FieldSelector> parse(std::string_view text);

  // Fails on the first field that is not among `supported`: "field label not supported: spec.x", or with a kind's own text, in
  // which %s stands for the field: "%s is not a known field selector: only ...".
  Result<void> check(std::span<const std::string_view> supported, std::string_view message = "field label not supported: %s") const;

  bool empty() const { return requirements_.empty(); }
  // `lookup(field)` gives the field's value; "" when the object has none.
  template <std::invocable<std::string_view> Lookup>
  bool matches(Lookup&& lookup) const {
    for (const FieldRequirement& requirement : requirements_) {
      const bool equal = std::string_view(lookup(std::string_view(requirement.field))) == requirement.value;
      if (equal != (requirement.op == FieldRequirement::Operator::kEquals)) return false;
    }
    return true;
  }
  bool matches(std::span<const FieldValue> fields) const;
  std::span<const FieldRequirement> requirements() const { return requirements_; }
  // The value that `field` must have, if the selector says so: `metadata.name=x` of a list or watch.
  std::optional<std::string_view> requires_exact_match(std::string_view field) const;
  std::string to_string() const;

 private:
  std::vector<FieldRequirement> requirements_;
};

// `\` before each of `\`, `,` and `=`.
std::string escape_field_value(std::string_view value);

}  // namespace pintle::object
