// ValidatingAdmissionPolicy: judges requests by CEL. Source: admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy;
// pkg/registry/admissionregistration/validatingadmissionpolicy.
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/param_text.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;

void row(v1::ValidatingAdmissionPolicy policy, int64_t now_seconds, api::Cells& cells) {
  cells.text(policy.metadata().name());
  cells.number(static_cast<int64_t>(policy.spec().validations().size()));
  cells.text(param_kind_text(policy.spec().param_kind()));
  cells.age(policy.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kValidatingAdmissionPolicy = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingAdmissionPolicy",
    .resource = "validatingadmissionpolicies",
    .singular = "validatingadmissionpolicy",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/validatingadmissionpolicies/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Validations",
             .type = "integer",
             .description = "Validations indicates the number of validation rules defined in this configuration"},
            {.name = "ParamKind",
             .type = "string",
             .description = "ParamKind specifies the kind of resources used to parameterize this policy"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
