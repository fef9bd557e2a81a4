// Pod: containers that run together on one Node. Source: core/v1 Pod; pkg/registry/core/pod.
#include "groups/core/core.h"
#include "groups/core/pod_actions.h"
#include "groups/core/pod_prepare.h"
#include "groups/core/pod_row.h"
#include "groups/core/pod_rules.h"
#include "groups/hook.h"
#include "object/go_format.h"
#include "object/ip_validation.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;

using object::FieldPath;

void set_defaults(v1::PodMut pod) {
  if (pod.metadata()) drop_legacy_init_annotations(pod.metadata());
  set_pod_defaults(pod.ensure_spec());
  sync_pod_ips(pod.status());
}

// Only on create: an update of a Pod comes from controllers, which do not read warnings.
void warn(v1::Pod pod, v1::Pod old, std::vector<std::string>& warnings) {
  if (old) return;
  std::string faults;
  for (const std::string& fault : object::is_dns1123_label(pod.metadata().name())) faults.append(faults.empty() ? "" : " ").append(fault);
  if (!faults.empty())
    warnings.push_back(
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [" +
        faults + "]");
  pod_spec_warnings(pod.spec(), pod.metadata(), v1::PodSpec(), meta::v1::ObjectMeta(), FieldPath(), warnings);
}

template <class Ip>
void warn_of_ips(object::ListView<Ip> ips, const FieldPath& path, std::vector<std::string>& warnings) {
  for (auto [index, ip] : ips.enumerate()) object::append_ip_warnings(ip.ip(), path.index(index).child("ip"), warnings);
}

void warn_of_status(v1::Pod pod, v1::Pod, std::vector<std::string>& warnings) {
  warn_of_ips(pod.status().pod_ips(), FieldPath("status").child("podIPs"), warnings);
  warn_of_ips(pod.status().host_ips(), FieldPath("status").child("hostIPs"), warnings);
}

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
            {.name = "binding",
             .serves = api::SubresourceKind::kAction,
             .verbs = api::kCreate,
             .kind = "Binding",
             .action = bind_pod,
             .keeps_system_fields = true},
            {.name = "ephemeralcontainers",
             .serves = api::SubresourceKind::kUpdate,
             .keeps = {"metadata", "status"},
             .writes = {"spec.ephemeralContainers"},
             .prepare_update = hook<prepare_ephemeral_containers>,
             .validate_update = hook<validate_ephemeral_containers_update>},
            {.name = "eviction",
             .serves = api::SubresourceKind::kAction,
             .verbs = api::kCreate,
             .group = "policy",
             .version = "v1",
             .kind = "Eviction",
             .also_version = "v1beta1",
             .action = evict_pod},
            {.name = "exec", .serves = api::SubresourceKind::kConnect, .verbs = api::kGet | api::kCreate, .kind = "PodExecOptions"},
            {.name = "log", .serves = api::SubresourceKind::kConnect, .verbs = api::kGet},
            {.name = "portforward",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate,
             .kind = "PodPortForwardOptions"},
            {.name = "proxy",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
             .kind = "PodProxyOptions",
             .is_proxy = true},
            {.name = "resize",
             .serves = api::SubresourceKind::kUpdate,
             .keeps = {"metadata", "status"},
             .writes = {"spec.containers.*.resources", "spec.containers.*.resizePolicy", "spec.initContainers.*.resources",
                        "spec.initContainers.*.resizePolicy"},
             .prepare_update = hook<prepare_resize>,
             .validate_update = hook<validate_resize>},
            {.name = "status",
             .keeps = {"spec", "metadata.deletionTimestamp", "metadata.ownerReferences"},
             .prepare_update = hook<prepare_pod_status>,
             .validate_update = hook<validate_pod_status_update>,
             .warnings = hook<warn_of_status>},
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
    .row_skips = {"spec.volumes", "spec.containers.*", "spec.ephemeralContainers", "spec.affinity", "spec.tolerations",
                  "spec.topologySpreadConstraints", "spec.securityContext"},
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_pod_create>,
    .prepare_update = hook<prepare_pod_update>,
    .validate = hook<validate_pod>,
    .validate_update = hook<validate_pod_update>,
    .warnings = hook<warn>,
    .grace_seconds = hook<grace_seconds>,
    .has_status = true,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
