// Node: a machine that Pods run on. Source: core/v1 Node; pkg/registry/core/node.
#include <set>

#include "groups/core/core.h"
#include "groups/core/node_validation.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

constexpr std::string_view kUnknown = "<unknown>";
constexpr std::string_view kRolePrefix = "node-role.kubernetes.io/";
constexpr std::string_view kRoleLabel = "kubernetes.io/role";

// "Ready", "NotReady" or "Unknown", and whether Pods may come. Of several conditions of a type the last counts.
std::string state_of(v1::Node node) {
  std::string state = "Unknown";
  for (const v1::NodeCondition condition : node.status().conditions())
    if (condition.type() == "Ready") state = condition.status() == "True" ? "Ready" : "NotReady";
  return node.spec().unschedulable() ? state + ",SchedulingDisabled" : state;
}

std::string roles_of(v1::Node node) {
  std::set<std::string> roles;
  for (auto [key, value] : node.metadata().labels()) {
    if (key.starts_with(kRolePrefix) && key.size() > kRolePrefix.size()) roles.emplace(key.substr(kRolePrefix.size()));
    if (key == kRoleLabel && !value.empty()) roles.emplace(value);
  }
  return std::string(groups::or_else(groups::joined({roles.begin(), roles.end()}), groups::kNone));
}

std::string_view address_of(v1::Node node, std::string_view type) {
  for (const v1::NodeAddress address : node.status().addresses())
    if (address.type() == type) return address.address();
  return groups::kNone;
}

void row(v1::Node node, int64_t now_seconds, api::Cells& cells) {
  const v1::NodeSystemInfo info = node.status().node_info();
  std::string kernel(groups::or_else(info.kernel_version(), kUnknown));
  if (!info.architecture().empty()) kernel.append(" (").append(info.architecture()).append(")");
  cells.text(node.metadata().name());
  cells.text(state_of(node));
  cells.text(roles_of(node));
  cells.age(node.metadata().creation_timestamp(), now_seconds);
  cells.text(info.kubelet_version());
  cells.text(address_of(node, "InternalIP"));
  cells.text(address_of(node, "ExternalIP"));
  cells.text(groups::or_else(info.os_image(), kUnknown));
  cells.text(kernel);
  cells.text(groups::or_else(info.container_runtime_version(), kUnknown));
}

}  // namespace

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
             .kind = "NodeProxyOptions",
             .is_proxy = true},
            {.name = "status",
             .keeps = {"spec"},
             .prepare_update = hook<prepare_node_status_update>,
             .validate_update = hook<validate_node_status_update>},
        },
    .key_prefix = "/registry/minions/",
    .selectable_fields =
        {
            {.name = "spec.unschedulable"},
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
    .row = hook<row>,
    .row_skips = {"status.images", "status.capacity", "status.allocatable", "status.volumesInUse", "status.volumesAttached"},
    .set_defaults = hook<set_node_defaults>,
    .prepare_create = hook<prepare_node_create>,
    .prepare_update = hook<prepare_node_update>,
    .validate = hook<validate_node>,
    .validate_update = hook<validate_node_update>,
    .warnings = hook<warn_of_node>,
    .has_status = true,
    .status_on_create = true,
};

}  // namespace pintle::core
