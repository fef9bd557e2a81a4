// How a workload's selector and the labels of its Pods belong together.
//
//   validate_required_selector(spec.selector(), "empty selector is invalid for deployment", path.child("selector"), errors);
//   if (selects(spec.selector(), template.metadata()) == Selects::kNo) errors.invalid(..., kSelectorDoesNotMatch);
//
// Thread: pure. Source: pkg/apis/apps/validation (ValidateDeploymentSpec and its siblings).
#pragma once

#include <cstdint>
#include <string_view>

#include "object/field_error.h"
#include "object/label_selector.h"

namespace pintle::meta::v1 {
class LabelSelector;
class ObjectMeta;
}  // namespace pintle::meta::v1

namespace pintle::apps {

inline constexpr std::string_view kSelectorDoesNotMatch = "`selector` does not match template `labels`";

// Present, valid and not empty.
void validate_required_selector(meta::v1::LabelSelector selector, std::string_view empty_detail, const object::FieldPath& path,
                                object::ErrorList& errors);

enum class Selects : uint8_t { kYes, kNo, kInvalidSelector };
// No selector selects nothing.
Selects selects(meta::v1::LabelSelector selector, meta::v1::ObjectMeta meta);
// Whether a label value in it would not be allowed in a new object.
bool has_invalid_label_value(meta::v1::LabelSelector selector);

}  // namespace pintle::apps
