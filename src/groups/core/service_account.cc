// ServiceAccount: an identity for the processes in a Pod. Source: core/v1 ServiceAccount; pkg/registry/core/serviceaccount.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kServiceAccount = {
    .group = "",
    .version = "v1",
    .kind = "ServiceAccount",
    .resource = "serviceaccounts",
    .singular = "serviceaccount",
    .short_names = {"sa"},
    .subresources =
        {
            {.name = "token",
             .serves = api::SubresourceKind::kAction,
             .verbs = api::kCreate,
             .group = "authentication.k8s.io",
             .version = "v1",
             .kind = "TokenRequest"},
        },
    .key_prefix = "/registry/serviceaccounts/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .returns_deleted = true,
};

}  // namespace pintle::core
