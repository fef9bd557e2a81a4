// ValidatingAdmissionPolicyBinding: puts a ValidatingAdmissionPolicy into force. Source: admissionregistration.k8s.io/v1
// ValidatingAdmissionPolicyBinding; pkg/registry/admissionregistration/validatingadmissionpolicybinding.
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/param_text.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;

void row(v1::ValidatingAdmissionPolicyBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(binding.spec().policy_name());
  cells.text(param_ref_text(binding.spec().param_ref()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

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
    .row = hook<row>,
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
