// StorageObjectInUseProtection: claims, volumes and classes of volume attributes get the finalizer that keeps them while they are used.
// Source: plugin/pkg/admission/storage/storageobjectinuseprotection.
#include "object/mutable_object_meta.h"
#include "plugins/plugins.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

struct Protection {
  std::string_view group;
  std::string_view resource;
  std::string_view finalizer;
};

constexpr Protection kProtections[] = {
    {"", "persistentvolumes", "kubernetes.io/pv-protection"},
    {"", "persistentvolumeclaims", "kubernetes.io/pvc-protection"},
    {"storage.k8s.io", "volumeattributesclasses", "kubernetes.io/vac-protection"},
};

const Protection* protection_of(const Attributes& attributes) {
  for (const Protection& protection : kProtections)
    if (attributes.is(protection.group, protection.resource)) return &protection;
  return nullptr;
}

class StorageObjectInUseProtection final : public admission::Plugin {
 public:
  std::string_view name() const override { return "StorageObjectInUseProtection"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.subresource.empty() && protection_of(attributes);
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const std::string_view finalizer = protection_of(attributes)->finalizer;
    object::MutableObjectMeta meta(*attributes.object);
    if (!object::has_finalizer(meta.read(), finalizer)) meta.add_finalizer(finalizer);
    co_return Result<void>();
  }
};

}  // namespace

PluginPtr storage_object_in_use_protection(const Parts&) { return std::make_unique<StorageObjectInUseProtection>(); }

}  // namespace pintle::plugins
