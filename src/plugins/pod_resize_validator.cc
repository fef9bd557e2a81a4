// PodResizeValidator: a running Pod is resized only on a Linux node, and only to what the node has.
// Source: plugin/pkg/admission/podresize.
#include <string>

#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/pod_resources.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using core::v1::Pod;
using object::Quantity;

constexpr std::string_view kOsLabel = "kubernetes.io/os";

Status refused(const Attributes& attributes, std::string_view why, std::string_view cause) {
  Status status = admission::forbidden(attributes, why);
  status.body().details.causes.push_back({.type = std::string(cause)});
  return status;
}

std::string wrong_system(core::v1::Node node) {
  const object::MapView<std::string_view> labels = node.metadata().labels();
  if (!labels.contains(kOsLabel) || labels.get(kOsLabel) == "linux") return {};
  return "pod resize is only supported on linux nodes, node " + object::quoted(node.metadata().name()) + " is " +
         object::quoted(labels.get(kOsLabel));
}

Quantity amount(const ResourceList& list, std::string_view name) {
  const Quantity* found = find(list, name);
  return found ? *found : Quantity();
}

std::string too_large(Pod pod, core::v1::Node node) {
  const ResourceList requests = pod_requests(pod, kNodeCapacityRules);
  const ResourceList allocatable = read_resources(node.status().allocatable());
  std::string text;
  const Quantity cpu = amount(requests, "cpu");
  const Quantity cpu_max = amount(allocatable, "cpu");
  if (cpu > cpu_max)
    text = "cpu, requested: " + std::to_string(cpu.milli_value()) + ", allocatable: " + std::to_string(cpu_max.milli_value());
  const Quantity memory = amount(requests, "memory");
  const Quantity memory_max = amount(allocatable, "memory");
  if (memory > memory_max)
    text.append(text.empty() ? "" : "; ")
        .append("memory, requested: " + std::to_string(memory.value()) + ", allocatable: " + std::to_string(memory_max.value()));
  return text.empty() ? text : "node didn't have enough allocatable resources: " + text;
}

class PodResizeValidator final : public admission::Plugin {
 public:
  explicit PodResizeValidator(std::unique_ptr<const Lister> nodes) : nodes_(std::move(nodes)) {}
  std::string_view name() const override { return "PodResizeValidator"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kUpdate && attributes.is("", "pods") && attributes.subresource == "resize";
  }
  Task<Result<void>> validate(const Attributes& attributes) override {
    const Pod pod(&attributes.object->root());
    const std::string name(pod.spec().node_name());
    // The generation grows with the spec only.
    if (name.empty() || Pod(attributes.old).metadata().generation() == pod.metadata().generation()) co_return Result<void>();
    const Result<object::Document> document = nodes_->get("", name);
    if (!document && document.error().code() == 404)
      co_return fail(admission::forbidden(attributes, "node " + object::quoted(name) + " not found"));
    if (!document)
      co_return fail(admission::forbidden(attributes, "failed to get node " + object::quoted(name) + ": " + document.error().message()));
    const core::v1::Node node(&document->root());
    if (const std::string why = wrong_system(node); !why.empty()) co_return fail(refused(attributes, why, "UnsupportedPlatform"));
    if (const std::string why = too_large(pod, node); !why.empty()) co_return fail(refused(attributes, why, "NodeCapacity"));
    co_return Result<void>();
  }

 private:
  std::unique_ptr<const Lister> nodes_;
};

}  // namespace

PluginPtr pod_resize_validator(const Parts& parts) { return std::make_unique<PodResizeValidator>(parts.lister("", "v1", "nodes")); }

}  // namespace pintle::plugins
