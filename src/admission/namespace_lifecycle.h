// NamespaceLifecycle: nothing is created in a namespace that is absent or terminating, and the namespaces that a cluster cannot do
// without are never deleted.
// Source: k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "admission/admission.h"

namespace pintle::admission {

enum class NamespacePhase : uint8_t { kAbsent, kActive, kTerminating };
// The newest state; thread safe.
using NamespaceLookup = std::function<NamespacePhase(std::string_view name)>;

class NamespaceLifecycle final : public Plugin {
 public:
  explicit NamespaceLifecycle(NamespaceLookup lookup) : lookup_(std::move(lookup)) {}
  std::string_view name() const override { return "NamespaceLifecycle"; }
  bool handles(const Attributes& attributes) const override;
  Task<Result<void>> admit(Attributes& attributes) override;

 private:
  NamespaceLookup lookup_;
};

}  // namespace pintle::admission
