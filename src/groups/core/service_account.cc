// ServiceAccount: an identity for the processes in a Pod. Source: core/v1 ServiceAccount; pkg/registry/core/serviceaccount.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/token_requests.h"
#include "groups/hook.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

constexpr std::string_view kEnforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets";

ObjectMeta meta_of(v1::ServiceAccount account) { return ObjectMeta(account.metadata().node()); }

void row(v1::ServiceAccount account, int64_t now_seconds, api::Cells& cells) {
  cells.text(account.metadata().name());
  cells.age(account.metadata().creation_timestamp(), now_seconds);
}

// Of a secret only the name is kept.
void clean_secrets(v1::ServiceAccountMut account) {
  for (const v1::ObjectReferenceMut secret : account.secrets()) {
    secret.clear_kind();
    secret.clear_namespace();
    secret.clear_uid();
    secret.clear_api_version();
    secret.clear_resource_version();
    secret.clear_field_path();
  }
}

void prepare_create(v1::ServiceAccountMut account, const api::HookContext&) { clean_secrets(account); }

void prepare_update(v1::ServiceAccountMut account, v1::ServiceAccount, const api::HookContext&) { clean_secrets(account); }

void validate_update(v1::ServiceAccount account, v1::ServiceAccount old, ErrorList& errors) {
  api::validate_metadata_update(kServiceAccount, meta_of(account), meta_of(old), errors);
  api::validate_metadata(kServiceAccount, meta_of(account), errors);
}

void warn(v1::ServiceAccount account, v1::ServiceAccount old, std::vector<std::string>& warnings) {
  if (old.metadata().annotations().contains(kEnforceMountableSecrets)) return;
  if (account.metadata().annotations().contains(kEnforceMountableSecrets))
    warnings.push_back("metadata.annotations[" + std::string(kEnforceMountableSecrets) +
                       "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
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
             .kind = "TokenRequest",
             .set_defaults = hook<set_token_request_defaults>,
             .keeps_system_fields = true},
        },
    .key_prefix = "/registry/serviceaccounts/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .returns_deleted = true,
};

}  // namespace pintle::core
