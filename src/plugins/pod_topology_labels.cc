// PodTopologyLabels: a Pod that is bound to a Node has the Node's zone and region among its labels.
// Source: plugin/pkg/admission/podtopologylabels.
#include "object/mutable_object_meta.h"
#include "plugins/plugins.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kLabels[] = {"topology.kubernetes.io/region", "topology.kubernetes.io/zone"};

// "" when it is bound to none.
std::string node_of(const Attributes& attributes) {
  const object::Value* root = &attributes.object->root();
  if (attributes.subresource.empty()) return std::string(core::v1::Pod(root).spec().node_name());
  const core::v1::ObjectReference target = core::v1::Binding(root).target();
  return target.kind() == "Node" ? std::string(target.name()) : std::string();
}

class PodTopologyLabels final : public admission::Plugin {
 public:
  explicit PodTopologyLabels(std::unique_ptr<const Lister> nodes) : nodes_(std::move(nodes)) {}
  std::string_view name() const override { return "PodTopologyLabels"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("", "pods") &&
           (attributes.subresource.empty() || attributes.subresource == "binding");
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const std::string name = node_of(attributes);
    if (name.empty()) co_return Result<void>();
    const Result<object::Document> document = nodes_->get("", name);
    if (!document && document.error().code() == 404) co_return Result<void>();
    if (!document) co_return fail(document.error());
    const core::v1::Node node(&document->root());
    object::MutableObjectMeta meta(*attributes.object);
    for (const std::string_view label : kLabels)
      if (node.metadata().labels().contains(label)) meta.set_label(label, node.metadata().labels().get(label));
    co_return Result<void>();
  }

 private:
  std::unique_ptr<const Lister> nodes_;
};

}  // namespace

PluginPtr pod_topology_labels(const Parts& parts) { return std::make_unique<PodTopologyLabels>(parts.lister("", "v1", "nodes")); }

}  // namespace pintle::plugins
