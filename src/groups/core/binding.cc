// Binding: puts a Pod on a Node; created by schedulers, never stored. Source: core/v1 Binding; pkg/registry/core/pod/storage.
#include "groups/core/core.h"
#include "groups/core/pod_actions.h"

namespace pintle::core {

const api::Kind kBinding = {
    .group = "",
    .version = "v1",
    .kind = "Binding",
    .resource = "bindings",
    .singular = "binding",
    .verbs = api::kCreate,
    .action = bind_pod,
};

}  // namespace pintle::core
