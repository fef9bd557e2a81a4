// ResourceClaim: a request for devices. Source: resource.k8s.io/v1 ResourceClaim; pkg/registry/resource/resourceclaim.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/resource/claim_rules.h"
#include "groups/resource/resource.h"
#include "object/equality.h"
#include "object/validation.h"
#include "views/resource_v1_mut.h"

namespace pintle::resource {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ResourceClaim claim) { return ObjectMeta(claim.metadata().node()); }

std::string state_of(v1::ResourceClaim claim) {
  const bool deleted = claim.metadata().deletion_timestamp().has_value();
  if (!claim.status().has_allocation()) return deleted ? "deleted" : "pending";
  std::string state = deleted ? "deleted,allocated" : "allocated";
  if (!claim.status().reserved_for().empty()) state += ",reserved";
  return state;
}

void row(v1::ResourceClaim claim, int64_t now_seconds, api::Cells& cells) {
  cells.text(claim.metadata().name());
  cells.text(state_of(claim));
  cells.age(claim.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::ResourceClaimMut claim) { set_claim_defaults(claim.spec()); }

void prepare_status_update(v1::ResourceClaimMut claim, v1::ResourceClaim old, const api::HookContext&) {
  drop_deallocated_devices(claim, old);
}

void validate(v1::ResourceClaim claim, ErrorList& errors) { validate_claim(claim.spec(), FieldPath("spec"), errors); }

void validate_update(v1::ResourceClaim claim, v1::ResourceClaim old, ErrorList& errors) {
  api::validate_metadata(kResourceClaim, meta_of(claim), errors);
  api::validate_metadata_update(kResourceClaim, meta_of(claim), meta_of(old), errors);
  if (!object::semantic_equal(v1::ResourceClaimSpec::schema_type(), claim.spec().node(), old.spec().node()))
    errors.invalid(FieldPath("spec"), groups::internal_json_line(claim.spec()), object::kImmutableError);
}

void validate_status_update(v1::ResourceClaim claim, v1::ResourceClaim old, ErrorList& errors) {
  api::validate_metadata_update(kResourceClaim, meta_of(claim), meta_of(old), errors);
  validate_claim_status_update(claim, old, errors);
}

}  // namespace

const api::Kind kResourceClaim = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaim",
    .resource = "resourceclaims",
    .singular = "resourceclaim",
    .subresources =
        {
            {.name = "status",
             .keeps = {"spec", "metadata"},
             .prepare_update = hook<prepare_status_update>,
             .validate_update = hook<validate_status_update>,
             .has_table = false},
        },
    .key_prefix = "/registry/resourceclaims/",
    .columns =
        {
            api::kNameColumn,
            {.name = "State", .type = "string", .description = "A summary of the current state (allocated, pending, reserved, etc.)."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource
