// clusterIPs, ipFamilies and ipFamilyPolicy: which of them fit together, and how they may change.
#include <algorithm>
#include <set>

#include "groups/core/service_type.h"
#include "groups/core/service_validation.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::IpStrictness;
using object::quoted;

constexpr std::string_view kFamilies[] = {"IPv4", "IPv6"};
constexpr std::string_view kPolicies[] = {kPreferDualStack, kRequireDualStack, kSingleStack};
constexpr std::string_view kMayNotChange = "may not change once set";

FieldPath cluster_ips_path() { return FieldPath("spec").child("clusterIPs"); }
FieldPath families_path() { return FieldPath("spec").child("ipFamilies"); }
FieldPath policy_path() { return FieldPath("spec").child("ipFamilyPolicy"); }

bool is_ipv6(std::string_view text) {
  const auto address = object::parse_ip_sloppy(text);
  return address && !address->is_v4();
}

void validate_singular(v1::ServiceSpec spec, ErrorList& errors) {
  if (spec.cluster_ip().empty()) {
    if (!spec.cluster_ips().empty())
      errors.invalid(cluster_ips_path(), printed_texts(spec.cluster_ips()), "must be empty when `clusterIP` is not specified");
  } else if (spec.cluster_ips().empty()) {
    errors.required(cluster_ips_path(), "");
  } else if (spec.cluster_ips()[0] != spec.cluster_ip()) {
    errors.invalid(cluster_ips_path(), printed_texts(spec.cluster_ips()), "first value must match `clusterIP`");
  }
}

void validate_families(v1::ServiceSpec spec, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (auto [index, family] : spec.ip_families().enumerate()) {
    const FieldPath path = families_path().index(index);
    if (std::ranges::find(kFamilies, family) == std::end(kFamilies)) errors.not_supported(path, quoted(family), kFamilies);
    if (!seen.insert(family).second) errors.duplicate(path, quoted(family));
  }
  const auto policy = spec.ip_family_policy();
  if (policy && std::ranges::find(kPolicies, *policy) == std::end(kPolicies))
    errors.not_supported(policy_path(), quoted(*policy), kPolicies);
}

// False when an address cannot be read, so that rules about several of them would only confuse.
bool validate_cluster_ips(v1::ServiceSpec spec, v1::ServiceSpec old, ErrorList& errors) {
  const size_t before = errors.size();
  const std::vector<std::string_view> known = texts_of(old.cluster_ips());
  for (auto [index, ip] : spec.cluster_ips().enumerate()) {
    if (index > 0 || ip != kHeadless) {
      object::validate_ip_for_legacy_field(ip, IpStrictness::kStrict, known, cluster_ips_path().index(index), errors);
    } else if (spec.cluster_ips().size() > 1) {
      errors.invalid(cluster_ips_path(), printed_texts(spec.cluster_ips()), "'None' must be the first and only value");
    }
  }
  const bool readable = errors.size() == before;
  if (spec.cluster_ips().size() > 2) errors.invalid(cluster_ips_path(), printed_texts(spec.cluster_ips()), "may only hold up to 2 values");
  return readable;
}

void validate_pairs(v1::ServiceSpec spec, ErrorList& errors) {
  for (auto [index, ip] : spec.cluster_ips().enumerate()) {
    if (index >= spec.ip_families().size()) return;
    const std::string expected = "value as indicated by `ipFamilies[" + std::to_string(index) + "]`";
    const std::string_view family = spec.ip_families()[index];
    if (family == "IPv4" && is_ipv6(ip)) errors.invalid(cluster_ips_path().index(index), quoted(ip), "expected an IPv4 " + expected);
    if (family == "IPv6" && !is_ipv6(ip)) errors.invalid(cluster_ips_path().index(index), quoted(ip), "expected an IPv6 " + expected);
  }
}

bool is_dual_stack(v1::ServiceSpec spec) {
  const auto v6 = [](std::string_view ip) { return is_ipv6(ip); };
  const std::vector<std::string_view> ips = texts_of(spec.cluster_ips());
  const auto count = std::ranges::count_if(ips, v6);
  return count > 0 && static_cast<size_t>(count) < ips.size();
}

void validate_release(v1::ServiceSpec spec, std::string_view what, ErrorList& errors) {
  if (spec.ip_family_policy() == kSingleStack) return;
  errors.invalid(policy_path(), printed_policy(spec), "must be set to 'SingleStack' when releasing the secondary " + std::string(what));
}

void validate_cluster_ips_change(v1::ServiceSpec spec, v1::ServiceSpec old, ErrorList& errors) {
  if (is_headless(old) && is_headless(spec)) return;
  const auto now = spec.cluster_ips();
  const auto before = old.cluster_ips();
  const auto changed = [&](size_t index) { errors.invalid(cluster_ips_path().index(index), printed_texts(now), kMayNotChange); };
  if (now.size() == before.size()) {
    for (size_t i = 0; i < now.size(); ++i)
      if (now[i] != before[i]) changed(i);
    return;
  }
  const bool downgrade = before.size() > now.size();
  if (downgrade && now.empty()) errors.invalid(cluster_ips_path().index(0), printed_texts(now), "primary clusterIP can not be unset");
  if (!before.empty() && !now.empty() && now[0] != before[0]) changed(0);
  if (downgrade && now.size() == 1) validate_release(spec, "clusterIP", errors);
}

// Some messages show the addresses instead of the families, as upstream's do.
void validate_families_change(v1::ServiceSpec spec, v1::ServiceSpec old, ErrorList& errors) {
  if (is_headless(spec) || is_headless(old)) return;
  const auto now = spec.ip_families();
  const auto before = old.ip_families();
  const FieldPath first = families_path().index(0);
  if (now.size() == before.size()) {
    for (size_t i = 0; i < now.size(); ++i)
      if (now[i] != before[i]) errors.invalid(first, printed_texts(now), kMayNotChange);
    return;
  }
  const bool downgrade = before.size() > now.size();
  if (downgrade && spec.cluster_ips().empty()) errors.invalid(first, printed_texts(now), "primary ipFamily can not be unset");
  if (!before.empty() && !now.empty() && now[0] != before[0]) errors.invalid(first, printed_texts(spec.cluster_ips()), kMayNotChange);
  if (downgrade && now.size() == 1) validate_release(spec, "ipFamily", errors);
}

}  // namespace

std::string printed_policy(v1::ServiceSpec spec) {
  const auto policy = spec.ip_family_policy();
  return policy ? quoted(*policy) : "null";
}

std::string printed_texts(object::ListView<std::string_view> list) { return object::printed_list(texts_of(list)); }

void validate_service_families(v1::Service service, v1::Service old, ErrorList& errors) {
  const v1::ServiceSpec spec = service.spec();
  if (spec.type() == kExternalName) return;
  validate_singular(spec, errors);
  validate_families(spec, errors);
  if (!validate_cluster_ips(spec, old.spec(), errors)) return;
  if (spec.cluster_ips().size() > 1 && !is_dual_stack(spec))
    errors.invalid(cluster_ips_path(), printed_texts(spec.cluster_ips()), "may specify no more than one IP for each IP family");
  if (!is_headless(spec)) validate_pairs(spec, errors);
}

void validate_family_change(v1::Service service, v1::Service old, ErrorList& errors) {
  if (service.spec().type() == kExternalName || old.spec().type() == kExternalName) return;
  validate_cluster_ips_change(service.spec(), old.spec(), errors);
  validate_families_change(service.spec(), old.spec(), errors);
}

}  // namespace pintle::core
