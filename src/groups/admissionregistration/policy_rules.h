// The rules of admission policies and their bindings, validating and mutating.
//
// Errors in upstream's order. Expressions are not compiled. Thread: pure.
// Source: pkg/apis/admissionregistration/validation/validation.go.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {

// What has not changed is not checked again.
enum class MatchConditions : uint8_t { kChecked, kUnchanged };
MatchConditions match_conditions_after(v1::ValidatingAdmissionPolicySpec spec, v1::ValidatingAdmissionPolicySpec old);
MatchConditions match_conditions_after(v1::MutatingAdmissionPolicySpec spec, v1::MutatingAdmissionPolicySpec old);

// `name` of the policy: the keys of its audit annotations begin with it.
void validate_policy(v1::ValidatingAdmissionPolicySpec spec, std::string_view name, MatchConditions conditions, object::ErrorList& errors);
void validate_policy(v1::MutatingAdmissionPolicySpec spec, MatchConditions conditions, object::ErrorList& errors);
void validate_policy_status(v1::ValidatingAdmissionPolicyStatus status, object::ErrorList& errors);

void validate_binding(v1::ValidatingAdmissionPolicyBindingSpec spec, object::ErrorList& errors);
void validate_binding(v1::MutatingAdmissionPolicyBindingSpec spec, object::ErrorList& errors);

}  // namespace pintle::admissionregistration
