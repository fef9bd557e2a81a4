// ResourceClaimTemplate: a ResourceClaim to copy for each Pod. Source: resource.k8s.io/v1 ResourceClaimTemplate;
// pkg/registry/resource/resourceclaimtemplate.
#include "groups/resource/resource.h"

namespace pintle::resource {

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
    .returns_deleted = true,
};

}  // namespace pintle::resource
