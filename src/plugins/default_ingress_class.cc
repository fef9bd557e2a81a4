// DefaultIngressClass: an Ingress that names no class gets the one that is the default.
// Source: plugin/pkg/admission/network/defaultingressclass.
#include "plugins/default_class.h"
#include "plugins/plugins.h"
#include "views/networking_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kMarks[] = {"ingressclass.kubernetes.io/is-default-class"};
constexpr std::string_view kClassAnnotation = "kubernetes.io/ingress.class";

class DefaultIngressClass final : public admission::Plugin {
 public:
  explicit DefaultIngressClass(std::unique_ptr<const Lister> classes) : classes_(std::move(classes)) {}
  std::string_view name() const override { return "DefaultIngressClass"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("networking.k8s.io", "ingresses") &&
           attributes.subresource.empty();
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const networking::v1::IngressMut ingress(&attributes.object->root(), attributes.object->arena());
    if (ingress.spec().has_ingress_class_name() || ingress.metadata().annotations().contains(kClassAnnotation)) co_return Result<void>();
    const auto chosen = default_class(*classes_, kMarks);
    if (!chosen) co_return fail(admission::forbidden(attributes, chosen.error().message()));
    if (*chosen) ingress.ensure_spec().set_ingress_class_name(**chosen);
    co_return Result<void>();
  }

 private:
  std::unique_ptr<const Lister> classes_;
};

}  // namespace

PluginPtr default_ingress_class(const Parts& parts) {
  return std::make_unique<DefaultIngressClass>(parts.lister("networking.k8s.io", "v1", "ingressclasses"));
}

}  // namespace pintle::plugins
