// DaemonSet: a Pod on every Node. Source: apps/v1 DaemonSet; pkg/registry/apps/daemonset.
#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;

void row(v1::DaemonSet set, int64_t now_seconds, api::Cells& cells) {
  const v1::DaemonSetStatus status = set.status();
  const core::v1::PodSpec pod = set.spec().template_().spec();
  cells.text(set.metadata().name());
  cells.number(status.desired_number_scheduled());
  cells.number(status.current_number_scheduled());
  cells.number(status.number_ready());
  cells.number(status.updated_number_scheduled());
  cells.number(status.number_available());
  cells.text(groups::labels_text(pod.node_selector()));
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(pod.containers()));
  cells.text(groups::container_images(pod.containers()));
  cells.text(groups::selector_text(set.spec().selector()));
}

}  // namespace

const api::Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = {"ds"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/daemonsets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "desiredNumberScheduled"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "currentNumberScheduled"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberReady"}},
            {.name = "Up-to-date", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "updatedNumberScheduled"}},
            {.name = "Available", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberAvailable"}},
            {.name = "Node Selector", .type = "string", .documented_by = {"core.v1.PodSpec", "nodeSelector"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DaemonSetSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps
