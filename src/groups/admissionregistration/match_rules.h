// What a webhook or an admission policy is asked about: rules, resources, conditions; the parts that these kinds share.
//
// Errors in upstream's order. Expressions are not compiled. Thread: pure.
// Source: pkg/apis/admissionregistration/validation/validation.go, pkg/apis/admissionregistration/v1/defaults.go.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "object/field_error.h"
#include "object/label_selector.h"
#include "views/admissionregistration_v1_mut.h"

namespace pintle::admissionregistration {

void set_match_defaults(v1::MatchResourcesMut match);

void validate_rule_with_operations(v1::RuleWithOperations rule, const object::FieldPath& path, object::ErrorList& errors);
// An absent one has nothing to obey.
void validate_match_resources(v1::MatchResources match, const object::FieldPath& path, object::ErrorList& errors);
// Mutating policies are never asked about deletions.
void validate_mutating_operations(v1::MatchResources match, const object::FieldPath& path, object::ErrorList& errors);
void validate_match_conditions(object::ListView<v1::MatchCondition> conditions, const object::FieldPath& path, object::ErrorList& errors);

// One of a list of words, as the value of a field that upstream's error prints.
void validate_word(std::string_view word, std::span<const std::string_view> words, const object::FieldPath& path,
                   object::ErrorList& errors);
void validate_failure_policy(std::optional<std::string_view> policy, const object::FieldPath& path, object::ErrorList& errors);
void validate_match_policy(std::string_view policy, const object::FieldPath& path, object::ErrorList& errors);
void validate_reinvocation_policy(std::string_view policy, const object::FieldPath& path, object::ErrorList& errors);

// Space around is not part of an expression.
std::string_view trimmed(std::string_view text);
void warn_static_name(std::string_view name, std::vector<std::string>& warnings);

}  // namespace pintle::admissionregistration
