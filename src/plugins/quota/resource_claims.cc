// What ResourceClaims use: themselves and, for each class, the devices that they may get at most.
// Source: pkg/quota/v1/evaluator/core/resource_claims.go.
#include <algorithm>
#include <map>

#include "plugins/quota/evaluator.h"
#include "views/core_v1.h"
#include "views/resource_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using object::Document;
using object::Quantity;
using resource::v1::DeviceClass;
using resource::v1::ResourceClaim;

constexpr std::string_view kCount = "count/resourceclaims.resource.k8s.io";
constexpr std::string_view kDevicesOfClass = ".deviceclass.resource.k8s.io/devices";
constexpr std::string_view kImplicitName = "requests.deviceclass.resource.kubernetes.io/";
constexpr std::string_view kRequests = "requests.";
constexpr std::string_view kExtendedAnnotation = "resource.kubernetes.io/extended-resource-claim";
constexpr int64_t kAllDevices = 32;  // as many as a claim can get

int64_t device_count(std::string_view mode, int64_t count) {
  if (mode == "ExactCount") return count;
  return mode == "All" ? kAllDevices : 0;
}

void add_devices(std::string_view device_class, int64_t count, ResourceList& used) {
  add(used, {{std::string(device_class) + std::string(kDevicesOfClass), Quantity::of(count)}});
}

// Of the alternatives each class counts with its worst.
void add_first_available(resource::v1::DeviceRequest request, ResourceList& used) {
  std::map<std::string_view, int64_t> most;
  for (const resource::v1::DeviceSubRequest alternative : request.first_available()) {
    int64_t& count = most[alternative.device_class_name()];
    count = std::max(count, device_count(alternative.allocation_mode(), alternative.count()));
  }
  for (const auto& [device_class, count] : most)
    if (count > 0) add_devices(device_class, count, used);
}

meta::v1::OwnerReference controller_of(ResourceClaim claim) {
  for (const meta::v1::OwnerReference reference : claim.metadata().owner_references())
    if (reference.controller().value_or(false)) return reference;
  return {};
}

bool is_extended(ResourceClaim claim) { return claim.metadata().annotations().get(kExtendedAnnotation) == "true"; }

bool is_owned_by(ResourceClaim claim, std::string_view pod_uid) {
  const meta::v1::OwnerReference owner = controller_of(claim);
  return is_extended(claim) && owner.kind() == "Pod" && owner.api_version() == "v1" && owner.uid() == pod_uid;
}

bool goes_before(meta::v1::ObjectMeta left, meta::v1::ObjectMeta right) {
  if (left.creation_timestamp() != right.creation_timestamp()) return left.creation_timestamp() < right.creation_timestamp();
  return left.name() < right.name();
}

class ResourceClaimEvaluator final : public QuotaEvaluator {
 public:
  ResourceClaimEvaluator(ResourceClaimListers listers, const Clock& clock) : listers_(std::move(listers)), clock_(clock) {}

  bool handles(const Attributes& attributes) const override {
    return attributes.subresource.empty() && (attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate);
  }

  bool measures(std::string_view name) const override {
    if (name == kCount || name.ends_with(kDevicesOfClass)) return true;
    if (name.starts_with(kImplicitName) && !extended_name_of(name.substr(kImplicitName.size())).empty()) return true;
    return is_extended_resource_in_quota(name) && has_class_for(name.substr(kRequests.size()));
  }

  ResourceList usage(const object::Value& object) const override {
    const ResourceClaim claim(&object);
    ResourceList used{{std::string(kCount), Quantity::of(1)}};
    for (const resource::v1::DeviceRequest request : claim.spec().devices().requests()) {
      if (!request.first_available().empty())
        add_first_available(request, used);
      else if (const resource::v1::ExactDeviceRequest exactly = request.exactly())
        add_devices(exactly.device_class_name(), device_count(exactly.allocation_mode(), exactly.count()), used);
    }
    add_extended(claim, used);
    return used;
  }

 private:
  // The extended resource that a class stands for; "" when it does for none.
  std::string extended_name_of(std::string_view device_class) const {
    const Result<Document> document = listers_.device_classes->get("", device_class);
    return document ? std::string(DeviceClass(&document->root()).spec().extended_resource_name().value_or("")) : std::string();
  }

  bool has_class_for(std::string_view extended_name) const {
    const auto documents = listers_.device_classes->list("");
    if (!documents) return false;
    for (const Document& document : *documents)
      if (DeviceClass(&document.root()).spec().extended_resource_name() == extended_name) return true;
    return false;
  }

  // Devices count under the names of the extended resources as well, but for what the Pod was charged for already.
  void add_extended(ResourceClaim claim, ResourceList& used) const {
    ResourceList extended;
    for (const auto& [name, amount] : used) {
      if (!name.ends_with(kDevicesOfClass) || name.size() == kDevicesOfClass.size()) continue;
      const std::string device_class = name.substr(0, name.size() - kDevicesOfClass.size());
      extended[std::string(kImplicitName) + device_class] = amount;
      if (const std::string mapped = extended_name_of(device_class); !mapped.empty()) extended[std::string(kRequests) + mapped] = amount;
    }
    if (extended.empty()) return;
    const ResourceList charged = usage_of_owner(claim);
    for (auto& [name, amount] : extended) {
      if (const Quantity* already = find(charged, name)) amount -= *already;
      if (amount.sign() > 0) used[name] = amount;
    }
  }

  // What the Pod is charged for when the claim was made for its extended resources.
  ResourceList usage_of_owner(ResourceClaim claim) const {
    const meta::v1::OwnerReference owner = controller_of(claim);
    if (!is_owned_by(claim, owner.uid())) return {};
    const std::string_view namespace_ = claim.metadata().namespace_();
    const Result<Document> document = listers_.pods->get(namespace_, owner.name());
    if (!document) return {};
    const core::v1::Pod pod(&document->root());
    if (pod.metadata().uid() != owner.uid()) return {};
    const core::v1::PodExtendedResourceClaimStatus status = pod.status().extended_resource_claim_status();
    if (status && status.resource_claim_name() != claim.metadata().name()) return {};
    if (!status && !is_first_of(claim, owner.uid())) return {};
    return pod_usage(document->root(), clock_);
  }

  bool is_first_of(ResourceClaim claim, std::string_view pod_uid) const {
    const auto documents = listers_.claims->list(claim.metadata().namespace_());
    if (!documents) return false;
    for (const Document& document : *documents) {
      const ResourceClaim other(&document.root());
      if (is_owned_by(other, pod_uid) && goes_before(other.metadata(), claim.metadata())) return false;
    }
    return true;
  }

  ResourceClaimListers listers_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<const QuotaEvaluator> resource_claim_evaluator(ResourceClaimListers listers, const Clock& clock) {
  return std::make_unique<ResourceClaimEvaluator>(std::move(listers), clock);
}

}  // namespace pintle::plugins
