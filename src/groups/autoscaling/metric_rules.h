// Which metrics a HorizontalPodAutoscaler may scale by.
//
//   validate_metrics(spec.metrics(), spec.min_replicas(), path.child("metrics"), reference_rules, errors);
//
// Thread: pure. Source: pkg/apis/autoscaling/validation (validateMetrics).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "object/field_error.h"
#include "object/view.h"

namespace pintle::autoscaling {

namespace v2 {
class CrossVersionObjectReference;
class MetricSpec;
}  // namespace v2

// What the apiVersion of a reference may be.
struct ReferenceRules {
  bool allow_empty_group = false;
  bool allow_invalid_api_version = false;
};

void validate_reference(v2::CrossVersionObjectReference reference, ReferenceRules rules, const object::FieldPath& path,
                        object::ErrorList& errors);
bool is_valid_api_version(v2::CrossVersionObjectReference reference, ReferenceRules rules);

void validate_metrics(object::ListView<v2::MetricSpec> metrics, std::optional<int32_t> min_replicas, ReferenceRules rules,
                      const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::autoscaling
