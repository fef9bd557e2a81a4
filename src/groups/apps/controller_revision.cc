// ControllerRevision: a snapshot of a controller's state, written once. Source: apps/v1 ControllerRevision;
// pkg/registry/apps/controllerrevision.
#include "groups/apps/apps.h"

namespace pintle::apps {

const api::Kind kControllerRevision = {
    .group = "apps",
    .version = "v1",
    .kind = "ControllerRevision",
    .resource = "controllerrevisions",
    .singular = "controllerrevision",
    .key_prefix = "/registry/controllerrevisions/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Controller", .type = "string", .description = "Controller of the object"},
            {.name = "Revision", .type = "string", .documented_by = {"apps.v1.ControllerRevision", "revision"}},
            api::kAgeColumn,
        },
};

}  // namespace pintle::apps
