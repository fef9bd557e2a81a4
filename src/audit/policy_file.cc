// Reading a policy: decoding, the checks of upstream's ValidatePolicy in their order, and then the rules.
#include <algorithm>

#include "audit/policy.h"
#include "base/file.h"
#include "base/go_text.h"
#include "base/log.h"
#include "object/config_document.h"
#include "object/field_error.h"
#include "object/validation.h"
#include "views/audit_v1.h"

namespace pintle::audit {
namespace {

using object::FieldPath;
using Texts = object::ListView<std::string_view>;

constexpr std::string_view kVersions[] = {"v1"};
constexpr std::string_view kScheme = "k8s.io/apiserver/pkg/audit/scheme.go:30";  // as upstream's messages name it

Status undecodable(std::string_view why) { return Status::bad_request("failed decoding: " + std::string(why)); }

void check_stages(Texts stages, const FieldPath& path, object::ErrorList& errors) {
  for (auto [index, stage] : stages.enumerate()) {
    if (std::ranges::find(kStageNames, stage) != kStageNames.end()) continue;
    errors.invalid(path.index(index), go_quoted(stage), "allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic");
  }
}

void check_level(std::string_view level, const FieldPath& path, object::ErrorList& errors) {
  if (level.empty()) return errors.required(path, "");
  if (std::ranges::find(kLevelNames, level) == kLevelNames.end()) errors.not_supported(path, go_quoted(level), kLevelNames);
}

void check_urls(Texts urls, const FieldPath& path, object::ErrorList& errors) {
  for (auto [index, url] : urls.enumerate()) {
    if (url == "*") continue;
    if (!url.starts_with("/")) errors.invalid(path.index(index), go_quoted(url), "non-resource URL rules must begin with a '/' character");
    if (!url.empty() && url.substr(0, url.size() - 1).contains('*'))
      errors.invalid(path.index(index), go_quoted(url), "non-resource URL wildcards '*' must be the final character of the rule");
  }
}

std::string printed(Texts texts) {
  std::vector<std::string_view> items;
  for (const std::string_view text : texts) items.push_back(text);
  return object::printed_list(items);
}

// The paths have no index: upstream's.
void check_resources(object::ListView<v1::GroupResources> groups, const FieldPath& path, object::ErrorList& errors) {
  for (const v1::GroupResources group : groups) {
    if (!group.group().empty() && group.group() != "*") {
      const object::Messages faults = object::is_dns1123_subdomain(group.group());
      std::string joined;
      for (const std::string& fault : faults) joined.append(joined.empty() ? "" : ",").append(fault);
      if (!faults.empty()) errors.invalid(path.child("group"), go_quoted(group.group()), joined);
    }
    if (!group.resource_names().empty() && group.resources().empty())
      errors.invalid(path.child("resourceNames"), printed(group.resource_names()), "using resourceNames requires at least one resource");
  }
}

void check_rule(v1::PolicyRule rule, const FieldPath& path, object::ErrorList& errors) {
  check_level(rule.level(), path.child("level"), errors);
  check_urls(rule.non_resource_urls(), path.child("nonResourceURLs"), errors);
  check_resources(rule.resources(), path.child("resources"), errors);
  check_stages(rule.omit_stages(), path.child("omitStages"), errors);
  if (!rule.non_resource_urls().empty() && (!rule.resources().empty() || !rule.namespaces().empty()))
    errors.invalid(path.child("nonResourceURLs"), printed(rule.non_resource_urls()),
                   "rules cannot apply to both regular resources and non-resource URLs");
}

Result<void> check(v1::Policy policy) {
  object::ErrorList errors;
  check_stages(policy.omit_stages(), FieldPath("omitStages"), errors);
  for (auto [index, rule] : policy.rules().enumerate()) check_rule(rule, FieldPath("rules").index(index), errors);
  if (!errors.empty()) return fail(Status::bad_request(errors.joined()));
  if (policy.rules().empty()) return fail(Status::bad_request("loaded illegal policy with 0 rules"));
  return {};
}

std::vector<std::string> strings(Texts texts) {
  std::vector<std::string> copied;
  for (const std::string_view text : texts) copied.emplace_back(text);
  return copied;
}

StageSet stages(Texts names) {
  StageSet set;
  for (const std::string_view name : names) set.add(static_cast<Stage>(std::ranges::find(kStageNames, name) - kStageNames.begin()));
  return set;
}

Rule rule_of(v1::PolicyRule said) {
  Rule rule{.level = static_cast<Level>(std::ranges::find(kLevelNames, said.level()) - kLevelNames.begin()),
            .users = strings(said.users()),
            .user_groups = strings(said.user_groups()),
            .verbs = strings(said.verbs()),
            .namespaces = strings(said.namespaces()),
            .non_resource_urls = strings(said.non_resource_urls()),
            .omit_stages = stages(said.omit_stages()),
            .omit_managed_fields = said.omit_managed_fields()};
  for (const v1::GroupResources group : said.resources())
    rule.resources.push_back({std::string(group.group()), strings(group.resources()), strings(group.resource_names())});
  return rule;
}

}  // namespace

Result<Ref<const Policy>> parse_policy(const Bytes& text) {
  const object::ConfigKind wanted{
      .group = "audit.k8s.io", .versions = kVersions, .kind = "Policy", .type = &v1::Policy::schema_type(), .scheme = kScheme};
  auto decoded = object::decode_config(wanted, text);
  if (!decoded) return fail(undecodable(decoded.error().message()));
  if (!decoded->strict_errors.empty())
    log_warning("Audit policy contains errors, falling back to lenient decoding", {{"err", object::strict_fault(decoded->strict_errors)}});
  const v1::Policy policy(&decoded->document.root());
  PINTLE_TRY_VOID(check(policy));
  std::vector<Rule> rules;
  for (const v1::PolicyRule rule : policy.rules()) rules.push_back(rule_of(rule));
  return Ref<const Policy>::adopt(new Policy(std::move(rules), stages(policy.omit_stages()), policy.omit_managed_fields()));
}

Result<Ref<const Policy>> load_policy(const std::string& path) {
  auto text = read_file(path);
  if (!text)
    return fail(
        Status::bad_request("loading audit policy file: failed to read file path " + go_quoted(path) + ": " + text.error().message()));
  auto policy = parse_policy(Bytes::take(*std::move(text)));
  if (!policy) return fail(Status::bad_request("loading audit policy file: " + policy.error().message() + ": from file " + path));
  return policy;
}

}  // namespace pintle::audit
