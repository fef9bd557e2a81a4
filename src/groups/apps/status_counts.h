// The counts in the status of a workload.
//
//   validate_counts({{"replicas", status.replicas()}, {"readyReplicas", status.ready_replicas()}}, path, errors);
//   validate_within_replicas(status.replicas(), {{"readyReplicas", status.ready_replicas()}}, path, errors);
//
// Thread: pure. Source: pkg/apis/apps/validation (ValidateDeploymentStatus and its siblings).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "object/field_error.h"

namespace pintle::apps {

struct Count {
  std::string_view name;
  std::optional<int64_t> value;
};

// None is negative.
void validate_counts(std::initializer_list<Count> counts, const object::FieldPath& path, object::ErrorList& errors);
// None is more than status.replicas.
void validate_within_replicas(int64_t replicas, std::initializer_list<Count> counts, const object::FieldPath& path,
                              object::ErrorList& errors);
void validate_available_within_ready(int64_t available, int64_t ready, std::string_view detail, const object::FieldPath& path,
                                     object::ErrorList& errors);
// status.collisionCount only grows.
void validate_collision_count(std::optional<int32_t> now, std::optional<int32_t> before, const object::FieldPath& path,
                              object::ErrorList& errors);

}  // namespace pintle::apps
