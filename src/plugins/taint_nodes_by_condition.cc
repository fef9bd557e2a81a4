// TaintNodesByCondition: a new Node takes no Pods until a controller has seen that it is ready.
// Source: plugin/pkg/admission/nodetaint.
#include "plugins/plugins.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kNotReady = "node.kubernetes.io/not-ready";
constexpr std::string_view kNoSchedule = "NoSchedule";

class TaintNodesByCondition final : public admission::Plugin {
 public:
  std::string_view name() const override { return "TaintNodesByCondition"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("", "nodes") && attributes.subresource.empty();
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const core::v1::NodeSpecMut spec = core::v1::NodeMut(&attributes.object->root(), attributes.object->arena()).ensure_spec();
    for (const core::v1::TaintMut taint : spec.taints())
      if (taint.key() == kNotReady && taint.effect() == kNoSchedule) co_return Result<void>();
    const core::v1::TaintMut taint = spec.ensure_taints().append();
    taint.set_key(kNotReady);
    taint.set_effect(kNoSchedule);
    co_return Result<void>();
  }
};

}  // namespace

PluginPtr taint_nodes_by_condition(const Parts&) { return std::make_unique<TaintNodesByCondition>(); }

}  // namespace pintle::plugins
