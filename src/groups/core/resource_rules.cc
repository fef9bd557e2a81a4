#include "groups/core/resource_rules.h"

#include <algorithm>

#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::Quantity;
using object::quoted;

constexpr std::string_view kRequestsHugePagesPrefix = "requests.hugepages-";
constexpr std::string_view kNativeDomain = "kubernetes.io/";
constexpr std::string_view kNotPositive = "must be greater than zero";
constexpr std::string_view kNotInteger = "must be an integer";

constexpr std::string_view kContainerResources[] = {"cpu", "ephemeral-storage", "memory"};
constexpr std::string_view kQuotaResources[] = {"configmaps",
                                                "cpu",
                                                "ephemeral-storage",
                                                "limits.cpu",
                                                "limits.ephemeral-storage",
                                                "limits.memory",
                                                "memory",
                                                "persistentvolumeclaims",
                                                "pods",
                                                "replicationcontrollers",
                                                "requests.cpu",
                                                "requests.ephemeral-storage",
                                                "requests.memory",
                                                "requests.storage",
                                                "resourcequotas",
                                                "secrets",
                                                "services",
                                                "services.loadbalancers",
                                                "services.nodeports"};
constexpr std::string_view kCountedResources[] = {"configmaps",     "persistentvolumeclaims", "pods",
                                                  "replicationcontrollers", "resourcequotas",  "secrets",
                                                  "services",       "services.loadbalancers", "services.nodeports"};

bool has_domain(std::string_view name) { return name.find('/') != std::string_view::npos; }

bool is_quota_huge_page_resource(std::string_view name) {
  return name.starts_with(kHugePagesPrefix) || name.starts_with(kRequestsHugePagesPrefix);
}

bool is_standard_resource(std::string_view name) {
  return name == kStorageResource || std::ranges::find(kQuotaResources, name) != std::end(kQuotaResources) ||
         is_quota_huge_page_resource(name);
}

// upstream's "exactly one part between slashes", once the name is known to be qualified.
bool is_unprefixed(std::string_view name) { return !has_domain(name); }

}  // namespace

Quantity amount_of(std::string_view text) {
  auto parsed = Quantity::parse(text.empty() ? "0" : text);
  return parsed ? *parsed : Quantity();
}

std::string printed_amount(std::string_view text) { return json_quoted(text.empty() ? "0" : text); }

bool is_huge_page_resource(std::string_view name) { return name.starts_with(kHugePagesPrefix); }

bool is_native_resource(std::string_view name) { return !has_domain(name) || name.find(kNativeDomain) != std::string_view::npos; }

bool is_extended_resource(std::string_view name) {
  if (is_native_resource(name) || name.starts_with(kRequestsPrefix)) return false;
  return object::is_qualified_name(std::string(kRequestsPrefix).append(name)).empty();
}

bool is_overcommit_allowed(std::string_view name) { return is_native_resource(name) && !is_huge_page_resource(name); }

bool is_standard_container_resource(std::string_view name) {
  return std::ranges::find(kContainerResources, name) != std::end(kContainerResources) || is_huge_page_resource(name);
}

bool is_standard_quota_resource(std::string_view name) {
  return std::ranges::find(kQuotaResources, name) != std::end(kQuotaResources) || is_quota_huge_page_resource(name);
}

bool is_integer_resource(std::string_view name) {
  return std::ranges::find(kCountedResources, name) != std::end(kCountedResources) || is_extended_resource(name);
}

void validate_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const object::Messages faults = object::is_qualified_name(name);
  errors.invalid_each(path, json_quoted(name), faults);
  if (faults.empty() && is_unprefixed(name) && !is_standard_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource type or fully qualified");
}

void validate_container_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  validate_resource_name(name, path, errors);
  if (is_unprefixed(name)) {
    if (!is_standard_container_resource(name)) errors.invalid(path, json_quoted(name), "must be a standard resource for containers");
  } else if (!is_native_resource(name) && !is_extended_resource(name)) {
    errors.invalid(path, json_quoted(name), "doesn't follow extended resource name standard");
  }
}

void validate_quota_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  validate_resource_name(name, path, errors);
  if (is_unprefixed(name) && !is_standard_quota_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource for quota");
}

void validate_basic_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  const int64_t value = amount_of(amount).value();
  if (value < 0) errors.invalid(path, std::to_string(value), "must be a valid resource quantity");
}

void validate_positive_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  if (amount_of(amount).sign() <= 0) errors.invalid(path, quoted(amount.empty() ? "0" : amount), kNotPositive);
}

void validate_nonnegative_amount(std::string_view amount, const FieldPath& path, ErrorList& errors) {
  if (amount_of(amount).sign() < 0) errors.invalid(path, quoted(amount), object::kNegativeError);
}

void validate_resource_amount(std::string_view name, std::string_view amount, const FieldPath& path, ErrorList& errors) {
  validate_nonnegative_amount(amount, path, errors);
  if (is_integer_resource(name) && amount_of(amount).milli_value() % 1000 != 0) errors.invalid(path, printed_amount(amount), kNotInteger);
}

}  // namespace pintle::core
