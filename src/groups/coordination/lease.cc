// Lease: a lock that its holder renews. Source: coordination.k8s.io/v1 Lease; pkg/registry/coordination/lease.
#include "api/metadata_rules.h"
#include "groups/coordination/coordination.h"
#include "groups/hook.h"
#include "views/coordination_v1_mut.h"

namespace pintle::coordination {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::Lease lease) { return ObjectMeta(lease.metadata().node()); }

void row(v1::Lease lease, int64_t now_seconds, api::Cells& cells) {
  cells.text(lease.metadata().name());
  cells.text(lease.spec().holder_identity().value_or(""));
  cells.age(lease.metadata().creation_timestamp(), now_seconds);
}

// Both fields need a feature that is off.
void prepare_create(v1::LeaseMut lease, const api::HookContext&) {
  lease.spec().clear_strategy();
  lease.spec().clear_preferred_holder();
}

void prepare_update(v1::LeaseMut lease, v1::Lease old, const api::HookContext&) {
  if (!old.spec().strategy()) lease.spec().clear_strategy();
  if (!old.spec().preferred_holder()) lease.spec().clear_preferred_holder();
}

void validate(v1::Lease lease, ErrorList& errors) {
  const v1::LeaseSpec spec = lease.spec();
  const FieldPath path("spec");
  if (spec.lease_duration_seconds() && *spec.lease_duration_seconds() <= 0)
    errors.invalid(path.child("leaseDurationSeconds"), std::to_string(*spec.lease_duration_seconds()), "must be greater than 0");
  if (spec.lease_transitions() && *spec.lease_transitions() < 0)
    errors.invalid(path.child("leaseTransitions"), std::to_string(*spec.lease_transitions()), object::kNegativeError);
  if (!spec.preferred_holder().value_or("").empty() && spec.strategy().value_or("").empty())
    errors.forbidden(path.child("preferredHolder"), "may only be specified if `strategy` is defined");
}

void validate_update(v1::Lease lease, v1::Lease old, ErrorList& errors) {
  api::validate_metadata_update(kLease, meta_of(lease), meta_of(old), errors);
  validate(lease, errors);
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
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::coordination
