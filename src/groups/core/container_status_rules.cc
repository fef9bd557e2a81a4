#include "groups/core/container_status_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "object/go_format.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

using Containers = ListView<v1::Container>;
using Statuses = ListView<v1::ContainerStatus>;

constexpr size_t kHealthMessageBytesMax = 1024;

v1::Container find(Containers containers, std::string_view name) {
  for (const v1::Container container : containers)
    if (container.name() == name) return container;
  return {};
}

bool restarts_all(Containers containers) {
  for (const v1::Container container : containers)
    for (const v1::ContainerRestartRule rule : container.restart_policy_rules())
      if (rule.action() == "RestartAllContainers") return true;
  return false;
}

bool matches(v1::ContainerRestartRule rule, int32_t exit_code) {
  if (!rule.exit_codes()) return false;
  const bool listed = rule.exit_codes().values().contains(exit_code);
  const std::string_view op = rule.exit_codes().operator_();
  return (op == "In" && listed) || (op == "NotIn" && !listed);
}

enum class Restart : uint8_t { kNo, kYes, kUnsaid };

Restart restart_by(std::string_view policy, int32_t exit_code) {
  if (policy == "Always") return Restart::kYes;
  if (policy == "OnFailure") return exit_code != 0 ? Restart::kYes : Restart::kNo;
  return policy == "Never" ? Restart::kNo : Restart::kUnsaid;
}

// The first rule that matches decides, then the container's policy, then the Pod's.
bool should_restart(v1::Container container, v1::PodSpec spec, int32_t exit_code) {
  if (const auto policy = container.restart_policy()) {
    for (const v1::ContainerRestartRule rule : container.restart_policy_rules()) {
      if (!matches(rule, exit_code)) continue;
      if (rule.action() == "Restart" || rule.action() == "RestartAllContainers") return true;
      break;
    }
    const Restart restart = restart_by(*policy, exit_code);
    if (restart != Restart::kUnsaid) return restart == Restart::kYes;
  }
  return restart_by(spec.restart_policy(), exit_code) != Restart::kNo;
}

bool leaves_terminated(v1::ContainerStatus old, Statuses now) {
  for (const v1::ContainerStatus status : now)
    if (status.name() == old.name() && !status.state().terminated()) return true;
  return false;
}

// `may` says whether this container may run again.
template <class May>
void validate_transitions(Statuses now, Statuses old, May may, const FieldPath& path, ErrorList& errors) {
  for (auto [index, before] : old.enumerate())
    if (before.state().terminated() && leaves_terminated(before, now) && !may(before))
      errors.forbidden(path.index(index).child("state"), "may not be transitioned to non-terminated state");
}

void validate_user(v1::LinuxContainerUser user, const FieldPath& path, ErrorList& errors) {
  if (!user) return;
  errors.invalid_each(path.child("uid"), std::to_string(user.uid()), object::is_user_id(user.uid()));
  errors.invalid_each(path.child("gid"), std::to_string(user.gid()), object::is_group_id(user.gid()));
  for (auto [index, gid] : user.supplemental_groups().enumerate())
    errors.invalid_each(path.child("supplementalGroups").index(index), std::to_string(gid), object::is_group_id(gid));
}

void validate_users(Statuses statuses, v1::PodOS os, const FieldPath& path, ErrorList& errors) {
  const std::string_view name = os ? os.name() : "linux";
  for (auto [index, status] : statuses.enumerate()) {
    const FieldPath at = path.index(index).child("user").child("linux");
    if (name == "linux") validate_user(status.user().linux_(), at, errors);
    if (name == "windows" && status.user().linux_()) errors.forbidden(at, "cannot be set for a windows pod");
  }
}

bool has_claim(v1::Container container, std::string_view name) {
  for (const v1::ResourceClaim claim : container.resources().claims()) {
    std::string wanted = "claim:" + std::string(claim.name());
    if (!claim.request().empty()) wanted.append("/").append(claim.request());
    if (wanted == name) return true;
  }
  return false;
}

void validate_resource_name(v1::Container container, std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (!container) return;
  if (!name.starts_with("claim:")) {
    if (!container.resources().requests().contains(name))
      errors.invalid(path, object::json_quoted(name), "must match one of the container's resource requests");
  } else if (!has_claim(container, name)) {
    errors.invalid(path, object::json_quoted(name),
                   "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if "
                   "request is empty");
  }
}

void validate_health(ListView<v1::ResourceHealth> resources, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kHealths = {"Healthy", "Unhealthy", "Unknown"};
  std::set<std::string_view> ids;
  for (auto [index, resource] : resources.enumerate()) {
    const FieldPath at = path.index(index);
    if (std::ranges::find(kHealths, resource.health()) == kHealths.end())
      errors.not_supported(at.child("health"), object::json_quoted(resource.health()), kHealths);
    if (const auto message = resource.message()) {
      if (message->empty()) errors.required(at.child("message"), "must be non-empty if specified");
      if (message->size() > kHealthMessageBytesMax) errors.too_long(at.child("message"), kHealthMessageBytesMax);
    }
    if (!ids.insert(resource.resource_id()).second) errors.duplicate(at.child("resourceID"), object::json_quoted(resource.resource_id()));
  }
}

void validate_allocated(Statuses statuses, Containers containers, const FieldPath& path, ErrorList& errors) {
  for (auto [index, status] : statuses.enumerate()) {
    const FieldPath list = path.index(index).child("allocatedResourcesStatus");
    for (auto [number, resource] : status.allocated_resources_status().enumerate()) {
      const FieldPath at = list.index(number);
      validate_resource_name(find(containers, status.name()), resource.name(), at.child("name"), errors);
      validate_health(resource.resources(), at.child("resources"), errors);
    }
  }
}

void forbid_allocated(Statuses statuses, const FieldPath& path, ErrorList& errors) {
  for (auto [index, status] : statuses.enumerate())
    if (!status.allocated_resources_status().empty())
      errors.forbidden(path.index(index).child("allocatedResourcesStatus"), "must not be specified in container status");
}

}  // namespace

void validate_state_transitions(v1::Pod pod, v1::Pod old, const FieldPath& path, ErrorList& errors) {
  const v1::PodSpec spec = old.spec();
  const v1::PodStatus now = pod.status();
  const v1::PodStatus before = old.status();
  const auto may_as_one_of = [&](Containers containers) {
    return [=](v1::ContainerStatus status) {
      const v1::Container container = find(containers, status.name());
      return container && should_restart(container, spec, status.state().terminated().exit_code());
    };
  };
  if (!restarts_all(spec.init_containers()) && !restarts_all(spec.containers())) {
    validate_transitions(now.container_statuses(), before.container_statuses(), may_as_one_of(spec.containers()),
                         path.child("containerStatuses"), errors);
    validate_transitions(now.init_container_statuses(), before.init_container_statuses(), may_as_one_of(spec.init_containers()),
                         path.child("initContainerStatuses"), errors);
  }
  validate_transitions(
      now.ephemeral_container_statuses(), before.ephemeral_container_statuses(), [](v1::ContainerStatus) { return false; },
      path.child("ephemeralContainerStatuses"), errors);
}

void validate_container_statuses(v1::Pod pod, const FieldPath& path, ErrorList& errors) {
  const v1::PodStatus status = pod.status();
  const FieldPath containers = path.child("containerStatuses");
  const FieldPath init_containers = path.child("initContainerStatuses");
  const FieldPath ephemeral_containers = path.child("ephemeralContainerStatuses");
  validate_users(status.container_statuses(), pod.spec().os(), containers, errors);
  validate_users(status.init_container_statuses(), pod.spec().os(), init_containers, errors);
  validate_users(status.ephemeral_container_statuses(), pod.spec().os(), ephemeral_containers, errors);
  validate_allocated(status.container_statuses(), pod.spec().containers(), containers, errors);
  validate_allocated(status.init_container_statuses(), pod.spec().init_containers(), init_containers, errors);
  forbid_allocated(status.ephemeral_container_statuses(), ephemeral_containers, errors);
}

}  // namespace pintle::core
