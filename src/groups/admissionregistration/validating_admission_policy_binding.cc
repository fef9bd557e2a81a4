// ValidatingAdmissionPolicyBinding: puts a ValidatingAdmissionPolicy into force. Source: admissionregistration.k8s.io/v1
// ValidatingAdmissionPolicyBinding; pkg/registry/admissionregistration/validatingadmissionpolicybinding.
#include "groups/admissionregistration/admissionregistration.h"

namespace pintle::admissionregistration {

const api::Kind kValidatingAdmissionPolicyBinding = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingAdmissionPolicyBinding",
    .resource = "validatingadmissionpolicybindings",
    .singular = "validatingadmissionpolicybinding",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/validatingadmissionpolicybindings/",
    .columns =
        {
            api::kNameColumn,
            {.name = "PolicyName",
             .type = "string",
             .description = "PolicyName indicates the policy definition which the policy binding binded to"},
            {.name = "ParamRef",
             .type = "string",
             .description = "ParamRef indicates the param resource which sets the configuration param"},
            api::kAgeColumn,
        },
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
