// What Pods use: themselves, and what they request and may use while they are not over.
// Source: pkg/quota/v1/evaluator/core/pods.go; pkg/apis/core/v1/helper/qos.
#include <algorithm>
#include <map>
#include <set>

#include "object/time.h"
#include "object/validation.h"
#include "plugins/pod_resources.h"
#include "plugins/quota/evaluator.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::Container;
using core::v1::Pod;
using core::v1::PodAffinityTerm;
using object::Quantity;

constexpr std::string_view kRequests = "requests.";
constexpr std::string_view kLimits = "limits.";
constexpr std::string_view kHugePages = "hugepages-";
constexpr std::string_view kDeviceClass = "deviceclass.resource.kubernetes.io/";
constexpr std::string_view kCountable[] = {"cpu", "memory", "ephemeral-storage"};
// A Pod must say how much it needs of these when a quota has them; of nothing else.
constexpr std::string_view kDemanded[] = {"cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"};

bool is_native(std::string_view name) {
  return name.find('/') == std::string_view::npos || name.find("kubernetes.io/") != std::string_view::npos;
}

bool is_extended(std::string_view name) {
  if (name.starts_with(kDeviceClass)) return true;
  if (is_native(name) || name.starts_with(kRequests)) return false;
  return object::is_qualified_name(std::string(kRequests) + std::string(name)).empty();
}

ResourceList compute_usage(const ResourceList& requests, const ResourceList& limits) {
  ResourceList used{{"pods", Quantity::of(1)}};
  for (const std::string_view name : kCountable) {
    if (const Quantity* request = find(requests, name)) {
      used.emplace(name, *request);
      used.emplace(std::string(kRequests) + std::string(name), *request);
    }
    if (const Quantity* limit = find(limits, name)) used.emplace(std::string(kLimits) + std::string(name), *limit);
  }
  for (const auto& [name, request] : requests) {
    const bool huge_pages = name.starts_with(kHugePages);
    if (huge_pages) used.emplace(name, request);
    if (huge_pages || is_extended(name)) used.emplace(std::string(kRequests) + name, request);
  }
  return used;
}

// It ended, or its node is lost and its grace is over: others may have its share.
bool is_over(Pod pod, const Clock& clock) {
  if (pod.status().phase() == "Failed" || pod.status().phase() == "Succeeded") return true;
  const auto deleted = object::parse_time(pod.metadata().deletion_timestamp().value_or(""));
  const auto grace = pod.metadata().deletion_grace_period_seconds();
  if (!deleted || !grace) return false;
  return clock.now() > std::chrono::system_clock::time_point(std::chrono::seconds(deleted->seconds + *grace));
}

bool is_terminating(Pod pod) { return pod.spec().active_deadline_seconds().value_or(-1) >= 0; }

bool has_compute(core::v1::ResourceRequirements resources) {
  for (const auto& list : {read_resources(resources.requests()), read_resources(resources.limits())})
    for (const std::string_view name : {"cpu", "memory"})
      if (const Quantity* amount = find(list, name); amount && amount->sign() > 0) return true;
  return false;
}

bool is_best_effort(Pod pod) {
  if (!pod.status().qos_class().empty()) return pod.status().qos_class() == "BestEffort";
  if (pod.spec().resources()) return !has_compute(pod.spec().resources());
  for (const Container container : pod.spec().containers())
    if (has_compute(container.resources())) return false;
  for (const Container container : pod.spec().init_containers())
    if (has_compute(container.resources())) return false;
  return true;
}

bool reaches_out(PodAffinityTerm term) { return !term.namespaces().empty() || term.namespace_selector(); }

template <class Affinity>
bool any_reaches_out(Affinity affinity) {
  for (const PodAffinityTerm term : affinity.required_during_scheduling_ignored_during_execution())
    if (reaches_out(term)) return true;
  for (const core::v1::WeightedPodAffinityTerm weighted : affinity.preferred_during_scheduling_ignored_during_execution())
    if (reaches_out(weighted.pod_affinity_term())) return true;
  return false;
}

// What is missing -> the containers that do not say it.
using Missing = std::map<std::string_view, std::set<std::string_view>>;

void find_missing(Container container, const std::vector<std::string_view>& measured, Missing& missing) {
  const ResourceList used = compute_usage(read_resources(container.resources().requests()), read_resources(container.resources().limits()));
  for (const std::string_view name : kDemanded)
    if (std::ranges::find(measured, name) != measured.end() && !find(used, name)) missing[name].insert(container.name());
}

class PodEvaluator final : public QuotaEvaluator {
 public:
  explicit PodEvaluator(const Clock& clock) : clock_(clock) {}

  bool handles(const Attributes& attributes) const override {
    if (attributes.subresource == "resize") return attributes.operation == Operation::kUpdate;
    if (!attributes.subresource.empty()) return false;
    if (attributes.operation == Operation::kUpdate)
      return is_terminating(Pod(&attributes.object->root())) != is_terminating(Pod(attributes.old));
    return attributes.operation == Operation::kCreate;
  }

  bool measures(std::string_view name) const override {
    if (name == "pods" || name == "count/pods" || name.starts_with(kHugePages) || is_extended_resource_in_quota(name)) return true;
    if (name.starts_with(kRequests) && name.substr(kRequests.size()).starts_with(kHugePages)) return true;
    for (const std::string_view prefix : {std::string_view(), kRequests, kLimits})
      if (name.starts_with(prefix) && std::ranges::find(kCountable, name.substr(prefix.size())) != std::end(kCountable)) return true;
    return false;
  }

  std::string missing(const std::vector<std::string_view>& measured, const object::Value& object) const override {
    const Pod pod(&object);
    if (has_pod_level_resources(pod.spec())) return {};
    Missing missing;
    for (const Container container : pod.spec().containers()) find_missing(container, measured, missing);
    for (const Container container : pod.spec().init_containers()) find_missing(container, measured, missing);
    std::string text;
    for (const auto& [name, containers] : missing) {
      text.append(text.empty() ? "must specify " : "; ").append(name).append(" for: ");
      for (auto at = containers.begin(); at != containers.end(); ++at) text.append(at == containers.begin() ? "" : ",").append(*at);
    }
    return text;
  }

  bool is_in_scope(const QuotaScope& scope, const object::Value& object) const override {
    const Pod pod(&object);
    if (scope.name == "Terminating") return is_terminating(pod);
    if (scope.name == "NotTerminating") return !is_terminating(pod);
    if (scope.name == "BestEffort") return is_best_effort(pod);
    if (scope.name == "NotBestEffort") return !is_best_effort(pod);
    if (scope.name == "PriorityClass") return scope.selects(pod.spec().priority_class_name());
    if (scope.name == "CrossNamespacePodAffinity")
      return any_reaches_out(pod.spec().affinity().pod_affinity()) || any_reaches_out(pod.spec().affinity().pod_anti_affinity());
    return false;
  }

  ResourceList usage(const object::Value& object) const override { return pod_usage(object, clock_); }

 private:
  const Clock& clock_;
};

}  // namespace

bool is_extended_resource_in_quota(std::string_view name) {
  if (!name.starts_with(kRequests)) return false;
  return !is_native(name) || name.substr(kRequests.size()).starts_with(kDeviceClass);
}

// Every stored Pod counts as an object, also one that is over.
ResourceList pod_usage(const object::Value& object, const Clock& clock) {
  const Pod pod(&object);
  ResourceList used{{"count/pods", Quantity::of(1)}};
  if (!is_over(pod, clock)) add(used, compute_usage(pod_requests(pod, kQuotaRules), pod_limits(pod, kQuotaRules)));
  return used;
}

std::unique_ptr<const QuotaEvaluator> pod_evaluator(const Clock& clock) { return std::make_unique<PodEvaluator>(clock); }

}  // namespace pintle::plugins
