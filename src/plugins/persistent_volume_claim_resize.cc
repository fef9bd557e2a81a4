// PersistentVolumeClaimResize: a claim grows only when it is bound and its class allows it.
// Source: plugin/pkg/admission/storage/persistentvolume/resize.
#include "object/quantity.h"
#include "plugins/plugins.h"
#include "views/core_v1.h"
#include "views/storage_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using core::v1::PersistentVolumeClaim;
using object::Quantity;

constexpr std::string_view kClassAnnotation = "volume.beta.kubernetes.io/storage-class";

Quantity size_of(PersistentVolumeClaim claim) {
  return Quantity::parse(claim.spec().resources().requests().get("storage")).value_or(Quantity());
}

std::string_view class_of(PersistentVolumeClaim claim) {
  const object::MapView<std::string_view> annotations = claim.metadata().annotations();
  return annotations.contains(kClassAnnotation) ? annotations.get(kClassAnnotation) : claim.spec().storage_class_name().value_or("");
}

class PersistentVolumeClaimResize final : public admission::Plugin {
 public:
  explicit PersistentVolumeClaimResize(std::unique_ptr<const Lister> classes) : classes_(std::move(classes)) {}
  std::string_view name() const override { return "PersistentVolumeClaimResize"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kUpdate && attributes.is("", "persistentvolumeclaims") &&
           attributes.subresource.empty();
  }
  Task<Result<void>> validate(const Attributes& attributes) override {
    const PersistentVolumeClaim claim(&attributes.object->root());
    const PersistentVolumeClaim old(attributes.old);
    if (size_of(claim) <= size_of(old)) co_return Result<void>();
    if (old.status().phase() != "Bound")
      co_return fail(admission::forbidden(attributes, "Only bound persistent volume claims can be expanded"));
    if (!may_grow(class_of(claim), class_of(old)))
      co_return fail(admission::forbidden(attributes,
                                          "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc "
                                          "must support resize"));
    co_return Result<void>();
  }

 private:
  bool may_grow(std::string_view name, std::string_view old_name) const {
    if (name.empty() || name != old_name) return false;
    const Result<object::Document> document = classes_->get("", name);
    return document && storage::v1::StorageClass(&document->root()).allow_volume_expansion().value_or(false);
  }

  std::unique_ptr<const Lister> classes_;
};

}  // namespace

PluginPtr persistent_volume_claim_resize(const Parts& parts) {
  return std::make_unique<PersistentVolumeClaimResize>(parts.lister("storage.k8s.io", "v1", "storageclasses"));
}

}  // namespace pintle::plugins
