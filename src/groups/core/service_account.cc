// ServiceAccount: an identity for the processes in a Pod. Source: core/v1 ServiceAccount; pkg/registry/core/serviceaccount.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::ServiceAccount account, int64_t now_seconds, api::Cells& cells) {
  cells.text(account.metadata().name());
  cells.age(account.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

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
    .row = hook<row>,
    .returns_deleted = true,
};

}  // namespace pintle::core
