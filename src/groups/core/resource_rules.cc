#include "groups/core/resource_rules.h"

#include "groups/core/resource_amounts.h"
#include "groups/core/resource_names.h"
#include "groups/field_rules.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::Quantity;
using object::quoted;

constexpr std::string_view kPodLevelResources[] = {"cpu", "hugepages-", "memory"};

bool has_domain(std::string_view name) { return name.find('/') != std::string_view::npos; }
bool is_cpu_or_memory(std::string_view name) { return name == "cpu" || name == "memory"; }

void validate_pod_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const size_t before = errors.size();
  validate_resource_name(name, path, errors);
  if (errors.size() == before && !is_pod_level_resource(name)) errors.not_supported(path, json_quoted(name), kPodLevelResources);
}

using NameRule = void (*)(std::string_view name, const FieldPath& path, ErrorList& errors);

struct ListRules {
  NameRule validate_name;
  HugePages huge_pages;
};

// What a list or both have of the resources that go together.
struct Kinds {
  bool cpu_or_memory = false;
  bool huge_pages = false;
};

void validate_huge_pages(std::string_view name, const Quantity& amount, HugePages huge_pages, const FieldPath& path, ErrorList& errors) {
  if (huge_pages == HugePages::kAny || is_whole_huge_pages(name, amount)) return;
  const std::string text = amount.to_string();
  errors.invalid(path, quoted(text), text + " is not positive integer multiple of " + std::string(name));
}

void validate_limits(ResourceList limits, const ListRules& rules, const FieldPath& path, Kinds& kinds, ErrorList& errors) {
  for (auto [name, text] : limits) {
    const FieldPath at = path.key(name);
    const Quantity amount = amount_of(text);
    rules.validate_name(name, at, errors);
    validate_resource_amount(name, text, at, errors);
    if (is_huge_page_name(name)) {
      kinds.huge_pages = true;
      validate_huge_pages(name, amount, rules.huge_pages, at, errors);
    }
    if (is_cpu_or_memory(name)) kinds.cpu_or_memory = true;
  }
}

void validate_against_limit(std::string_view name, const Quantity& amount, ResourceList limits, const FieldPath& path, ErrorList& errors) {
  if (!limits.contains(name)) {
    if (!is_overcommit_allowed(name)) errors.required(path.child("limits"), "Limit must be set for non overcommitable resources");
    return;
  }
  const Quantity limit = amount_of(limits.get(name));
  const std::string limit_text = std::string(name) + " limit of " + limit.to_string();
  if (amount != limit && !is_overcommit_allowed(name))
    errors.invalid(path.child("requests"), quoted(amount.to_string()), "must be equal to " + limit_text);
  else if (amount > limit)
    errors.invalid(path.child("requests"), quoted(amount.to_string()), "must be less than or equal to " + limit_text);
}

void validate_requests(v1::ResourceRequirements requirements, const ListRules& rules, const FieldPath& path, Kinds& kinds,
                       ErrorList& errors) {
  for (auto [name, text] : requirements.requests()) {
    const FieldPath at = path.child("requests").key(name);
    const Quantity amount = amount_of(text);
    rules.validate_name(name, at, errors);
    validate_resource_amount(name, text, at, errors);
    validate_against_limit(name, amount, requirements.limits(), path, errors);
    if (is_huge_page_name(name)) {
      kinds.huge_pages = true;
      validate_huge_pages(name, amount, rules.huge_pages, at, errors);
    }
    if (is_cpu_or_memory(name)) kinds.cpu_or_memory = true;
  }
}

void add_unknown_claim(std::string_view name, const ClaimNames& claims, const FieldPath& path, ErrorList& errors) {
  std::string detail = "must be one of the names in pod.spec.resourceClaims";
  if (claims.empty()) detail += " which is empty";
  std::string_view separator = ": ";
  for (const std::string_view claim : claims) {
    detail.append(separator).append(claim);
    separator = ", ";
  }
  errors.not_found(path, quoted(name));
  errors.errors().back().detail = std::move(detail);
}

// A claim is named once whole, or once for each of its requests: "gpu", "gpu/first".
void add_claim_use(v1::ResourceClaim claim, std::set<std::string>& used, const FieldPath& path, ErrorList& errors) {
  std::string key(claim.name());
  if (used.contains(key)) {
    errors.duplicate(path, quoted(claim.name()));
    return;
  }
  if (!claim.request().empty()) {
    groups::validate_dns1123_label(claim.request(), path.child("request"), errors);
    key.append("/").append(claim.request());
  }
  if (used.contains(key)) {
    errors.duplicate(path, quoted(key));
  } else if (claim.request().empty()) {
    for (const std::string& other : used)
      if (other.substr(0, other.find('/')) == claim.name()) errors.duplicate(path, quoted(claim.name()));
  }
  used.insert(std::move(key));
}

void validate_claim_uses(object::ListView<v1::ResourceClaim> uses, const ClaimNames& claims, const FieldPath& path, ErrorList& errors) {
  std::set<std::string> used;
  for (auto [index, claim] : uses.enumerate()) {
    const FieldPath at = path.index(index);
    if (claim.name().empty()) {
      errors.required(at, "");
      continue;
    }
    add_claim_use(claim, used, at, errors);
    if (!claims.contains(claim.name())) add_unknown_claim(claim.name(), claims, at, errors);
  }
}

void validate_requirements(v1::ResourceRequirements requirements, const ListRules& rules, const ClaimNames& claims, const FieldPath& path,
                           ErrorList& errors) {
  Kinds kinds;
  validate_limits(requirements.limits(), rules, path.child("limits"), kinds, errors);
  validate_requests(requirements, rules, path, kinds, errors);
  if (kinds.huge_pages && !kinds.cpu_or_memory) errors.forbidden(path, "HugePages require cpu or memory");
  validate_claim_uses(requirements.claims(), claims, path.child("claims"), errors);
}

// What the containers need together must fit in what the Pod has.
void validate_aggregate(const ResourceAmounts& needed, ResourceList pod, std::string_view what, const FieldPath& path, ErrorList& errors) {
  for (const auto& [name, amount] : needed) {
    if (!pod.contains(name)) continue;
    const Quantity pod_amount = amount_of(pod.get(name));
    if (amount > pod_amount)
      errors.invalid(path.key(name), quoted(pod_amount.to_string()),
                     "must be greater than or equal to aggregate container " + std::string(what) + " of " + amount.to_string());
  }
}

ResourceAmounts huge_page_limits(v1::PodSpec spec) {
  ResourceAmounts limits = container_limits(spec);
  std::erase_if(limits, [](const auto& limit) { return !is_huge_page_name(limit.first); });
  return limits;
}

void validate_container_limits(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const ResourceList pod_limits = spec.resources().limits();
  for (auto [index, container] : spec.containers().enumerate()) {
    for (auto [name, text] : container.resources().limits()) {
      if (!pod_limits.contains(name)) continue;
      const Quantity limit = amount_of(text);
      const Quantity pod_limit = amount_of(pod_limits.get(name));
      if (limit > pod_limit)
        errors.invalid(path.child("containers").index(index).key(name).child("limits"), quoted(limit.to_string()),
                       "must be less than or equal to pod limits of " + pod_limit.to_string());
    }
  }
}

}  // namespace

void validate_container_resources(v1::ResourceRequirements requirements, const ClaimNames& claims, HugePages huge_pages,
                                  const FieldPath& path, ErrorList& errors) {
  validate_requirements(requirements, {validate_container_resource_name, huge_pages}, claims, path, errors);
}

void validate_pod_resources(v1::PodSpec spec, const ClaimNames& claims, HugePages huge_pages, const FieldPath& path, ErrorList& errors) {
  const v1::ResourceRequirements resources = spec.resources();
  if (!resources) return;
  const FieldPath at = path.child("resources");
  if (spec.os().name() == "windows") {
    errors.forbidden(at, "may not be set for a windows pod");
    return;
  }
  if (resources.has_claims()) errors.forbidden(at.child("claims"), "claims may not be set for Resources at pod-level");
  validate_requirements(resources, {validate_pod_resource_name, huge_pages}, claims, at, errors);
  validate_aggregate(container_requests(spec), resources.requests(), "requests", at.child("requests"), errors);
  validate_aggregate(huge_page_limits(spec), resources.limits(), "limits", at.child("limits"), errors);
  validate_container_limits(spec, at, errors);
}

void validate_overhead(ResourceList overhead, HugePages huge_pages, const FieldPath& path, ErrorList& errors) {
  Kinds kinds;
  validate_limits(overhead, {validate_container_resource_name, huge_pages}, path.child("limits"), kinds, errors);
  if (kinds.huge_pages && !kinds.cpu_or_memory) errors.forbidden(path, "HugePages require cpu or memory");
}

void validate_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const object::Messages messages = object::is_qualified_name(name);
  errors.invalid_each(path, json_quoted(name), messages);
  if (messages.empty() && !has_domain(name) && !is_standard_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource type or fully qualified");
}

void validate_container_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  validate_resource_name(name, path, errors);
  if (!has_domain(name)) {
    if (!is_standard_container_resource(name)) errors.invalid(path, json_quoted(name), "must be a standard resource for containers");
  } else if (!is_native_resource(name) && !is_extended_resource(name)) {
    errors.invalid(path, json_quoted(name), "doesn't follow extended resource name standard");
  }
}

void validate_quota_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  validate_resource_name(name, path, errors);
  if (!has_domain(name) && !is_standard_quota_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource for quota");
}

}  // namespace pintle::core
