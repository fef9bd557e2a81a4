// StatefulSet: Pods with stable names and storage. Source: apps/v1 StatefulSet; pkg/registry/apps/statefulset.
#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;

void row(v1::StatefulSet set, int64_t now_seconds, api::Cells& cells) {
  const object::ListView containers = set.spec().template_().spec().containers();
  cells.text(set.metadata().name());
  cells.text(std::to_string(set.status().ready_replicas()) + "/" + std::to_string(set.spec().replicas().value_or(0)));
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
}

}  // namespace

const api::Kind kStatefulSet = {
    .group = "apps",
    .version = "v1",
    .kind = "StatefulSet",
    .resource = "statefulsets",
    .singular = "statefulset",
    .short_names = {"sts"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/statefulsets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
        },
    .row = hook<row>,
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps
