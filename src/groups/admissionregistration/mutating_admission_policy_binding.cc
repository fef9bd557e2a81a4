// MutatingAdmissionPolicyBinding: puts a MutatingAdmissionPolicy into force. Stored as v1beta1, as upstream does. Source:
// admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding; pkg/registry/admissionregistration/mutatingadmissionpolicybinding.
#include "api/metadata_rules.h"
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/match_rules.h"
#include "groups/admissionregistration/param_text.h"
#include "groups/admissionregistration/policy_rules.h"
#include "groups/convert.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1_mut.h"
#include "views/admissionregistration_v1beta1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::MutatingAdmissionPolicyBinding binding) { return ObjectMeta(binding.metadata().node()); }

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

void set_defaults(v1::MutatingAdmissionPolicyBindingMut binding) { set_match_defaults(binding.spec().match_resources()); }

void validate(v1::MutatingAdmissionPolicyBinding binding, ErrorList& errors) { validate_binding(binding.spec(), errors); }

void validate_update(v1::MutatingAdmissionPolicyBinding binding, v1::MutatingAdmissionPolicyBinding, ErrorList& errors) {
  api::validate_metadata(kMutatingAdmissionPolicyBinding, meta_of(binding), errors);
  validate_binding(binding.spec(), errors);
}

void warn(v1::MutatingAdmissionPolicyBinding binding, v1::MutatingAdmissionPolicyBinding, std::vector<std::string>& warnings) {
  warn_static_name(meta_of(binding).name(), warnings);
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
