// Lease: a lock that its holder renews. Source: coordination.k8s.io/v1 Lease; pkg/registry/coordination/lease.
#include "groups/coordination/coordination.h"
#include "groups/hook.h"
#include "views/coordination_v1.h"

namespace pintle::coordination {
namespace {

using groups::hook;

void row(v1::Lease lease, int64_t now_seconds, api::Cells& cells) {
  cells.text(lease.metadata().name());
  cells.text(lease.spec().holder_identity().value_or(""));
  cells.age(lease.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kLease = {
    .group = "coordination.k8s.io",
    .version = "v1",
    .kind = "Lease",
    .resource = "leases",
    .singular = "lease",
    .key_prefix = "/registry/leases/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Holder", .type = "string", .documented_by = {"coordination.v1.LeaseSpec", "holderIdentity"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::coordination
