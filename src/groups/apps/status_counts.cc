#include "groups/apps/status_counts.h"

#include "object/validation.h"

namespace pintle::apps {

using object::ErrorList;
using object::FieldPath;

void validate_counts(std::initializer_list<Count> counts, const FieldPath& path, ErrorList& errors) {
  for (const Count& count : counts)
    if (count.value) object::validate_nonnegative(*count.value, path.child(count.name), errors);
}

void validate_within_replicas(int64_t replicas, std::initializer_list<Count> counts, const FieldPath& path, ErrorList& errors) {
  for (const Count& count : counts)
    if (count.value && *count.value > replicas)
      errors.invalid(path.child(count.name), std::to_string(*count.value), "cannot be greater than status.replicas");
}

void validate_available_within_ready(int64_t available, int64_t ready, std::string_view detail, const FieldPath& path, ErrorList& errors) {
  if (available > ready) errors.invalid(path.child("availableReplicas"), std::to_string(available), detail);
}

void validate_collision_count(std::optional<int32_t> now, std::optional<int32_t> before, const FieldPath& path, ErrorList& errors) {
  const bool decremented = before && (!now || *now < *before);
  if (decremented) errors.invalid(path.child("collisionCount"), std::to_string(now.value_or(0)), "cannot be decremented");
}

}  // namespace pintle::apps
