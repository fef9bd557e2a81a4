#include "plugins/pod_resources.h"

namespace pintle::plugins {
namespace {

using core::v1::Container;
using core::v1::ContainerStatus;
using core::v1::Pod;
using core::v1::PodSpec;
using core::v1::ResourceRequirements;

enum class Side : uint8_t { kRequests, kLimits };

ResourceList read_side(ResourceRequirements resources, Side side) {
  return read_resources(side == Side::kRequests ? resources.requests() : resources.limits());
}

bool is_infeasible(Pod pod) {
  for (const core::v1::PodCondition condition : pod.status().conditions())
    if (condition.type() == "PodResizePending") return condition.reason() == "Infeasible";
  return false;
}

ContainerStatus status_of(Pod pod, std::string_view container) {
  ContainerStatus found;
  for (const ContainerStatus status : pod.status().container_statuses())
    if (status.name() == container) found = status;
  for (const ContainerStatus status : pod.status().init_container_statuses())
    if (status.name() == container) found = status;
  return found;
}

bool restarts_always(Container container) { return container.restart_policy() == "Always"; }

// What a running container counts with while it is being resized.
ResourceList effective(Pod pod, Container container, ContainerStatus status, Side side) {
  ResourceList list = read_side(status.resources(), side);
  if (side == Side::kRequests) raise(list, read_resources(status.allocated_resources()));
  if (!is_infeasible(pod)) raise(list, read_side(container.resources(), side));
  return list;
}

ResourceList of_container(Pod pod, Container container, Side side, const PodResourceRules& rules) {
  if (rules.from_status) {
    const ContainerStatus status = status_of(pod, container.name());
    if (status.resources()) return effective(pod, container, status, side);
  }
  return read_side(container.resources(), side);
}

// Init containers that end run one after another, each beside those before it that go on running.
ResourceList of_containers(Pod pod, Side side, const PodResourceRules& rules) {
  ResourceList together;
  for (const Container container : pod.spec().containers()) add(together, of_container(pod, container, side, rules));
  ResourceList going_on;
  ResourceList starting;
  for (const Container container : pod.spec().init_containers()) {
    const bool always = restarts_always(container);
    ResourceList needed = always ? of_container(pod, container, side, rules) : read_side(container.resources(), side);
    if (always) {
      add(together, needed);
      add(going_on, needed);
      needed = going_on;
    } else {
      add(needed, going_on);
    }
    raise(starting, needed);
  }
  raise(together, starting);
  return together;
}

bool counts_for_pod(std::string_view name, const PodResourceRules& rules) {
  return name == "cpu" || name == "memory" || (rules.pod_huge_pages && name.starts_with("hugepages-"));
}

ResourceList total(Pod pod, Side side, const PodResourceRules& rules) {
  ResourceList list = of_containers(pod, side, rules);
  for (auto& [name, amount] : read_side(pod.spec().resources(), side))
    if (counts_for_pod(name, rules)) list[name] = amount;
  return list;
}

}  // namespace

ResourceList pod_requests(Pod pod, const PodResourceRules& rules) {
  ResourceList list = total(pod, Side::kRequests, rules);
  if (rules.with_overhead) add(list, read_resources(pod.spec().overhead()));
  return list;
}

ResourceList pod_limits(Pod pod, const PodResourceRules& rules) {
  ResourceList list = total(pod, Side::kLimits, rules);
  if (!rules.with_overhead) return list;
  for (const auto& [name, amount] : read_resources(pod.spec().overhead())) {
    const auto at = list.find(name);
    if (at != list.end() && !at->second.is_zero()) at->second += amount;
  }
  return list;
}

bool has_pod_level_resources(PodSpec spec) {
  for (const auto [name, amount] : spec.resources().requests())
    if (counts_for_pod(name, kQuotaRules)) return true;
  for (const auto [name, amount] : spec.resources().limits())
    if (counts_for_pod(name, kQuotaRules)) return true;
  return false;
}

}  // namespace pintle::plugins
