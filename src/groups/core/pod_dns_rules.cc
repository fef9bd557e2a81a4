#include "groups/core/pod_dns_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "groups/field_rules.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;

constexpr size_t kNameserversMax = 3;
constexpr size_t kSearchesMax = 32;
constexpr size_t kSearchListBytesMax = 2048;  // with a space between the names
constexpr int64_t kHostnameBytesMax = 64;
constexpr std::string_view kPolicies[] = {"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"};

void validate_legacy_ip(std::string_view ip, const FieldPath& path, ErrorList& errors) {
  object::validate_ip_for_legacy_field(ip, object::IpStrictness::kStrict, {}, path, errors);
}

std::string printed(object::ListView<std::string_view> texts) {
  std::vector<std::string_view> all;
  for (const std::string_view text : texts) all.push_back(text);
  return object::printed_list(all);
}

void validate_searches(object::ListView<std::string_view> searches, const FieldPath& path, ErrorList& errors) {
  if (searches.size() > kSearchesMax) errors.invalid(path, printed(searches), "must not have more than 32 search paths");
  size_t bytes = searches.empty() ? 0 : searches.size() - 1;
  for (const std::string_view search : searches) bytes += search.size();
  if (bytes > kSearchListBytesMax)
    errors.invalid(path, printed(searches), "must not have more than 2048 characters (including spaces) in the search list");
  for (auto [index, search] : searches.enumerate()) {
    if (search == ".") continue;
    const std::string_view name = search.ends_with('.') ? search.substr(0, search.size() - 1) : search;
    groups::validate_dns1123_subdomain_with_underscore(name, path.index(index), errors);
  }
}

}  // namespace

void validate_dns_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy.empty())
    errors.required(path, "");
  else if (std::ranges::find(kPolicies, policy) == std::end(kPolicies))
    errors.not_supported(path, object::json_quoted(policy), kPolicies);
}

void validate_dns_config(v1::PodDNSConfig config, std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy == "None" && !config) {
    errors.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
    return;
  }
  if (policy == "None" && config.nameservers().empty()) {
    errors.required(path.child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
    return;
  }
  const FieldPath servers_path = path.child("nameservers");
  if (config.nameservers().size() > kNameserversMax)
    errors.invalid(servers_path, printed(config.nameservers()), "must not have more than 3 nameservers");
  for (auto [index, server] : config.nameservers().enumerate()) validate_legacy_ip(server, servers_path.index(index), errors);
  validate_searches(config.searches(), path.child("searches"), errors);
  for (auto [index, option] : config.options().enumerate())
    if (option.name().empty()) errors.required(path.child("options").index(index), "must not be empty");
}

void validate_host_aliases(object::ListView<v1::HostAlias> aliases, const FieldPath& path, ErrorList& errors) {
  for (auto [index, alias] : aliases.enumerate()) {
    const FieldPath at = path.index(index);
    validate_legacy_ip(alias.ip(), at.child("ip"), errors);
    for (auto [name_index, name] : alias.hostnames().enumerate())
      groups::validate_dns1123_subdomain(name, at.child("hostnames").index(name_index), errors);
  }
}

void validate_hostname_override(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto hostname = spec.hostname_override();
  if (!hostname) return;
  const FieldPath at = path.child("hostnameOverride");
  if (spec.set_hostname_as_fqdn() == true) errors.forbidden(at, "may not be specified when setHostnameAsFQDN is true");
  if (spec.host_network()) errors.forbidden(at, "may not be specified when hostNetwork is true");
  if (static_cast<int64_t>(hostname->size()) > kHostnameBytesMax) errors.too_long(at, kHostnameBytesMax);
  groups::validate_dns1123_subdomain(*hostname, at, errors);
}

}  // namespace pintle::core
