// DefaultStorageClass: a claim that names no class gets the one that is the default.
// Source: plugin/pkg/admission/storage/storageclass/setdefault.
#include "plugins/default_class.h"
#include "plugins/plugins.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kMarks[] = {"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"};
constexpr std::string_view kClassAnnotation = "volume.beta.kubernetes.io/storage-class";

class DefaultStorageClass final : public admission::Plugin {
 public:
  explicit DefaultStorageClass(std::unique_ptr<const Lister> classes) : classes_(std::move(classes)) {}
  std::string_view name() const override { return "DefaultStorageClass"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("", "persistentvolumeclaims") &&
           attributes.subresource.empty();
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const core::v1::PersistentVolumeClaimMut claim(&attributes.object->root(), attributes.object->arena());
    if (claim.metadata().annotations().contains(kClassAnnotation) || claim.spec().has_storage_class_name()) co_return Result<void>();
    const auto chosen = default_class(*classes_, kMarks);
    if (!chosen) co_return fail(admission::forbidden(attributes, chosen.error().message()));
    if (*chosen) claim.ensure_spec().set_storage_class_name(**chosen);
    co_return Result<void>();
  }

 private:
  std::unique_ptr<const Lister> classes_;
};

}  // namespace

PluginPtr default_storage_class(const Parts& parts) {
  return std::make_unique<DefaultStorageClass>(parts.lister("storage.k8s.io", "v1", "storageclasses"));
}

}  // namespace pintle::plugins
