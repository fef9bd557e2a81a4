// PriorityClass: a named priority of Pods. Source: scheduling.k8s.io/v1 PriorityClass; pkg/registry/scheduling/priorityclass.
#include <algorithm>

#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/scheduling/scheduling.h"
#include "views/scheduling_v1_mut.h"

namespace pintle::scheduling {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kUserPriorityMax = 1'000'000'000;
constexpr std::string_view kSystemPrefix = "system-";
struct SystemClass {
  std::string_view name;
  int32_t value;
};
constexpr SystemClass kSystemClasses[] = {{"system-node-critical", 2'000'001'000}, {"system-cluster-critical", 2'000'000'000}};
constexpr std::string_view kPreemptLower = "PreemptLowerPriority";
constexpr std::string_view kPolicies[] = {kPreemptLower, "Never"};

ObjectMeta meta_of(v1::PriorityClass priority) { return ObjectMeta(priority.metadata().node()); }

void row(v1::PriorityClass priority, int64_t now_seconds, api::Cells& cells) {
  cells.text(priority.metadata().name());
  cells.number(priority.value());
  cells.boolean(priority.global_default());
  cells.age(priority.metadata().creation_timestamp(), now_seconds);
  cells.text(priority.preemption_policy().value_or(""));
}

// It stays 1: nothing but the description may change.
void prepare_create(v1::PriorityClassMut priority, const api::HookContext&) { priority.ensure_metadata().set_generation(1); }

void set_defaults(v1::PriorityClassMut priority) {
  if (!priority.has_preemption_policy()) priority.set_preemption_policy(kPreemptLower);
}

// Why this is not one of the system's own classes; "" when it is.
std::string system_class_fault(v1::PriorityClass priority) {
  const std::string name(meta_of(priority).name());
  const auto* known = std::ranges::find(kSystemClasses, name, &SystemClass::name);
  if (known == std::end(kSystemClasses)) return name + " is not a known system priority class";
  if (known->value != priority.value()) return "value of " + name + " PriorityClass must be " + std::to_string(known->value);
  if (priority.global_default()) return "globalDefault of " + name + " PriorityClass must be false";
  return "";
}

void validate(v1::PriorityClass priority, ErrorList& errors) {
  if (meta_of(priority).name().starts_with(kSystemPrefix)) {
    const std::string fault = system_class_fault(priority);
    if (!fault.empty())
      errors.forbidden(FieldPath("metadata").child("name"),
                       "priority class names with 'system-' prefix are reserved for system use only. error: " + fault);
  } else if (priority.value() > kUserPriorityMax) {
    errors.forbidden(FieldPath("value"), "maximum allowed value of a user defined priority is 1000000000");
  }
  const auto policy = priority.preemption_policy();
  if (policy && policy->empty())
    errors.required(FieldPath("preemptionPolicy"), "");
  else if (policy && std::ranges::find(kPolicies, *policy) == std::end(kPolicies))
    errors.not_supported(FieldPath("preemptionPolicy"), object::json_quoted(*policy), kPolicies);
}

void validate_update(v1::PriorityClass priority, v1::PriorityClass old, ErrorList& errors) {
  api::validate_metadata_update(kPriorityClass, meta_of(priority), meta_of(old), errors);
  if (priority.value() != old.value()) errors.forbidden(FieldPath("value"), "may not be changed in an update.");
  const auto policy = priority.preemption_policy();
  if (policy != old.preemption_policy())
    errors.invalid(FieldPath("preemptionPolicy"), policy ? object::json_quoted(*policy) : "null", object::kImmutableError);
}

std::string_view undeletable(std::string_view name) {
  const bool is_system = std::ranges::find(kSystemClasses, name, &SystemClass::name) != std::end(kSystemClasses);
  return is_system ? "this is a system priority class and cannot be deleted" : std::string_view();
}

}  // namespace

const api::Kind kPriorityClass = {
    .group = "scheduling.k8s.io",
    .version = "v1",
    .kind = "PriorityClass",
    .resource = "priorityclasses",
    .singular = "priorityclass",
    .short_names = {"pc"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/priorityclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Value", .type = "integer", .documented_by = {"scheduling.v1.PriorityClass", "value"}},
            {.name = "Global-Default", .type = "boolean", .documented_by = {"scheduling.v1.PriorityClass", "globalDefault"}},
            api::kAgeColumn,
            {.name = "PreemptionPolicy", .type = "string", .documented_by = {"scheduling.v1.PriorityClass", "preemptionPolicy"}},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .undeletable = undeletable,
};

}  // namespace pintle::scheduling
