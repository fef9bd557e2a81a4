// PodTemplate: a Pod to copy. Source: core/v1 PodTemplate; pkg/registry/core/podtemplate.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::PodTemplate pod_template, int64_t, api::Cells& cells) {
  const object::ListView containers = pod_template.template_().spec().containers();
  cells.text(pod_template.metadata().name());
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
  cells.text(groups::labels_text(pod_template.template_().metadata().labels()));
}

}  // namespace

const api::Kind kPodTemplate = {
    .group = "",
    .version = "v1",
    .kind = "PodTemplate",
    .resource = "podtemplates",
    .singular = "podtemplate",
    .key_prefix = "/registry/podtemplates/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template."},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template."},
            {.name = "Pod Labels", .type = "string", .description = "The labels for the pod template."},
        },
    .row = hook<row>,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
