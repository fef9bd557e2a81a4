#include <algorithm>
#include <span>

#include "groups/flowcontrol/mandatory.h"
#include "groups/flowcontrol/rules.h"
#include "groups/internal_json.h"
#include "object/validation.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

using groups::list_json;
using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;
using Texts = object::ListView<std::string_view>;

constexpr int32_t kPrecedenceMax = 10000;
constexpr std::string_view kMethods[] = {"ByNamespace", "ByUser"};
constexpr std::string_view kSubjectKinds[] = {"Group", "ServiceAccount", "User"};
constexpr std::string_view kVerbs[] = {"create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"};
constexpr std::string_view kNamespaceFault = "each member of this list must be '*' or a DNS-1123 label; ";

bool contains(std::span<const std::string_view> texts, std::string_view text) { return std::ranges::find(texts, text) != texts.end(); }

bool all_known(Texts verbs) {
  for (const std::string_view verb : verbs)
    if (!contains(kVerbs, verb)) return false;
  return true;
}

void validate_alone(Texts texts, std::string_view others, const FieldPath& path, ErrorList& errors) {
  if (texts.size() > 1 && texts.contains("*"))
    errors.invalid(path, list_json(texts), "if '*' is present, must not specify other " + std::string(others));
}

void validate_verbs(Texts verbs, const FieldPath& path, ErrorList& errors) {
  if (verbs.empty())
    errors.required(path, "verbs must contain at least one value");
  else if (verbs.contains("*"))
    validate_alone(verbs, "verbs", path, errors);
  else if (!all_known(verbs))
    errors.not_supported(path, list_json(verbs), kVerbs);
}

void validate_service_account(v1::ServiceAccountSubject account, const FieldPath& path, ErrorList& errors) {
  if (!account) {
    errors.required(path, "serviceAccount is required when subject kind is 'ServiceAccount'");
    return;
  }
  if (account.name().empty())
    errors.required(path.child("name"), "");
  else if (account.name() != "*")
    errors.invalid_text_each(path.child("name"), account.name(), object::is_dns1123_subdomain(account.name()));
  if (account.namespace_().empty())
    errors.required(path.child("namespace"), "must specify namespace for service account");
  else
    errors.invalid_text_each(path.child("namespace"), account.namespace_(), object::is_dns1123_label(account.namespace_()));
}

// A user or a group.
template <class Named>
void validate_named(Named subject, std::string_view required, const FieldPath& path, ErrorList& errors) {
  if (!subject)
    errors.required(path, required);
  else if (subject.name().empty())
    errors.required(path.child("name"), "");
}

void validate_subject(v1::Subject subject, const FieldPath& path, ErrorList& errors) {
  const std::string_view kind = subject.kind();
  const auto forbid_account = [&] {
    if (subject.service_account())
      errors.forbidden(path.child("serviceAccount"), "serviceAccount is forbidden when subject kind is not 'ServiceAccount'");
  };
  const auto forbid_user = [&] {
    if (subject.user()) errors.forbidden(path.child("user"), "user is forbidden when subject kind is not 'User'");
  };
  const auto forbid_group = [&] {
    if (subject.group()) errors.forbidden(path.child("group"), "group is forbidden when subject kind is not 'Group'");
  };
  if (kind == "ServiceAccount") {
    validate_service_account(subject.service_account(), path.child("serviceAccount"), errors);
    forbid_user();
    forbid_group();
  } else if (kind == "User") {
    validate_named(subject.user(), "user is required when subject kind is 'User'", path.child("user"), errors);
    forbid_account();
    forbid_group();
  } else if (kind == "Group") {
    validate_named(subject.group(), "group is required when subject kind is 'Group'", path.child("group"), errors);
    forbid_account();
    forbid_user();
  } else {
    errors.not_supported(path.child("kind"), json_quoted(kind), kSubjectKinds);
  }
}

void validate_resource_rule(v1::ResourcePolicyRule rule, const FieldPath& path, ErrorList& errors) {
  validate_verbs(rule.verbs(), path.child("verbs"), errors);
  if (rule.api_groups().empty()) errors.required(path.child("apiGroups"), "resource rules must supply at least one api group");
  validate_alone(rule.api_groups(), "api groups", path.child("apiGroups"), errors);
  if (rule.resources().empty()) errors.required(path.child("resources"), "resource rules must supply at least one resource");
  validate_alone(rule.resources(), "resources", path.child("resources"), errors);

  const FieldPath namespaces_path = path.child("namespaces");
  if (rule.namespaces().empty() && !rule.cluster_scope()) {
    errors.required(namespaces_path, "resource rules that are not cluster scoped must supply at least one namespace");
  } else if (rule.namespaces().contains("*")) {
    validate_alone(rule.namespaces(), "namespaces", namespaces_path, errors);
  } else {
    for (auto [index, name] : rule.namespaces().enumerate())
      for (const std::string& fault : object::is_dns1123_label(name))
        errors.invalid(namespaces_path.index(index), quoted(name), std::string(kNamespaceFault) + fault);
  }
}

std::string_view url_fault(std::string_view url) {
  if (url.empty()) return "must not be empty";
  if (url == "/") return "";
  if (!url.starts_with('/')) return "must start with slash";
  if (url.find(' ') != std::string_view::npos) return "must not contain white-space";
  if (url.find("//") != std::string_view::npos) return "must not contain double slash";
  const auto wildcards = std::ranges::count(url, '*');
  return wildcards > 1 || (wildcards == 1 && !url.ends_with("/*")) ? "wildcard can only do suffix matching" : "";
}

void validate_non_resource_rule(v1::NonResourcePolicyRule rule, const FieldPath& path, ErrorList& errors) {
  const Texts urls = rule.non_resource_urls();
  const FieldPath urls_path = path.child("nonResourceURLs");
  validate_verbs(rule.verbs(), path.child("verbs"), errors);
  if (urls.empty()) {
    errors.required(urls_path, "nonResourceURLs must contain at least one value");
  } else if (urls.contains("*")) {
    validate_alone(urls, "non-resource URLs", urls_path, errors);
  } else {
    for (auto [index, url] : urls.enumerate())
      if (const std::string_view fault = url_fault(url); !fault.empty()) errors.invalid(urls_path.index(index), quoted(url), fault);
  }
}

void validate_rule(v1::PolicyRulesWithSubjects rule, const FieldPath& path, ErrorList& errors) {
  if (rule.subjects().empty()) errors.required(path.child("subjects"), "subjects must contain at least one value");
  for (auto [index, subject] : rule.subjects().enumerate()) validate_subject(subject, path.child("subjects").index(index), errors);
  if (rule.resource_rules().empty() && rule.non_resource_rules().empty())
    errors.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty");
  for (auto [index, part] : rule.resource_rules().enumerate())
    validate_resource_rule(part, path.child("resourceRules").index(index), errors);
  for (auto [index, part] : rule.non_resource_rules().enumerate())
    validate_non_resource_rule(part, path.child("nonResourceRules").index(index), errors);
}

void validate_precedence(int32_t precedence, std::string_view name, const FieldPath& path, ErrorList& errors) {
  const std::string printed = std::to_string(precedence);
  if (precedence <= 0) errors.invalid(path, printed, "must be a positive value");
  if (precedence > kPrecedenceMax) errors.invalid(path, printed, "must not be greater than 10000");
  if (precedence == 1 && name != kExempt) errors.invalid(path, printed, "only the schema named 'exempt' may have matchingPrecedence 1");
}

}  // namespace

void validate_flow_schema(v1::FlowSchemaSpec spec, std::string_view name, ErrorList& errors) {
  const FieldPath path("spec");
  validate_precedence(spec.matching_precedence(), name, path.child("matchingPrecedence"), errors);
  if (spec.distinguisher_method() && !contains(kMethods, spec.distinguisher_method().type()))
    errors.not_supported(path.child("distinguisherMethod").child("type"), groups::internal_json_line(spec.distinguisher_method()),
                         kMethods);
  const FieldPath level_path = path.child("priorityLevelConfiguration").child("name");
  const std::string_view level = spec.priority_level_configuration().name();
  if (level.empty())
    errors.required(level_path, "must reference a priority level");
  else
    errors.invalid_text_each(level_path, level, object::is_dns1123_subdomain(level));
  for (auto [index, rule] : spec.rules().enumerate()) validate_rule(rule, path.child("rules").index(index), errors);
  if (!matches_mandatory_flow_schema(spec, name))
    errors.invalid(path, groups::internal_json_line(spec), "spec of '" + std::string(name) + "' must equal the fixed value");
}

}  // namespace pintle::flowcontrol
