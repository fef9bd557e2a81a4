// PodDisruptionBudget: how many Pods may be evicted at a time. Source: policy/v1 PodDisruptionBudget;
// pkg/registry/policy/poddisruptionbudget.
#include "groups/hook.h"
#include "groups/policy/policy.h"
#include "groups/row_text.h"
#include "views/policy_v1.h"

namespace pintle::policy {
namespace {

using groups::hook;

void row(v1::PodDisruptionBudget budget, int64_t now_seconds, api::Cells& cells) {
  const v1::PodDisruptionBudgetSpec spec = budget.spec();
  cells.text(budget.metadata().name());
  cells.text(spec.min_available().present() ? groups::text_of(spec.min_available()) : "N/A");
  cells.text(spec.max_unavailable().present() ? groups::text_of(spec.max_unavailable()) : "N/A");
  cells.number(budget.status().disruptions_allowed());
  cells.age(budget.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

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
    .row = hook<row>,
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::policy
