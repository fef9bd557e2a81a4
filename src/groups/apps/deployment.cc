// Deployment: rolls out ReplicaSets. Source: apps/v1 Deployment; pkg/registry/apps/deployment.
#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/label_selector.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;

void row(v1::Deployment deployment, int64_t now_seconds, api::Cells& cells) {
  const v1::DeploymentSpec spec = deployment.spec();
  const v1::DeploymentStatus status = deployment.status();
  cells.text(deployment.metadata().name());
  cells.text(std::to_string(status.ready_replicas()) + "/" + std::to_string(spec.replicas().value_or(0)));
  cells.number(status.updated_replicas());
  cells.number(status.available_replicas());
  cells.age(deployment.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  const auto selector = object::LabelSelector::from_value(spec.selector().node());
  cells.text(selector ? selector->to_string() : "<invalid>");
}

}  // namespace

const api::Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = {"deploy"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec", "metadata.labels"}},
        },
    .key_prefix = "/registry/deployments/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            {.name = "Up-to-date", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "updatedReplicas"}},
            {.name = "Available", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "availableReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DeploymentSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .has_status = true,
    .tracks_generation = true,
    .generation_also = {"metadata.annotations"},
};

}  // namespace pintle::apps
