// ResourceClaimTemplate: a ResourceClaim to copy for each Pod. Source: resource.k8s.io/v1 ResourceClaimTemplate;
// pkg/registry/resource/resourceclaimtemplate.
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "views/resource_v1.h"

namespace pintle::resource {
namespace {

using groups::hook;

void row(v1::ResourceClaimTemplate claim_template, int64_t now_seconds, api::Cells& cells) {
  cells.text(claim_template.metadata().name());
  cells.age(claim_template.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kResourceClaimTemplate = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaimTemplate",
    .resource = "resourceclaimtemplates",
    .singular = "resourceclaimtemplate",
    .key_prefix = "/registry/resourceclaimtemplates/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .row = hook<row>,
    .returns_deleted = true,
};

}  // namespace pintle::resource
