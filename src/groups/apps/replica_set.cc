// ReplicaSet: keeps a number of Pods running. Source: apps/v1 ReplicaSet; pkg/registry/apps/replicaset.
#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;

void row(v1::ReplicaSet set, int64_t now_seconds, api::Cells& cells) {
  const v1::ReplicaSetSpec spec = set.spec();
  cells.text(set.metadata().name());
  cells.number(spec.replicas().value_or(0));
  cells.number(set.status().replicas());
  cells.number(set.status().ready_replicas());
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  cells.text(groups::selector_text(spec.selector()));
}

}  // namespace

const api::Kind kReplicaSet = {
    .group = "apps",
    .version = "v1",
    .kind = "ReplicaSet",
    .resource = "replicasets",
    .singular = "replicaset",
    .short_names = {"rs"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/replicasets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.ReplicaSetSpec", "replicas"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "replicas"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "readyReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.ReplicaSetSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps
