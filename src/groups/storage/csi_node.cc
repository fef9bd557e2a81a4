// CSINode: the CSI drivers on a Node. Source: storage.k8s.io/v1 CSINode; pkg/registry/storage/csinode.
#include "groups/hook.h"
#include "groups/storage/storage.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;

void row(v1::CSINode node, int64_t now_seconds, api::Cells& cells) {
  cells.text(node.metadata().name());
  cells.number(static_cast<int64_t>(node.spec().drivers().size()));
  cells.age(node.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kCSINode = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSINode",
    .resource = "csinodes",
    .singular = "csinode",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/csinodes/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Drivers", .type = "integer", .description = "Drivers indicates the number of CSI drivers registered on the node"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage
