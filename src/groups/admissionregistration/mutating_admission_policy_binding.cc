// MutatingAdmissionPolicyBinding: puts a MutatingAdmissionPolicy into force. Stored as v1beta1, as upstream does. Source:
// admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding; pkg/registry/admissionregistration/mutatingadmissionpolicybinding.
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/param_text.h"
#include "groups/convert.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1.h"
#include "views/admissionregistration_v1beta1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;

void row(v1::MutatingAdmissionPolicyBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(binding.spec().policy_name());
  cells.text(param_ref_text(binding.spec().param_ref()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
}

Result<void> to_storage(object::Document& document) {
  groups::convert_document(document, v1beta1::MutatingAdmissionPolicyBinding::schema_type());
  return {};
}

Result<void> from_storage(object::Document& document) {
  groups::convert_document(document, v1::MutatingAdmissionPolicyBinding::schema_type());
  return {};
}

}  // namespace

const api::Kind kMutatingAdmissionPolicyBinding = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingAdmissionPolicyBinding",
    .resource = "mutatingadmissionpolicybindings",
    .singular = "mutatingadmissionpolicybinding",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/mutatingadmissionpolicybindings/",
    .storage_group_version = "admissionregistration.k8s.io/v1beta1",
    .to_storage = to_storage,
    .from_storage = from_storage,
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
