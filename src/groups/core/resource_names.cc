#include "groups/core/resource_names.h"

#include <algorithm>
#include <span>
#include <string>

#include "object/validation.h"

namespace pintle::core {
namespace {

using object::Quantity;

constexpr std::string_view kKubernetesDomain = "kubernetes.io/";
constexpr std::string_view kRequestsPrefix = "requests.";
constexpr std::string_view kRequestsHugePagesPrefix = "requests.hugepages-";

constexpr std::string_view kContainerResources[] = {"cpu", "memory", "ephemeral-storage"};
constexpr std::string_view kQuotaResources[] = {
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
    "services.nodeports",
    "services.loadbalancers",
};
constexpr std::string_view kCountedResources[] = {
    "pods",       "resourcequotas",         "services",           "replicationcontrollers", "secrets",
    "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
};

bool is_among(std::span<const std::string_view> names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

}  // namespace

bool is_native_resource(std::string_view name) {
  return name.find('/') == std::string_view::npos || name.find(kKubernetesDomain) != std::string_view::npos;
}

bool is_extended_resource(std::string_view name) {
  if (is_native_resource(name) || name.starts_with(kRequestsPrefix)) return false;
  return object::is_qualified_name(std::string(kRequestsPrefix) + std::string(name)).empty();
}

bool is_huge_page_name(std::string_view name) { return name.starts_with(kHugePagesPrefix); }

bool is_quota_huge_page_name(std::string_view name) { return is_huge_page_name(name) || name.starts_with(kRequestsHugePagesPrefix); }

bool is_overcommit_allowed(std::string_view name) { return is_native_resource(name) && !is_huge_page_name(name); }

bool is_integer_resource(std::string_view name) { return is_among(kCountedResources, name) || is_extended_resource(name); }

bool is_standard_container_resource(std::string_view name) { return is_among(kContainerResources, name) || is_huge_page_name(name); }

bool is_standard_resource(std::string_view name) { return name == "storage" || is_standard_quota_resource(name); }

bool is_standard_quota_resource(std::string_view name) { return is_among(kQuotaResources, name) || is_quota_huge_page_name(name); }

bool is_pod_level_resource(std::string_view name) { return name == "cpu" || name == "memory" || is_huge_page_name(name); }

bool is_whole_huge_pages(std::string_view name, const Quantity& amount) {
  if (!is_huge_page_name(name)) return false;
  const auto page = Quantity::parse(name.substr(kHugePagesPrefix.size()));
  if (!page || page->sign() <= 0 || page->milli_value() % 1000 != 0) return false;
  return page->value() != 0 && amount.value() % page->value() == 0;
}

}  // namespace pintle::core
