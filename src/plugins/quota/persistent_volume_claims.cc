// What claims use: themselves and the storage that they request, in all and of each class.
// Source: pkg/quota/v1/evaluator/core/persistent_volume_claims.go.
#include <optional>
#include <set>

#include "plugins/quota/evaluator.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::PersistentVolumeClaim;
using object::Quantity;

constexpr std::string_view kClassAnnotation = "volume.beta.kubernetes.io/storage-class";
constexpr std::string_view kOfClass = ".storageclass.storage.k8s.io/";
constexpr std::string_view kClaims = "persistentvolumeclaims";
constexpr std::string_view kStorage = "requests.storage";

std::string of_class(std::string_view storage_class, std::string_view name) {
  return std::string(storage_class) + std::string(kOfClass) + std::string(name);
}

std::string_view class_of(PersistentVolumeClaim claim) {
  const object::MapView<std::string_view> annotations = claim.metadata().annotations();
  return annotations.contains(kClassAnnotation) ? annotations.get(kClassAnnotation) : claim.spec().storage_class_name().value_or("");
}

// Quotas count whole bytes.
Quantity rounded_up(const Quantity& amount) {
  const Quantity whole = Quantity::of(amount.value(), amount.format());
  return amount == whole ? amount : whole;
}

// While it grows, what is allocated already may be more than what is requested.
std::optional<Quantity> storage_of(PersistentVolumeClaim claim) {
  const ResourceList requested = read_resources(claim.spec().resources().requests());
  const Quantity* request = find(requested, "storage");
  if (!request) return std::nullopt;
  const ResourceList allocated = read_resources(claim.status().allocated_resources());
  const Quantity* larger = find(allocated, "storage");
  return larger && *larger > rounded_up(*request) ? rounded_up(*larger) : rounded_up(*request);
}

std::set<std::string_view> attributes_classes(PersistentVolumeClaim claim) {
  std::set<std::string_view> names{claim.spec().volume_attributes_class_name().value_or(""),
                                   claim.status().current_volume_attributes_class_name().value_or(""),
                                   claim.status().modify_volume_status().target_volume_attributes_class_name()};
  names.erase("");
  return names;
}

class PersistentVolumeClaimEvaluator final : public QuotaEvaluator {
 public:
  bool handles(const Attributes& attributes) const override {
    if (attributes.subresource == "status") return attributes.operation == Operation::kUpdate;
    return attributes.subresource.empty() && (attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate);
  }
  bool measures(std::string_view name) const override {
    if (name == "count/persistentvolumeclaims" || name == kClaims || name == kStorage) return true;
    return name.ends_with(of_class("", kClaims)) || name.ends_with(of_class("", kStorage));
  }
  bool is_in_scope(const QuotaScope& scope, const object::Value& object) const override {
    if (scope.name != "VolumeAttributesClass") return false;
    const std::set<std::string_view> names = attributes_classes(PersistentVolumeClaim(&object));
    if (names.empty()) return scope.selects("");
    for (const std::string_view name : names)
      if (scope.selects(name)) return true;
    return false;
  }
  ResourceList usage(const object::Value& object) const override {
    const PersistentVolumeClaim claim(&object);
    const std::string_view storage_class = class_of(claim);
    ResourceList used{{std::string(kClaims), Quantity::of(1)}, {"count/persistentvolumeclaims", Quantity::of(1)}};
    if (!storage_class.empty()) used.emplace(of_class(storage_class, kClaims), Quantity::of(1));
    const std::optional<Quantity> storage = storage_of(claim);
    if (!storage) return used;
    used.emplace(kStorage, *storage);
    if (!storage_class.empty()) used.emplace(of_class(storage_class, kStorage), *storage);
    return used;
  }
};

}  // namespace

std::unique_ptr<const QuotaEvaluator> persistent_volume_claim_evaluator() { return std::make_unique<PersistentVolumeClaimEvaluator>(); }

}  // namespace pintle::plugins
