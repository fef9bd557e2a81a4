// DefaultTolerationSeconds: a Pod tolerates a node that is not ready or not reachable for some minutes, unless it says for how long.
// Source: plugin/pkg/admission/defaulttolerationseconds.
#include "plugins/plugins.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;

constexpr std::string_view kNotReady = "node.kubernetes.io/not-ready";
constexpr std::string_view kUnreachable = "node.kubernetes.io/unreachable";
constexpr std::string_view kNoExecute = "NoExecute";

bool tolerates(core::v1::PodSpec spec, std::string_view taint) {
  for (const core::v1::Toleration toleration : spec.tolerations()) {
    const bool key = toleration.key().empty() || toleration.key() == taint;
    if (key && (toleration.effect().empty() || toleration.effect() == kNoExecute)) return true;
  }
  return false;
}

void tolerate(core::v1::PodSpecMut spec, std::string_view taint, int64_t seconds) {
  const core::v1::TolerationMut toleration = spec.ensure_tolerations().append();
  toleration.set_key(taint);
  toleration.set_operator("Exists");
  toleration.set_effect(kNoExecute);
  toleration.set_toleration_seconds(seconds);
}

class DefaultTolerationSeconds final : public admission::Plugin {
 public:
  DefaultTolerationSeconds(int64_t not_ready_seconds, int64_t unreachable_seconds)
      : not_ready_seconds_(not_ready_seconds), unreachable_seconds_(unreachable_seconds) {}
  std::string_view name() const override { return "DefaultTolerationSeconds"; }
  bool handles(const Attributes& attributes) const override {
    const bool writes = attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate;
    return writes && attributes.is("", "pods") && attributes.subresource.empty();
  }
  Task<Result<void>> admit(Attributes& attributes) override {
    const core::v1::PodSpecMut spec = core::v1::PodMut(&attributes.object->root(), attributes.object->arena()).ensure_spec();
    const bool not_ready = tolerates(spec, kNotReady);
    const bool unreachable = tolerates(spec, kUnreachable);
    if (!not_ready) tolerate(spec, kNotReady, not_ready_seconds_);
    if (!unreachable) tolerate(spec, kUnreachable, unreachable_seconds_);
    co_return Result<void>();
  }

 private:
  int64_t not_ready_seconds_;
  int64_t unreachable_seconds_;
};

}  // namespace

PluginPtr default_toleration_seconds(const Parts& parts) {
  return std::make_unique<DefaultTolerationSeconds>(parts.not_ready_toleration_seconds, parts.unreachable_toleration_seconds);
}

}  // namespace pintle::plugins
