// RuntimeClass: a Pod that names a class gets the overhead, node selector and tolerations of its class; without one it has no overhead.
// Source: plugin/pkg/admission/runtimeclass.
#include <optional>
#include <string>

#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/resource_list.h"
#include "plugins/tolerations.h"
#include "views/core_v1_mut.h"
#include "views/node_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using core::v1::PodSpec;
using core::v1::PodSpecMut;
using object::Document;

constexpr std::string_view kOtherOverhead = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
constexpr std::string_view kOverheadWithoutClass = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead";

bool has_overhead_of(node::v1::RuntimeClass runtime_class, PodSpec spec) {
  return same_amounts(read_resources(runtime_class.overhead().pod_fixed()), read_resources(spec.overhead()));
}

Result<void> set_overhead(const Attributes& attributes, node::v1::RuntimeClass runtime_class, PodSpecMut spec) {
  if (!runtime_class.overhead()) return {};
  if (!spec.overhead().empty() && !has_overhead_of(runtime_class, spec)) return fail(admission::forbidden(attributes, kOtherOverhead));
  spec.clear_overhead();
  for (const auto [name, amount] : runtime_class.overhead().pod_fixed()) spec.ensure_overhead().set(name, amount);
  return {};
}

Result<void> set_node_selector(const Attributes& attributes, node::v1::Scheduling scheduling, PodSpecMut spec) {
  for (const auto [key, value] : scheduling.node_selector()) {
    if (spec.node_selector().contains(key) && spec.node_selector().get(key) != value) {
      const std::string name(key);
      return fail(admission::forbidden(attributes, "conflict: runtimeClass.scheduling.nodeSelector[" + name + "] = " + std::string(value) +
                                                       "; pod.spec.nodeSelector[" + name +
                                                       "] = " + std::string(spec.node_selector().get(key))));
    }
    spec.ensure_node_selector().set(key, value);
  }
  return {};
}

void set_tolerations(node::v1::Scheduling scheduling, PodSpecMut spec) {
  object::Value merged = object::Value::empty_list();
  for (const core::v1::Toleration toleration : merge_tolerations(spec.PodSpec::tolerations(), scheduling.tolerations()))
    merged.append(spec.arena(), object::deep_copy(*toleration.node(), spec.arena()));
  if (!merged.items().empty()) spec.set_tolerations(merged);
}

class RuntimeClass final : public admission::Plugin {
 public:
  explicit RuntimeClass(std::unique_ptr<const Lister> classes) : classes_(std::move(classes)) {}
  std::string_view name() const override { return "RuntimeClass"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("", "pods") && attributes.subresource.empty();
  }

  Task<Result<void>> admit(Attributes& attributes) override {
    const core::v1::PodMut pod(&attributes.object->root(), attributes.object->arena());
    if (!pod.spec().has_runtime_class_name()) co_return Result<void>();
    PINTLE_CO_TRY(const std::optional<Document> document, class_of(attributes, pod.spec()));
    const node::v1::RuntimeClass runtime_class(&document->root());
    const PodSpecMut spec = pod.ensure_spec();
    PINTLE_CO_TRY_VOID(set_overhead(attributes, runtime_class, spec));
    if (!runtime_class.scheduling()) co_return Result<void>();
    PINTLE_CO_TRY_VOID(set_node_selector(attributes, runtime_class.scheduling(), spec));
    set_tolerations(runtime_class.scheduling(), spec);
    co_return Result<void>();
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    const PodSpec spec = core::v1::Pod(&attributes.object->root()).spec();
    PINTLE_CO_TRY(const std::optional<Document> document, class_of(attributes, spec));
    const node::v1::RuntimeClass runtime_class(document ? &document->root() : nullptr);
    if (!runtime_class.overhead())
      co_return spec.has_overhead() ? Result<void>(fail(admission::forbidden(attributes, kOverheadWithoutClass))) : Result<void>();
    if (!has_overhead_of(runtime_class, spec)) co_return fail(admission::forbidden(attributes, kOtherOverhead));
    co_return Result<void>();
  }

 private:
  // Nothing when the Pod names none.
  Result<std::optional<Document>> class_of(const Attributes& attributes, PodSpec spec) const {
    if (!spec.has_runtime_class_name()) return std::nullopt;
    const std::string_view name = *spec.runtime_class_name();
    Result<Document> document = classes_->get("", name);
    if (document) return std::optional(*std::move(document));
    if (document.error().code() != 404) return fail(document.error());
    return fail(admission::forbidden(attributes, "pod rejected: RuntimeClass " + object::quoted(name) + " not found"));
  }

  std::unique_ptr<const Lister> classes_;
};

}  // namespace

PluginPtr runtime_class(const Parts& parts) { return std::make_unique<RuntimeClass>(parts.lister("node.k8s.io", "v1", "runtimeclasses")); }

}  // namespace pintle::plugins
