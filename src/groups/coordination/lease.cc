// Lease: a lock that its holder renews. Source: coordination.k8s.io/v1 Lease; pkg/registry/coordination/lease.
#include "groups/coordination/coordination.h"

namespace pintle::coordination {

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
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::coordination
