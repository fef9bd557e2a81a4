// NodeDeclaredFeatureValidator: a running Pod is changed only in ways that its node says it knows.
// Source: plugin/pkg/admission/nodedeclaredfeatures; k8s.io/component-helpers/nodedeclaredfeatures/features/inplacepodresize.
#include <string>

#include "object/equality.h"
#include "object/go_format.h"
#include "plugins/plugins.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using core::v1::Container;
using core::v1::Pod;
using core::v1::ResourceRequirements;

bool resources_differ(ResourceRequirements left, ResourceRequirements right) {
  return !object::semantic_equal(ResourceRequirements::schema_type(), left.node(), right.node());
}

bool resizes_pod(Pod pod, Pod old) { return resources_differ(pod.spec().resources(), old.spec().resources()); }

bool resizes_init_container(Pod pod, Pod old) {
  const auto containers = pod.spec().init_containers();
  const auto before = old.spec().init_containers();
  for (size_t i = 0; i < before.size() && i < containers.size(); ++i)
    if (before[i].restart_policy() != "Always" && resources_differ(before[i].resources(), containers[i].resources())) return true;
  return false;
}

struct Feature {
  std::string_view name;
  bool (*is_needed)(Pod pod, Pod old);
};
// Of the features that nodes declare, those that an update can need.
constexpr Feature kFeatures[] = {
    {"InPlacePodLevelResourcesVerticalScaling", resizes_pod},
    {"InPlacePodVerticalScalingInitContainers", resizes_init_container},
};

class NodeDeclaredFeatureValidator final : public admission::Plugin {
 public:
  explicit NodeDeclaredFeatureValidator(std::unique_ptr<const Lister> nodes) : nodes_(std::move(nodes)) {}
  std::string_view name() const override { return "NodeDeclaredFeatureValidator"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kUpdate && attributes.is("", "pods") &&
           (attributes.subresource.empty() || attributes.subresource == "resize");
  }
  Task<Result<void>> validate(const Attributes& attributes) override {
    const Pod pod(&attributes.object->root());
    const Pod old(attributes.old);
    const std::string_view name = pod.spec().node_name();
    if (name.empty() || old.metadata().generation() == pod.metadata().generation()) co_return Result<void>();
    std::vector<std::string_view> needed;
    for (const Feature& feature : kFeatures)
      if (feature.is_needed(pod, old)) needed.push_back(feature.name);
    if (needed.empty()) co_return Result<void>();
    const Result<object::Document> document = nodes_->get("", name);
    if (!document && document.error().code() == 404)
      co_return fail(admission::forbidden(attributes, "node " + object::quoted(name) + " not found"));
    if (!document)
      co_return fail(admission::forbidden(attributes, "failed to get node " + object::quoted(name) + ": " + document.error().message()));
    const std::string missing = missing_features(core::v1::Node(&document->root()), needed);
    if (missing.empty()) co_return Result<void>();
    co_return fail(admission::forbidden(
        attributes, "pod update requires features " + missing + " which are not available on node " + object::quoted(name)));
  }

 private:
  static std::string missing_features(core::v1::Node node, const std::vector<std::string_view>& needed) {
    std::string missing;
    for (const std::string_view feature : needed)
      if (!node.status().declared_features().contains(feature)) missing.append(missing.empty() ? "" : ", ").append(feature);
    return missing;
  }

  std::unique_ptr<const Lister> nodes_;
};

}  // namespace

PluginPtr node_declared_feature_validator(const Parts& parts) {
  return std::make_unique<NodeDeclaredFeatureValidator>(parts.lister("", "v1", "nodes"));
}

}  // namespace pintle::plugins
