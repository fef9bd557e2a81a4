// LimitRanger: containers get the resources that a namespace's LimitRanges give by default; containers, Pods and claims stay within them.
// Source: plugin/pkg/admission/limitranger.
#include <algorithm>
#include <string>
#include <vector>

#include "object/object_meta.h"
#include "plugins/limit_checks.h"
#include "plugins/plugins.h"
#include "plugins/pod_resources.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::Container;
using core::v1::ContainerMut;
using core::v1::LimitRange;
using core::v1::LimitRangeItem;
using object::Document;

constexpr std::string_view kAnnotation = "kubernetes.io/limit-ranger";

struct Defaults {
  ResourceList requests;
  ResourceList limits;
};

// Of several limits the last one counts.
Defaults container_defaults(LimitRange range) {
  Defaults defaults;
  for (const LimitRangeItem limit : range.spec().limits()) {
    if (limit.type() != "Container") continue;
    for (const auto& [name, amount] : read_resources(limit.default_request())) defaults.requests[name] = amount;
    for (const auto& [name, amount] : read_resources(limit.default_())) defaults.limits[name] = amount;
  }
  return defaults;
}

// Adds what is missing; returns the names, "cpu, memory".
std::string fill(object::ScalarMapMut amounts, object::MapView<std::string_view> present, const ResourceList& defaults) {
  std::vector<const ResourceList::value_type*> missing;
  for (const auto& entry : defaults)
    if (!present.contains(entry.first)) missing.push_back(&entry);
  std::string names;
  for (const auto* entry : missing) {
    amounts.set(entry->first, entry->second.to_string());
    names.append(names.empty() ? "" : ", ").append(entry->first);
  }
  return names;
}

void note(std::vector<std::string>& done, const std::string& names, std::string_view what, std::string_view role, ContainerMut container) {
  if (!names.empty()) done.push_back(names + " " + std::string(what) + " for " + std::string(role) + " " + std::string(container.name()));
}

void fill_container(ContainerMut container, std::string_view role, const Defaults& defaults, std::vector<std::string>& done) {
  const core::v1::ResourceRequirementsMut resources = container.ensure_resources();
  std::string limits;
  std::string requests;
  if (!defaults.limits.empty()) limits = fill(resources.ensure_limits(), resources.limits(), defaults.limits);
  if (!defaults.requests.empty()) requests = fill(resources.ensure_requests(), resources.requests(), defaults.requests);
  note(done, requests, "request", role, container);
  note(done, limits, "limit", role, container);
}

void fill_pod(LimitRange range, core::v1::PodMut pod) {
  const Defaults defaults = container_defaults(range);
  if (defaults.requests.empty() && defaults.limits.empty()) return;
  std::vector<std::string> done;
  const core::v1::PodSpecMut spec = pod.ensure_spec();
  for (const ContainerMut container : spec.containers()) fill_container(container, "container", defaults, done);
  for (const ContainerMut container : spec.init_containers()) fill_container(container, "init container", defaults, done);
  if (done.empty()) return;
  std::string text = "LimitRanger plugin set: ";
  for (size_t i = 0; i < done.size(); ++i) text.append(i == 0 ? "" : "; ").append(done[i]);
  pod.ensure_metadata().ensure_annotations().set(kAnnotation, text);
}

Demand demand_of(Container container) {
  return {read_resources(container.resources().requests()), read_resources(container.resources().limits())};
}

void check_pod(LimitRange range, core::v1::Pod pod, std::vector<std::string>& faults) {
  for (const LimitRangeItem limit : range.spec().limits()) {
    if (limit.type() == "Container") {
      for (const Container container : pod.spec().containers()) check_limit(limit, demand_of(container), faults);
      for (const Container container : pod.spec().init_containers()) check_limit(limit, demand_of(container), faults);
    } else if (limit.type() == "Pod") {
      check_limit(limit, {pod_requests(pod, kLimitRangeRules), pod_limits(pod, kLimitRangeRules)}, faults);
    }
  }
}

void check_claim(LimitRange range, core::v1::PersistentVolumeClaim claim, std::vector<std::string>& faults) {
  for (const LimitRangeItem limit : range.spec().limits())
    if (limit.type() == "PersistentVolumeClaim") check_claim_limit(limit, read_resources(claim.spec().resources().requests()), faults);
}

// Several faults as Go prints an aggregate: "[a, b]", each once.
std::string joined(std::vector<std::string> faults) {
  std::vector<std::string> distinct;
  for (std::string& fault : faults)
    if (std::ranges::find(distinct, fault) == distinct.end()) distinct.push_back(std::move(fault));
  if (distinct.size() == 1) return distinct.front();
  std::string text = "[";
  for (const std::string& fault : distinct) text.append(text.size() == 1 ? "" : ", ").append(fault);
  return text + "]";
}

class LimitRanger final : public admission::Plugin {
 public:
  explicit LimitRanger(std::unique_ptr<const Lister> ranges) : ranges_(std::move(ranges)) {}
  std::string_view name() const override { return "LimitRanger"; }

  bool handles(const Attributes& attributes) const override {
    const bool pod = attributes.is("", "pods");
    if (attributes.operation == Operation::kUpdate) {
      const bool resized = pod && attributes.subresource == "resize";
      return (resized || (is_claim(attributes) && attributes.subresource.empty())) && !is_being_deleted(attributes);
    }
    return attributes.operation == Operation::kCreate && attributes.subresource.empty() && (pod || is_claim(attributes));
  }

  Task<Result<void>> admit(Attributes& attributes) override {
    if (is_claim(attributes)) co_return Result<void>();
    PINTLE_CO_TRY(const auto ranges, ranges_->shared_list(attributes.namespace_));
    const core::v1::PodMut pod(&attributes.object->root(), attributes.object->arena());
    for (const Document& range : *ranges) fill_pod(LimitRange(&range.root()), pod);
    co_return Result<void>();
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    PINTLE_CO_TRY(const auto ranges, ranges_->shared_list(attributes.namespace_));
    const object::Value* root = &attributes.object->root();
    for (const Document& document : *ranges) {
      const LimitRange range(&document.root());
      std::vector<std::string> faults;
      if (is_claim(attributes))
        check_claim(range, core::v1::PersistentVolumeClaim(root), faults);
      else
        check_pod(range, core::v1::Pod(root), faults);
      if (!faults.empty()) co_return fail(admission::forbidden(attributes, joined(std::move(faults))));
    }
    co_return Result<void>();
  }

 private:
  static bool is_claim(const Attributes& attributes) { return attributes.is("", "persistentvolumeclaims"); }
  static bool is_being_deleted(const Attributes& attributes) {
    return !object::ObjectMeta(*attributes.object->type(), *attributes.old).deletion_timestamp().empty();
  }

  std::unique_ptr<const Lister> ranges_;
};

}  // namespace

PluginPtr limit_ranger(const Parts& parts) { return std::make_unique<LimitRanger>(parts.lister("", "v1", "limitranges")); }

}  // namespace pintle::plugins
