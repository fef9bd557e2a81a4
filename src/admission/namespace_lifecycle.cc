#include "admission/namespace_lifecycle.h"

#include <algorithm>
#include <string>

namespace pintle::admission {
namespace {

constexpr std::string_view kImmortal[] = {"default", "kube-system", "kube-public"};

bool is_namespace(const Attributes& attributes) { return attributes.group.empty() && attributes.kind == "Namespace"; }

Status terminating(const Attributes& attributes) {
  const std::string name(attributes.namespace_);
  Status status = forbidden(attributes, "unable to create new content in namespace " + name + " because it is being terminated");
  status.body().details.causes.push_back(
      {.type = "NamespaceTerminating", .message = "namespace " + name + " is being terminated", .field = "metadata.namespace"});
  return status;
}

}  // namespace

bool NamespaceLifecycle::handles(const Attributes& attributes) const {
  return attributes.operation != Operation::kConnect && (!attributes.namespace_.empty() || is_namespace(attributes));
}

Task<Result<void>> NamespaceLifecycle::admit(Attributes& attributes) {
  if (is_namespace(attributes)) {
    if (attributes.operation == Operation::kDelete && std::ranges::find(kImmortal, attributes.name) != std::end(kImmortal))
      co_return fail(Status::forbidden({attributes.group, attributes.resource}, attributes.name, "this namespace may not be deleted"));
    co_return Result<void>();
  }
  if (attributes.operation == Operation::kDelete) co_return Result<void>();
  if (attributes.group == "authorization.k8s.io" && attributes.resource == "localsubjectaccessreviews") co_return Result<void>();
  switch (lookup_(attributes.namespace_)) {
    case NamespacePhase::kAbsent:
      co_return fail(Status::not_found({"", "namespaces"}, attributes.namespace_));
    case NamespacePhase::kTerminating:
      if (attributes.operation == Operation::kCreate) co_return fail(terminating(attributes));
      break;
    case NamespacePhase::kActive:
      break;
  }
  co_return Result<void>();
}

}  // namespace pintle::admission
