// Pod: containers that run together on one Node. Source: core/v1 Pod; pkg/registry/core/pod.
#include "groups/core/core.h"
#include "groups/core/pod_row.h"
#include "groups/hook.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

// A Pod that runs gets the time it asks for to end by itself.
int64_t grace_seconds(v1::Pod pod, std::optional<int64_t> asked) {
  const std::string_view phase = pod.status().phase();
  if (pod.spec().node_name().empty() || phase == "Failed" || phase == "Succeeded") return 0;
  const int64_t seconds = asked.value_or(pod.spec().termination_grace_period_seconds().value_or(0));
  return seconds < 0 ? 1 : seconds;
}

}  // namespace

const api::Kind kPod = {
    .group = "",
    .version = "v1",
    .kind = "Pod",
    .resource = "pods",
    .singular = "pod",
    .short_names = {"po"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "attach", .serves = api::SubresourceKind::kConnect, .verbs = api::kGet | api::kCreate, .kind = "PodAttachOptions"},
            {.name = "binding", .serves = api::SubresourceKind::kAction, .verbs = api::kCreate, .kind = "Binding"},
            {.name = "ephemeralcontainers", .serves = api::SubresourceKind::kUpdate},
            {.name = "eviction",
             .serves = api::SubresourceKind::kAction,
             .verbs = api::kCreate,
             .group = "policy",
             .version = "v1",
             .kind = "Eviction"},
            {.name = "exec", .serves = api::SubresourceKind::kConnect, .verbs = api::kGet | api::kCreate, .kind = "PodExecOptions"},
            {.name = "log", .serves = api::SubresourceKind::kConnect, .verbs = api::kGet},
            {.name = "portforward",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate,
             .kind = "PodPortForwardOptions"},
            {.name = "proxy",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
             .kind = "PodProxyOptions"},
            {.name = "resize", .serves = api::SubresourceKind::kUpdate},
            {.name = "status", .keeps = {"spec", "metadata.deletionTimestamp", "metadata.ownerReferences"}},
        },
    .key_prefix = "/registry/pods/",
    .selectable_fields =
        {
            {.name = "spec.nodeName", .indexed = true},
            {.name = "spec.host", .path = "spec.nodeName"},
            {.name = "spec.restartPolicy"},
            {.name = "spec.schedulerName"},
            {.name = "spec.serviceAccountName"},
            {.name = "spec.hostNetwork"},
            {.name = "status.phase"},
            {.name = "status.podIP"},
            // Accepted for the sake of old clients; like the field it reads, no object has it.
            {.name = "status.podIPs", .path = "metadata.selfLink"},
            {.name = "status.nominatedNodeName"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "The aggregate readiness state of this pod for accepting traffic."},
            {.name = "Status", .type = "string", .description = "The aggregate status of the containers in this pod."},
            {.name = "Restarts",
             .type = "string",
             .description = "The number of times the containers in this pod have been restarted and when the last container in this pod "
                            "has restarted."},
            api::kAgeColumn,
            {.name = "IP", .type = "string", .documented_by = {"core.v1.PodStatus", "podIP"}, .priority = 1},
            {.name = "Node", .type = "string", .documented_by = {"core.v1.PodSpec", "nodeName"}, .priority = 1},
            {.name = "Nominated Node", .type = "string", .documented_by = {"core.v1.PodStatus", "nominatedNodeName"}, .priority = 1},
            {.name = "Readiness Gates", .type = "string", .documented_by = {"core.v1.PodSpec", "readinessGates"}, .priority = 1},
        },
    .row = hook<pod_row>,
    .grace_seconds = hook<grace_seconds>,
    .has_status = true,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
