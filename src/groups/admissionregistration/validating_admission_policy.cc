// ValidatingAdmissionPolicy: judges requests by CEL. Source: admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy;
// pkg/registry/admissionregistration/validatingadmissionpolicy.
#include "groups/admissionregistration/admissionregistration.h"

namespace pintle::admissionregistration {

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
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
