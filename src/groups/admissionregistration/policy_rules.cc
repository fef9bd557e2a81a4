#include "groups/admissionregistration/policy_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "groups/admissionregistration/match_rules.h"
#include "groups/internal_json.h"
#include "object/equality.h"
#include "object/validation.h"

namespace pintle::admissionregistration {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr size_t kAuditAnnotationsMax = 20;
constexpr size_t kValueExpressionBytesMax = 5 * 1024;
constexpr std::string_view kReasons[] = {"Forbidden", "Invalid", "RequestEntityTooLarge"};
constexpr std::string_view kActions[] = {"Audit", "Deny", "Warn"};
constexpr std::string_view kPatchTypes[] = {"ApplyConfiguration", "JSONPatch"};
constexpr std::string_view kNotFoundActions[] = {"Deny", "Allow"};
constexpr std::string_view kNeedsRule = "validations or auditAnnotations must contain at least one item";
constexpr std::string_view kExclusive = "name and selector are mutually exclusive";
constexpr std::string_view kReserved[] = {"true",     "false",   "null",      "in",       "as",  "break",  "const",
                                          "continue", "else",    "for",       "function", "if",  "import", "let",
                                          "loop",     "package", "namespace", "return",   "var", "void",   "while"};

std::string joined(const object::Messages& messages) {
  std::string text;
  for (const std::string& message : messages) text.append(text.empty() ? "" : ",").append(message);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_cel_identifier(std::string_view name) {
  const auto is_part = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || !std::ranges::all_of(name, is_part)) return false;
  return std::ranges::find(kReserved, name) == std::end(kReserved);
}

void validate_api_version(std::string_view text, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::count(text, '/') > 1) {
    errors.invalid(path, quoted(text), "unexpected GroupVersion string: " + std::string(text));
    return;
  }
  const size_t slash = text.find('/');
  const std::string_view group = slash == std::string_view::npos ? std::string_view() : text.substr(0, slash);
  const std::string_view version = slash == std::string_view::npos ? text : text.substr(slash + 1);
  if (!group.empty())
    if (const auto faults = object::is_dns1123_subdomain(group); !faults.empty()) errors.invalid(path, quoted(group), joined(faults));
  if (version.empty())
    errors.invalid(path, quoted(text), "version must be specified");
  else if (const auto faults = object::is_dns1035_label(version); !faults.empty())
    errors.invalid(path, quoted(version), joined(faults));
}

void validate_param_kind(v1::ParamKind kind, const FieldPath& path, ErrorList& errors) {
  if (!kind) return;
  if (kind.api_version().empty())
    errors.required(path.child("apiVersion"), "");
  else
    validate_api_version(kind.api_version(), path.child("apiVersion"), errors);
  if (kind.kind().empty())
    errors.required(path.child("kind"), "");
  else if (const auto faults = object::is_dns1035_label(lower(kind.kind())); !faults.empty())
    errors.invalid(path.child("kind"), quoted(kind.kind()), "may have mixed case, but should otherwise match: " + joined(faults));
}

void validate_variable(v1::Variable variable, const FieldPath& path, ErrorList& errors) {
  if (trimmed(variable.name()).empty())
    errors.required(path.child("name"), "name is not specified");
  else if (!is_cel_identifier(variable.name()))
    errors.invalid(path.child("name"), quoted(variable.name()), "must be a valid CEL identifier");
  if (trimmed(variable.expression()).empty()) errors.required(path.child("expression"), "expression is not specified");
}

void validate_validation(v1::Validation validation, const FieldPath& path, ErrorList& errors) {
  if (trimmed(validation.expression()).empty()) errors.required(path.child("expression"), "expression is not specified");
  if (!validation.message_expression().empty() && trimmed(validation.message_expression()).empty())
    errors.invalid(path.child("messageExpression"), quoted(validation.message_expression()), "must be non-empty if specified");
  const std::string_view message = trimmed(validation.message());
  if (!validation.message().empty() && message.empty())
    errors.invalid(path.child("message"), quoted(validation.message()), "must be non-empty if specified");
  else if (message.find_first_of("\n\r") != std::string_view::npos)
    errors.invalid(path.child("message"), quoted(validation.message()), "must not contain line breaks");
  if (validation.reason()) validate_word(*validation.reason(), kReasons, path.child("reason"), errors);
}

void validate_audit_annotation(v1::AuditAnnotation annotation, std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy.empty()) {
    errors.invalid(path.child("key"), quoted(annotation.key()), "requires metadata.name be non-empty");
  } else {
    const std::string key = std::string(policy) + "/" + std::string(annotation.key());
    errors.invalid_text_each(path.child("key"), key, object::is_qualified_name(key));
  }
  const std::string_view expression = trimmed(annotation.value_expression());
  if (expression.empty())
    errors.required(path.child("valueExpression"), "valueExpression is not specified");
  else if (expression.size() > kValueExpressionBytesMax)
    errors.required(path.child("valueExpression"), "must not exceed 5120 bytes in length");
}

std::string printed(object::ListView<v1::AuditAnnotation> annotations) {
  std::string text;
  for (const v1::AuditAnnotation annotation : annotations)
    text.append(text.empty() ? "[" : ",").append(groups::internal_json_line(annotation));
  return text + "]";
}

void validate_audit_annotations(object::ListView<v1::AuditAnnotation> annotations, std::string_view policy, const FieldPath& path,
                                ErrorList& errors) {
  if (annotations.size() > kAuditAnnotationsMax) errors.invalid(path, printed(annotations), "must not have more than 20 auditAnnotations");
  std::set<std::string_view> keys;
  for (auto [index, annotation] : annotations.enumerate()) {
    validate_audit_annotation(annotation, policy, path.index(index), errors);
    if (!keys.insert(annotation.key()).second) errors.duplicate(path.index(index).child("key"), quoted(annotation.key()));
  }
}

void validate_match_constraints(v1::MatchResources match, const FieldPath& path, ErrorList& errors) {
  if (!match) {
    errors.required(path, "");
    return;
  }
  validate_match_resources(match, path, errors);
  if (match.resource_rules().empty()) errors.required(path.child("resourceRules"), "");
}

void validate_mutation(v1::Mutation mutation, const FieldPath& path, ErrorList& errors) {
  const std::string_view type = mutation.patch_type();
  const auto validate_expression = [&](auto part, std::string_view field) {
    if (!part)
      errors.required(path.child(field), "must be specified when patchType is " + std::string(type));
    else if (trimmed(part.expression()).empty())
      errors.required(path.child(field).child("expression"), "");
  };
  const auto forbid = [&](bool present, std::string_view field) {
    if (present)
      errors.invalid(path.child(field), quoted("{" + std::string(field) + "}"),
                     "must not be specified when patchType is " + std::string(type));
  };
  if (type.empty()) {
    errors.required(path.child("patchType"), "");
  } else if (type == "JSONPatch") {
    validate_expression(mutation.json_patch(), "jsonPatch");
    forbid(mutation.apply_configuration().present(), "applyConfiguration");
  } else if (type == "ApplyConfiguration") {
    validate_expression(mutation.apply_configuration(), "applyConfiguration");
    forbid(mutation.json_patch().present(), "jsonPatch");
  } else {
    errors.not_supported(path.child("patchType"), json_quoted(type), kPatchTypes);
  }
}

void validate_param_ref(v1::ParamRef param, const FieldPath& path, ErrorList& errors) {
  if (!param) return;
  const bool named = !param.name().empty();
  if (named) {
    errors.invalid_text_each(path.child("name"), param.name(), object::is_path_segment_name(param.name()));
    if (param.selector()) errors.forbidden(path.child("name"), kExclusive);
  }
  if (param.selector()) {
    object::validate_label_selector(param.selector().node(), {}, path.child("selector"), errors);
    if (named) errors.forbidden(path.child("selector"), kExclusive);
  }
  if (!named && !param.selector()) errors.required(path, "one of name or selector must be specified");
  const std::string_view action = param.parameter_not_found_action().value_or("");
  if (action.empty())
    errors.required(path.child("parameterNotFoundAction"), "");
  else
    validate_word(action, kNotFoundActions, path.child("parameterNotFoundAction"), errors);
}

void validate_policy_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty())
    errors.required(path, "");
  else
    errors.invalid_text_each(path, name, object::is_dns1123_subdomain(name));
}

void validate_actions(object::ListView<std::string_view> actions, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (auto [index, action] : actions.enumerate()) {
    validate_word(action, kActions, path.index(index), errors);
    if (!seen.insert(action).second) errors.duplicate(path.index(index), json_quoted(action));
  }
  if (seen.contains("Deny") && seen.contains("Warn"))
    errors.invalid(path, groups::list_json(actions),
                   "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers "
                   "serves no purpose)");
  if (seen.empty()) errors.required(path, "at least one validation action is required");
}

// Fields of a policy's spec that are compared.
template <class Spec>
bool same_field(std::string_view name, Spec spec, Spec old) {
  const auto index = static_cast<uint16_t>(Spec::schema_type().find(name));
  const auto node = [&](Spec of) { return of ? of.node()->get(index) : nullptr; };
  return object::semantic_equal(Spec::schema_type().fields[index], node(spec), node(old));
}

template <class Spec>
MatchConditions conditions_after(Spec spec, Spec old) {
  return same_field("paramKind", spec, old) && same_field("matchConditions", spec, old) ? MatchConditions::kUnchanged
                                                                                        : MatchConditions::kChecked;
}

// What both kinds of policies begin with.
template <class Spec, class MoreAboutMatch>
void validate_policy_start(Spec spec, MatchConditions conditions, MoreAboutMatch more, const FieldPath& path, ErrorList& errors) {
  validate_failure_policy(spec.failure_policy(), path.child("failurePolicy"), errors);
  validate_param_kind(spec.param_kind(), path.child("paramKind"), errors);
  validate_match_constraints(spec.match_constraints(), path.child("matchConstraints"), errors);
  more(spec.match_constraints(), path.child("matchConstraints"));
  if (conditions == MatchConditions::kChecked) validate_match_conditions(spec.match_conditions(), path.child("matchConditions"), errors);
  for (auto [index, variable] : spec.variables().enumerate()) validate_variable(variable, path.child("variables").index(index), errors);
}

}  // namespace

MatchConditions match_conditions_after(v1::ValidatingAdmissionPolicySpec spec, v1::ValidatingAdmissionPolicySpec old) {
  return conditions_after(spec, old);
}

MatchConditions match_conditions_after(v1::MutatingAdmissionPolicySpec spec, v1::MutatingAdmissionPolicySpec old) {
  return conditions_after(spec, old);
}

void validate_policy(v1::ValidatingAdmissionPolicySpec spec, std::string_view name, MatchConditions conditions, ErrorList& errors) {
  const FieldPath path("spec");
  validate_policy_start(spec, conditions, [](v1::MatchResources, const FieldPath&) {}, path, errors);
  if (spec.validations().empty() && spec.audit_annotations().empty()) {
    errors.required(path.child("validations"), kNeedsRule);
    errors.required(path.child("auditAnnotations"), kNeedsRule);
    return;
  }
  for (auto [index, validation] : spec.validations().enumerate())
    validate_validation(validation, path.child("validations").index(index), errors);
  validate_audit_annotations(spec.audit_annotations(), name, path.child("auditAnnotations"), errors);
}

void validate_policy(v1::MutatingAdmissionPolicySpec spec, MatchConditions conditions, ErrorList& errors) {
  const FieldPath path("spec");
  const auto no_deletions = [&](v1::MatchResources match, const FieldPath& at) { validate_mutating_operations(match, at, errors); };
  validate_policy_start(spec, conditions, no_deletions, path, errors);
  if (spec.mutations().empty()) errors.required(path.child("mutations"), "mutations must contain at least one item");
  for (auto [index, mutation] : spec.mutations().enumerate()) validate_mutation(mutation, path.child("mutations").index(index), errors);
  if (spec.reinvocation_policy().empty())
    errors.required(path.child("reinvocationPolicy"), "");
  else
    validate_reinvocation_policy(spec.reinvocation_policy(), path.child("reinvocationPolicy"), errors);
}

void validate_policy_status(v1::ValidatingAdmissionPolicyStatus status, ErrorList& errors) {
  const FieldPath path = FieldPath("status").child("typeChecking").child("expressionWarnings");
  for (auto [index, warning] : status.type_checking().expression_warnings().enumerate()) {
    if (warning.warning().empty()) errors.required(path.index(index).child("warning"), "");
    if (trimmed(warning.field_ref()).empty()) errors.required(path.index(index).child("fieldRef"), "");
  }
}

void validate_binding(v1::ValidatingAdmissionPolicyBindingSpec spec, ErrorList& errors) {
  const FieldPath path("spec");
  validate_policy_name(spec.policy_name(), path.child("policyName"), errors);
  validate_param_ref(spec.param_ref(), path.child("paramRef"), errors);
  validate_match_resources(spec.match_resources(), path.child("matchResources"), errors);
  validate_actions(spec.validation_actions(), path.child("validationActions"), errors);
}

void validate_binding(v1::MutatingAdmissionPolicyBindingSpec spec, ErrorList& errors) {
  const FieldPath path("spec");
  validate_policy_name(spec.policy_name(), path.child("policyName"), errors);
  validate_param_ref(spec.param_ref(), path.child("paramRef"), errors);
  validate_match_resources(spec.match_resources(), path.child("matchResources"), errors);
  validate_mutating_operations(spec.match_resources(), path.child("matchResources"), errors);
}

}  // namespace pintle::admissionregistration
