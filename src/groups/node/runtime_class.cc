// RuntimeClass: a container runtime that Pods may ask for. Source: node.k8s.io/v1 RuntimeClass; pkg/registry/node/runtimeclass.
#include "groups/hook.h"
#include "groups/node/node.h"
#include "views/node_v1.h"

namespace pintle::node {
namespace {

using groups::hook;

void row(v1::RuntimeClass runtime, int64_t now_seconds, api::Cells& cells) {
  cells.text(runtime.metadata().name());
  cells.text(runtime.handler());
  cells.age(runtime.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kRuntimeClass = {
    .group = "node.k8s.io",
    .version = "v1",
    .kind = "RuntimeClass",
    .resource = "runtimeclasses",
    .singular = "runtimeclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/runtimeclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Handler", .type = "string"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::node
