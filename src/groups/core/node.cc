// Node: a machine that Pods run on. Source: core/v1 Node; pkg/registry/core/node.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kNode = {
    .group = "",
    .version = "v1",
    .kind = "Node",
    .resource = "nodes",
    .singular = "node",
    .short_names = {"no"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "proxy",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
             .kind = "NodeProxyOptions"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/minions/",
    .selectable_fields =
        {
            {.name = "spec.unschedulable", .when_empty = "false"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "The status of the node"},
            {.name = "Roles", .type = "string", .description = "The roles of the node"},
            api::kAgeColumn,
            {.name = "Version", .type = "string", .documented_by = {"core.v1.NodeSystemInfo", "kubeletVersion"}},
            {.name = "Internal-IP", .type = "string", .documented_by = {"core.v1.NodeStatus", "addresses"}, .priority = 1},
            {.name = "External-IP", .type = "string", .documented_by = {"core.v1.NodeStatus", "addresses"}, .priority = 1},
            {.name = "OS-Image", .type = "string", .documented_by = {"core.v1.NodeSystemInfo", "osImage"}, .priority = 1},
            {.name = "Kernel-Version", .type = "string", .documented_by = {"core.v1.NodeSystemInfo", "kernelVersion"}, .priority = 1},
            {.name = "Container-Runtime",
             .type = "string",
             .documented_by = {"core.v1.NodeSystemInfo", "containerRuntimeVersion"},
             .priority = 1},
        },
    .has_status = true,
    .status_on_create = true,
};

}  // namespace pintle::core
