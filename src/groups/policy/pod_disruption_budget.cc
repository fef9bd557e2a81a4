// PodDisruptionBudget: how many Pods may be evicted at a time. Source: policy/v1 PodDisruptionBudget;
// pkg/registry/policy/poddisruptionbudget.
#include "groups/policy/policy.h"

namespace pintle::policy {

const api::Kind kPodDisruptionBudget = {
    .group = "policy",
    .version = "v1",
    .kind = "PodDisruptionBudget",
    .resource = "poddisruptionbudgets",
    .singular = "poddisruptionbudget",
    .short_names = {"pdb"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/poddisruptionbudgets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Min Available", .type = "string", .description = "The minimum number of pods that must be available."},
            {.name = "Max Unavailable", .type = "string", .description = "The maximum number of pods that may be unavailable."},
            {.name = "Allowed Disruptions",
             .type = "integer",
             .description = "Calculated number of pods that may be disrupted at this time."},
            api::kAgeColumn,
        },
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::policy
