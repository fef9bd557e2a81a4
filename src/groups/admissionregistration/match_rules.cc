#include "groups/admissionregistration/match_rules.h"

#include <algorithm>
#include <set>

#include "groups/internal_json.h"
#include "object/validation.h"

namespace pintle::admissionregistration {
namespace {

using groups::list_json;
using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;
using Texts = object::ListView<std::string_view>;

constexpr int64_t kMatchConditionsMax = 64;
constexpr std::string_view kStaticSuffix = ".static.k8s.io";
constexpr std::string_view kOperations[] = {"*", "CONNECT", "CREATE", "DELETE", "UPDATE"};
constexpr std::string_view kMutatingOperations[] = {"*", "CONNECT", "CREATE", "UPDATE"};
constexpr std::string_view kScopes[] = {"*", "Cluster", "Namespaced"};
constexpr std::string_view kFailurePolicies[] = {"Fail", "Ignore"};
constexpr std::string_view kMatchPolicies[] = {"Equivalent", "Exact"};
constexpr std::string_view kReinvocationPolicies[] = {"IfNeeded", "Never"};

void validate_wildcard(Texts texts, std::string_view others, const FieldPath& path, ErrorList& errors) {
  if (texts.size() > 1 && texts.contains("*"))
    errors.invalid(path, list_json(texts), "if '*' is present, must not specify other " + std::string(others));
}

// "pods", "pods/log", "*/scale", "pods/*", "*/*", "*": each once.
void validate_resources(Texts resources, const FieldPath& path, ErrorList& errors) {
  if (resources.empty()) errors.required(path, "");
  std::set<std::string_view> with_any_subresource;
  std::set<std::string_view> of_any_resource;
  bool plain = false;
  for (auto [index, resource] : resources.enumerate()) {
    if (resource.empty()) {
      errors.required(path.index(index), "");
      continue;
    }
    const size_t slash = resource.find('/');
    if (slash == std::string_view::npos) {
      plain = resource != "*";
      continue;
    }
    const std::string_view name = resource.substr(0, slash);
    const std::string_view subresource = resource.substr(slash + 1);
    if (with_any_subresource.contains(name))
      errors.invalid(path.index(index), quoted(resource),
                     "if '" + std::string(name) + "/*' is present, must not specify " + std::string(resource));
    if (of_any_resource.contains(subresource))
      errors.invalid(path.index(index), quoted(resource),
                     "if '*/" + std::string(subresource) + "' is present, must not specify " + std::string(resource));
    if (subresource == "*") with_any_subresource.insert(name);
    if (name == "*") of_any_resource.insert(subresource);
  }
  if (resources.size() > 1 && resources.contains("*/*"))
    errors.invalid(path, list_json(resources), "if '*/*' is present, must not specify other resources");
  if (resources.contains("*") && plain)
    errors.invalid(path, list_json(resources), "if '*' is present, must not specify other resources without subresources");
}

void validate_named_rule(v1::NamedRuleWithOperations rule, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, name] : rule.resource_names().enumerate()) {
    const FieldPath name_path = path.child("resourceNames").index(index);
    errors.invalid_text_each(name_path, name, object::is_path_segment_name(name));
    if (!names.insert(name).second) errors.duplicate(name_path, quoted(name));
  }
  validate_rule_with_operations(rule.rule_with_operations(), path, errors);
}

void validate_selector(meta::v1::LabelSelector selector, const FieldPath& path, ErrorList& errors) {
  if (!selector)
    errors.required(path, "");
  else
    object::validate_label_selector(selector.node(), {}, path, errors);
}

}  // namespace

void set_match_defaults(v1::MatchResourcesMut match) {
  if (!match) return;
  if (!match.has_match_policy()) match.set_match_policy("Equivalent");
  match.ensure_namespace_selector();
  match.ensure_object_selector();
  for (const v1::NamedRuleWithOperationsMut rule : match.resource_rules())
    if (!rule.has_scope()) rule.set_scope("*");
  for (const v1::NamedRuleWithOperationsMut rule : match.exclude_resource_rules())
    if (!rule.has_scope()) rule.set_scope("*");
}

void validate_word(std::string_view word, std::span<const std::string_view> words, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(words, word) == words.end()) errors.not_supported(path, json_quoted(word), words);
}

void validate_failure_policy(std::optional<std::string_view> policy, const FieldPath& path, ErrorList& errors) {
  if (!policy)
    errors.required(path, "");
  else
    validate_word(*policy, kFailurePolicies, path, errors);
}

void validate_match_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  validate_word(policy, kMatchPolicies, path, errors);
}

void validate_reinvocation_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  validate_word(policy, kReinvocationPolicies, path, errors);
}

void validate_rule_with_operations(v1::RuleWithOperations rule, const FieldPath& path, ErrorList& errors) {
  const FieldPath operations_path = path.child("operations");
  if (rule.operations().empty()) errors.required(operations_path, "");
  validate_wildcard(rule.operations(), "operations", operations_path, errors);
  for (auto [index, operation] : rule.operations().enumerate()) validate_word(operation, kOperations, operations_path.index(index), errors);

  if (rule.api_groups().empty()) errors.required(path.child("apiGroups"), "");
  validate_wildcard(rule.api_groups(), "API groups", path.child("apiGroups"), errors);
  const FieldPath versions_path = path.child("apiVersions");
  if (rule.api_versions().empty()) errors.required(versions_path, "");
  validate_wildcard(rule.api_versions(), "API versions", versions_path, errors);
  for (auto [index, version] : rule.api_versions().enumerate())
    if (version.empty()) errors.required(versions_path.index(index), "");
  validate_resources(rule.resources(), path.child("resources"), errors);
  if (rule.scope()) validate_word(*rule.scope(), kScopes, path.child("scope"), errors);
}

void validate_match_resources(v1::MatchResources match, const FieldPath& path, ErrorList& errors) {
  if (!match) return;
  if (!match.match_policy())
    errors.required(path.child("matchPolicy"), "");
  else
    validate_match_policy(*match.match_policy(), path.child("matchPolicy"), errors);
  validate_selector(match.namespace_selector(), path.child("namespaceSelector"), errors);
  validate_selector(match.object_selector(), path.child("objectSelector"), errors);
  for (auto [index, rule] : match.resource_rules().enumerate()) validate_named_rule(rule, path.child("resourceRules").index(index), errors);
  for (auto [index, rule] : match.exclude_resource_rules().enumerate())
    validate_named_rule(rule, path.child("excludeResourceRules").index(index), errors);
}

void validate_mutating_operations(v1::MatchResources match, const FieldPath& path, ErrorList& errors) {
  for (const v1::NamedRuleWithOperations rule : match.resource_rules())
    for (const std::string_view operation : rule.operations())
      validate_word(operation, kMutatingOperations, path.child("resourceRules").child("operations"), errors);
}

void validate_match_conditions(object::ListView<v1::MatchCondition> conditions, const FieldPath& path, ErrorList& errors) {
  const auto count = static_cast<int64_t>(conditions.size());
  if (count > kMatchConditionsMax) errors.too_many(path, count, kMatchConditionsMax);
  std::set<std::string_view> names;
  for (auto [index, condition] : conditions.enumerate()) {
    const FieldPath name_path = path.index(index).child("name");
    if (trimmed(condition.expression()).empty()) errors.required(path.index(index).child("expression"), "");
    if (condition.name().empty()) {
      errors.required(name_path, "");
      continue;
    }
    errors.invalid_text_each(name_path, condition.name(), object::is_qualified_name(condition.name()));
    if (!names.insert(condition.name()).second) errors.duplicate(name_path, quoted(condition.name()));
  }
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

void warn_static_name(std::string_view name, std::vector<std::string>& warnings) {
  if (name.ends_with(kStaticSuffix))
    warnings.push_back("metadata.name: names ending with " + quoted(kStaticSuffix) +
                       " are reserved for static manifest-based configurations and cannot be managed via the API");
}

}  // namespace pintle::admissionregistration
