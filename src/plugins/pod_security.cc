// PodSecurity: Pods keep the security standard that their namespace's labels ask for; who would not is refused, warned or audited.
//
// DIFFERS: the Pods of a namespace whose standard is raised are all looked at, up to the same number; upstream also stops after a second.
// Source: plugin/pkg/admission/security/podsecurity; k8s.io/pod-security-admission/admission.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/pod_references.h"
#include "plugins/pod_security/standards.h"
#include "views/apps_v1.h"
#include "views/batch_v1.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::Pod;
using object::Document;
using object::ErrorList;

constexpr std::string_view kAnnotationPrefix = "pod-security.kubernetes.io/";
constexpr size_t kPodsCheckedMax = 3000;
constexpr std::string_view kIgnoredSubresources[] = {"exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"};

using TemplateOf = core::v1::PodTemplateSpec (*)(const object::Value* object);
struct Workload {
  std::string_view group;
  std::string_view resource;
  TemplateOf pod_template;
};
constexpr Workload kWorkloads[] = {
    {"", "replicationcontrollers", [](const object::Value* v) { return core::v1::ReplicationController(v).spec().template_(); }},
    {"", "podtemplates", [](const object::Value* v) { return core::v1::PodTemplate(v).template_(); }},
    {"apps", "replicasets", [](const object::Value* v) { return apps::v1::ReplicaSet(v).spec().template_(); }},
    {"apps", "deployments", [](const object::Value* v) { return apps::v1::Deployment(v).spec().template_(); }},
    {"apps", "statefulsets", [](const object::Value* v) { return apps::v1::StatefulSet(v).spec().template_(); }},
    {"apps", "daemonsets", [](const object::Value* v) { return apps::v1::DaemonSet(v).spec().template_(); }},
    {"batch", "jobs", [](const object::Value* v) { return batch::v1::Job(v).spec().template_(); }},
    {"batch", "cronjobs", [](const object::Value* v) { return batch::v1::CronJob(v).spec().job_template().spec().template_(); }},
};

const Workload* workload_of(const Attributes& attributes) {
  for (const Workload& workload : kWorkloads)
    if (attributes.is(workload.group, workload.resource)) return &workload;
  return nullptr;
}

void annotate(const Attributes& attributes, std::string_view key, std::string value) {
  attributes.annotate(std::string(kAnnotationPrefix) + std::string(key), std::move(value));
}

// Whether something that a standard looks at may have changed: of a Pod's containers only the image can.
template <class Containers>
bool images_differ(Containers containers, Containers old) {
  if (containers.size() != old.size()) return true;
  for (size_t i = 0; i < containers.size(); ++i)
    if (containers[i].image() != old[i].image()) return true;
  return false;
}

bool ephemeral_differ(Pod pod, Pod old) {
  for (const core::v1::EphemeralContainer container : pod.spec().ephemeral_containers()) {
    std::optional<std::string_view> before;
    for (const core::v1::EphemeralContainer other : old.spec().ephemeral_containers())
      if (!before && other.name() == container.name()) before = other.image();
    if (before != container.image()) return true;
  }
  return false;
}

bool is_significant_update(Pod pod, Pod old) {
  return images_differ(pod.spec().containers(), old.spec().containers()) ||
         images_differ(pod.spec().init_containers(), old.spec().init_containers()) || ephemeral_differ(pod, old);
}

// Of the Pods of one controller the first is looked at with the others that stand for themselves, the rest after them.
std::vector<Pod> by_priority(const std::vector<Document>& documents) {
  std::vector<Pod> first;
  std::vector<Pod> rest;
  std::set<std::string_view> controllers;
  for (const Document& document : documents) {
    const Pod pod(&document.root());
    std::string_view controller;
    for (const meta::v1::OwnerReference reference : pod.metadata().owner_references())
      if (reference.controller().value_or(false)) controller = reference.uid();
    (controller.empty() || controllers.insert(controller).second ? first : rest).push_back(pod);
  }
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

// "a (and 2 other pods): hostPort"
std::string warning_of(const std::set<std::string_view>& pods, const std::string& why) {
  std::string text(*pods.begin());
  if (pods.size() == 2) text += " (and 1 other pod)";
  if (pods.size() > 2) text += " (and " + std::to_string(pods.size() - 1) + " other pods)";
  return text + ": " + why;
}

class PodSecurity final : public admission::Plugin {
 public:
  PodSecurity(std::unique_ptr<const Lister> namespaces, std::unique_ptr<const Lister> pods)
      : namespaces_(std::move(namespaces)), pods_(std::move(pods)) {}
  std::string_view name() const override { return "PodSecurity"; }

  bool handles(const Attributes& attributes) const override {
    if (attributes.operation != Operation::kCreate && attributes.operation != Operation::kUpdate) return false;
    if (attributes.is("", "pods")) return std::ranges::find(kIgnoredSubresources, attributes.subresource) == std::end(kIgnoredSubresources);
    return attributes.subresource.empty() && (attributes.is("", "namespaces") || workload_of(attributes));
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    if (attributes.is("", "namespaces")) co_return validate_namespace(attributes);
    co_return attributes.is("", "pods") ? validate_pod(attributes) : validate_workload(attributes);
  }

 private:
  struct Reading {
    PodSecurityPolicy policy;
    ErrorList errors;
  };
  static Reading read(core::v1::Namespace ns) {
    Reading reading;
    reading.policy = read_policy(ns.metadata().labels(), reading.errors);
    return reading;
  }

  Result<void> validate_namespace(const Attributes& attributes) const {
    const core::v1::Namespace ns(&attributes.object->root());
    const Reading now = read(ns);
    if (attributes.operation == Operation::kCreate)
      return now.errors.empty() ? Result<void>() : fail(now.errors.to_status("", "Namespace", attributes.name));
    const Reading before = read(core::v1::Namespace(attributes.old));
    if (!now.errors.empty() && now.errors.joined() != before.errors.joined())
      return fail(now.errors.to_status("", "Namespace", attributes.name));

    const PodSecurityStandard& enforce = now.policy.enforce;
    const PodSecurityStandard& enforced = before.policy.enforce;
    const bool is_relaxed = enforce.minor == enforced.minor && enforce.level <= enforced.level;
    if (enforce.level != PodSecurityLevel::kPrivileged && !is_relaxed) warn_of_pods(attributes, ns.metadata().name(), enforce);
    return {};
  }

  // The Pods that are there go on, but their owner shall know.
  void warn_of_pods(const Attributes& attributes, std::string_view ns, const PodSecurityStandard& enforce) const {
    const auto documents = pods_->list(ns);
    if (!documents) return attributes.warn("failed to list pods while checking new PodSecurity enforce level");
    std::vector<Pod> pods = by_priority(*documents);
    if (pods.size() > kPodsCheckedMax) {
      attributes.warn("new PodSecurity enforce level only checked against the first " + std::to_string(kPodsCheckedMax) + " of " +
                      std::to_string(pods.size()) + " existing pods");
      pods.resize(kPodsCheckedMax);
    }
    std::map<std::string, std::set<std::string_view>> found;
    for (const Pod pod : pods)
      if (const auto violations = violations_of(enforce, {pod.metadata(), pod.spec()}); !violations.empty())
        found[reasons(violations)].insert(pod.metadata().name());
    if (found.empty()) return;
    attributes.warn("existing pods in namespace " + object::quoted(ns) + " violate the new PodSecurity enforce level " +
                    object::quoted(to_string(enforce)));
    std::vector<std::string> warnings;
    for (const auto& [why, names] : found) warnings.push_back(warning_of(names, why));
    std::ranges::sort(warnings);
    for (std::string& warning : warnings) attributes.warn(std::move(warning));
  }

  Result<void> validate_pod(const Attributes& attributes) const {
    const Result<Document> ns = namespaces_->get("", attributes.namespace_);
    if (!ns) return fail(Status::internal("failed to lookup namespace " + object::quoted(attributes.namespace_)));
    const Reading reading = read(core::v1::Namespace(&ns->root()));
    if (reading.errors.empty() && reading.policy.is_privileged()) {
      annotate(attributes, "enforce-policy", "privileged:latest");
      return {};
    }
    const Pod pod(&attributes.object->root());
    if (attributes.operation == Operation::kUpdate && !is_significant_update(pod, Pod(attributes.old))) return {};
    return evaluate(attributes, reading, {pod.metadata(), pod.spec()}, Enforced::kYes);
  }

  Result<void> validate_workload(const Attributes& attributes) const {
    const Result<Document> ns = namespaces_->get("", attributes.namespace_);
    if (!ns) {
      annotate(attributes, "error", "failed to lookup namespace " + object::quoted(attributes.namespace_) + ": " + ns.error().message());
      return {};
    }
    const Reading reading = read(core::v1::Namespace(&ns->root()));
    const bool silent =
        reading.policy.warn.level == PodSecurityLevel::kPrivileged && reading.policy.audit.level == PodSecurityLevel::kPrivileged;
    if (reading.errors.empty() && silent) return {};
    const core::v1::PodTemplateSpec pod = workload_of(attributes)->pod_template(&attributes.object->root());
    if (!pod) return {};
    return evaluate(attributes, reading, {pod.metadata(), pod.spec()}, Enforced::kNo);
  }

  enum class Enforced : uint8_t { kYes, kNo };
  static Result<void> evaluate(const Attributes& attributes, const Reading& reading, const PodSubject& pod, Enforced enforced) {
    const PodSecurityPolicy& policy = reading.policy;
    if (!reading.errors.empty()) annotate(attributes, "error", "Failed to parse policy: " + reading.errors.joined());
    std::optional<Status> refused;
    if (enforced == Enforced::kYes) {
      annotate(attributes, "enforce-policy", to_string(policy.enforce));
      if (const auto violations = violations_of(policy.enforce, pod); !violations.empty())
        refused = Status::forbidden({attributes.group, attributes.resource}, attributes.name,
                                    "violates PodSecurity " + object::quoted(to_string(policy.enforce)) + ": " + details(violations));
    }
    if (const auto violations = violations_of(policy.audit, pod); !violations.empty())
      annotate(attributes, "audit-violations", would_violate(policy.audit, violations));
    if (refused) return fail(*std::move(refused));
    if (const auto violations = violations_of(policy.warn, pod); !violations.empty())
      attributes.warn(would_violate(policy.warn, violations));
    return {};
  }

  static std::string would_violate(const PodSecurityStandard& standard, const std::vector<PodViolation>& violations) {
    return "would violate PodSecurity " + object::quoted(to_string(standard)) + ": " + details(violations);
  }

  std::unique_ptr<const Lister> namespaces_;
  std::unique_ptr<const Lister> pods_;
};

}  // namespace

PluginPtr pod_security(const Parts& parts) {
  return std::make_unique<PodSecurity>(parts.lister("", "v1", "namespaces"), parts.lister("", "v1", "pods"));
}

}  // namespace pintle::plugins
