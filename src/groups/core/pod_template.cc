// PodTemplate: a Pod to copy. Source: core/v1 PodTemplate; pkg/registry/core/podtemplate.
#include "groups/core/core.h"

namespace pintle::core {

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
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
