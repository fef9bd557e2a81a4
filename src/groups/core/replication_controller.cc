// ReplicationController: keeps a number of Pods running; ReplicaSet has replaced it. Source: core/v1 ReplicationController;
// pkg/registry/core/replicationcontroller.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::ReplicationController controller, int64_t now_seconds, api::Cells& cells) {
  const v1::ReplicationControllerSpec spec = controller.spec();
  cells.text(controller.metadata().name());
  cells.number(spec.replicas().value_or(0));
  cells.number(controller.status().replicas());
  cells.number(controller.status().ready_replicas());
  cells.age(controller.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  cells.text(groups::labels_text(spec.selector()));
}

}  // namespace

const api::Kind kReplicationController = {
    .group = "",
    .version = "v1",
    .kind = "ReplicationController",
    .resource = "replicationcontrollers",
    .singular = "replicationcontroller",
    .short_names = {"rc"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/controllers/",
    .selectable_fields =
        {
            {.name = "status.replicas"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"core.v1.ReplicationControllerSpec", "replicas"}},
            {.name = "Current", .type = "integer", .documented_by = {"core.v1.ReplicationControllerStatus", "replicas"}},
            {.name = "Ready", .type = "integer", .documented_by = {"core.v1.ReplicationControllerStatus", "readyReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"core.v1.ReplicationControllerSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .garbage_collection = api::GarbageCollection::kOrphanDependents,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::core
