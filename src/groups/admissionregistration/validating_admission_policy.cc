// ValidatingAdmissionPolicy: judges requests by CEL. Source: admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy;
// pkg/registry/admissionregistration/validatingadmissionpolicy.
#include "api/metadata_rules.h"
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/match_rules.h"
#include "groups/admissionregistration/param_text.h"
#include "groups/admissionregistration/policy_rules.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1_mut.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ValidatingAdmissionPolicy policy) { return ObjectMeta(policy.metadata().node()); }

void row(v1::ValidatingAdmissionPolicy policy, int64_t now_seconds, api::Cells& cells) {
  cells.text(policy.metadata().name());
  cells.number(static_cast<int64_t>(policy.spec().validations().size()));
  cells.text(param_kind_text(policy.spec().param_kind()));
  cells.age(policy.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::ValidatingAdmissionPolicyMut policy) {
  const v1::ValidatingAdmissionPolicySpecMut spec = policy.ensure_spec();
  if (!spec.has_failure_policy()) spec.set_failure_policy("Fail");
  set_match_defaults(spec.match_constraints());
}

void validate(v1::ValidatingAdmissionPolicy policy, ErrorList& errors) {
  validate_policy(policy.spec(), meta_of(policy).name(), MatchConditions::kChecked, errors);
}

void validate_update(v1::ValidatingAdmissionPolicy policy, v1::ValidatingAdmissionPolicy old, ErrorList& errors) {
  api::validate_metadata(kValidatingAdmissionPolicy, meta_of(policy), errors);
  validate_policy(policy.spec(), meta_of(policy).name(), match_conditions_after(policy.spec(), old.spec()), errors);
}

void validate_status_update(v1::ValidatingAdmissionPolicy policy, v1::ValidatingAdmissionPolicy, ErrorList& errors) {
  validate_policy_status(policy.status(), errors);
}

void warn(v1::ValidatingAdmissionPolicy policy, v1::ValidatingAdmissionPolicy, std::vector<std::string>& warnings) {
  warn_static_name(meta_of(policy).name(), warnings);
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
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration
