// MutatingAdmissionPolicy: changes requests by CEL. Stored as v1beta1, as upstream does. Source: admissionregistration.k8s.io/v1
// MutatingAdmissionPolicy; pkg/registry/admissionregistration/mutatingadmissionpolicy.
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

ObjectMeta meta_of(v1::MutatingAdmissionPolicy policy) { return ObjectMeta(policy.metadata().node()); }

void row(v1::MutatingAdmissionPolicy policy, int64_t now_seconds, api::Cells& cells) {
  cells.text(policy.metadata().name());
  cells.number(static_cast<int64_t>(policy.spec().mutations().size()));
  cells.text(param_kind_text(policy.spec().param_kind()));
  cells.age(policy.metadata().creation_timestamp(), now_seconds);
}

Result<void> to_storage(object::Document& document) {
  groups::convert_document(document, v1beta1::MutatingAdmissionPolicy::schema_type());
  return {};
}

Result<void> from_storage(object::Document& document) {
  groups::convert_document(document, v1::MutatingAdmissionPolicy::schema_type());
  return {};
}

void set_defaults(v1::MutatingAdmissionPolicyMut policy) {
  const v1::MutatingAdmissionPolicySpecMut spec = policy.ensure_spec();
  if (!spec.has_failure_policy()) spec.set_failure_policy("Fail");
  set_match_defaults(spec.match_constraints());
}

void validate(v1::MutatingAdmissionPolicy policy, ErrorList& errors) { validate_policy(policy.spec(), MatchConditions::kChecked, errors); }

void validate_update(v1::MutatingAdmissionPolicy policy, v1::MutatingAdmissionPolicy old, ErrorList& errors) {
  api::validate_metadata(kMutatingAdmissionPolicy, meta_of(policy), errors);
  validate_policy(policy.spec(), match_conditions_after(policy.spec(), old.spec()), errors);
}

void warn(v1::MutatingAdmissionPolicy policy, v1::MutatingAdmissionPolicy, std::vector<std::string>& warnings) {
  warn_static_name(meta_of(policy).name(), warnings);
}

}  // namespace

const api::Kind kMutatingAdmissionPolicy = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingAdmissionPolicy",
    .resource = "mutatingadmissionpolicies",
    .singular = "mutatingadmissionpolicy",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/mutatingadmissionpolicies/",
    .storage_group_version = "admissionregistration.k8s.io/v1beta1",
    .to_storage = to_storage,
    .from_storage = from_storage,
    .columns =
        {
            api::kNameColumn,
            {.name = "Mutations",
             .type = "integer",
             .description = "Mutation indicates the number of mutations rules defined in this configuration"},
            {.name = "ParamKind",
             .type = "string",
             .description = "ParamKind specifies the kind of resources used to parameterize this policy"},
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
