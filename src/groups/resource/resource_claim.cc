// ResourceClaim: a request for devices. Source: resource.k8s.io/v1 ResourceClaim; pkg/registry/resource/resourceclaim.
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "views/resource_v1.h"

namespace pintle::resource {
namespace {

using groups::hook;

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

}  // namespace

const api::Kind kResourceClaim = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaim",
    .resource = "resourceclaims",
    .singular = "resourceclaim",
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/resourceclaims/",
    .columns =
        {
            api::kNameColumn,
            {.name = "State", .type = "string", .description = "A summary of the current state (allocated, pending, reserved, etc.)."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource
