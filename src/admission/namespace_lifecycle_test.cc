// Proves who may write into which namespace: absent 404, terminating 403 on create only, immortal ones are not deleted.
#include "admission/namespace_lifecycle.h"

#include <gtest/gtest.h>

namespace pintle::admission {
namespace {

NamespacePhase lookup(std::string_view name) {
  if (name == "active") return NamespacePhase::kActive;
  return name == "ending" ? NamespacePhase::kTerminating : NamespacePhase::kAbsent;
}

Task<void> run(NamespaceLifecycle& plugin, Attributes attributes, int& code) {
  auto result = plugin.handles(attributes) ? co_await plugin.admit(attributes) : Result<void>();
  code = result ? 200 : result.error().code();
}

TEST(NamespaceLifecycle, Admits) {
  struct Case {
    Attributes attributes;
    int code;
  };
  const Attributes pod{.kind = "Pod", .resource = "pods"};
  auto with = [&](Operation operation, std::string_view name) {
    Attributes attributes = pod;
    attributes.operation = operation;
    attributes.namespace_ = name;
    return attributes;
  };
  const Attributes namespace_{.kind = "Namespace", .resource = "namespaces"};
  auto erase = [&](std::string_view name) {
    Attributes attributes = namespace_;
    attributes.operation = Operation::kDelete;
    attributes.name = name;
    return attributes;
  };
  const Case cases[] = {{with(Operation::kCreate, "active"), 200},
                        {with(Operation::kCreate, "ending"), 403},
                        {with(Operation::kCreate, "absent"), 404},
                        {with(Operation::kUpdate, "ending"), 200},
                        {with(Operation::kDelete, "absent"), 200},
                        {with(Operation::kCreate, ""), 200},
                        {erase("default"), 403},
                        {erase("kube-system"), 403},
                        {erase("other"), 200}};
  NamespaceLifecycle plugin(lookup);
  for (const Case& c : cases) {
    int code = 0;
    spawn(run(plugin, c.attributes, code));
    EXPECT_EQ(code, c.code) << c.attributes.namespace_ << c.attributes.name;
  }
}

}  // namespace
}  // namespace pintle::admission
