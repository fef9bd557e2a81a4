#include "groups/core/service_addresses.h"

#include <algorithm>
#include <map>
#include <set>

#include "groups/core/service_type.h"
#include "groups/core/service_validation.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using groups::IpFamily;
using object::ErrorList;
using object::FieldPath;
using object::quoted;

FieldPath spec_path() { return FieldPath("spec"); }

bool has_family(std::span<const IpFamily> families, std::string_view name) {
  return std::ranges::any_of(families, [&](IpFamily family) { return to_string(family) == name; });
}

std::string_view other_family(std::string_view family) { return family == "IPv4" ? "IPv6" : "IPv4"; }

std::string_view family_of_text(std::string_view ip) {
  const auto address = object::parse_ip_sloppy(ip);
  return address ? to_string(groups::family_of(*address)) : "unknown";
}

bool asks_for_none(v1::ServiceSpec spec) { return spec.cluster_ip() == kHeadless; }

void copy_cluster_ips(v1::ServiceSpecMut spec, object::ListView<std::string_view> from) {
  spec.clear_cluster_ips();
  for (const std::string_view ip : from) spec.ensure_cluster_ips().append(ip);
}

// What node ports are kept by: allocation can be switched off for load balancers.
bool takes_node_ports(v1::ServiceSpec spec) {
  return spec.type() == kNodePort || (spec.type() == kLoadBalancer && spec.allocate_load_balancer_node_ports().value_or(true));
}

void keep_node_ports(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  const std::vector<int32_t> before = node_ports_of(old);
  std::set<int32_t> used;
  for (const int32_t port : node_ports_of(spec))
    if (std::ranges::find(before, port) != before.end()) used.insert(port);
  std::map<std::string_view, int32_t> by_name;
  for (const v1::ServicePort port : old.ports()) by_name[port.name()] = port.node_port();
  for (const v1::ServicePortMut port : spec.ports()) {
    const int32_t known = by_name[port.name()];
    if (port.node_port() == 0 && known != 0 && !used.contains(known)) port.set_node_port(known);
  }
}

void infer_policy(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  if (spec.ip_family_policy()) return;
  if (const auto before = old.ip_family_policy()) return spec.set_ip_family_policy(*before);
  spec.set_ip_family_policy(asks_for_none(spec) && spec.selector().empty() ? kRequireDualStack : kSingleStack);
}

// Going back to one family drops the second one; without saying so it may not go away.
void check_reduction(v1::ServiceSpecMut spec, v1::ServiceSpec old, ErrorList& errors) {
  if (spec.ip_family_policy() == kSingleStack) {
    if (same_texts(spec.cluster_ips(), old.cluster_ips()) && spec.cluster_ips().size() > 1) spec.ensure_cluster_ips().node()->truncate(1);
    if (same_texts(spec.ip_families(), old.ip_families()) && spec.ip_families().size() > 1) spec.ensure_ip_families().node()->truncate(1);
    return;
  }
  const FieldPath path = spec_path().child("ipFamilyPolicy");
  if (!spec.cluster_ips().empty() && spec.cluster_ips().size() < old.cluster_ips().size())
    errors.invalid(path, printed_policy(spec), "must be 'SingleStack' to release the secondary cluster IP");
  if (!spec.ip_families().empty() && spec.ip_families().size() < old.ip_families().size())
    errors.invalid(path, printed_policy(spec), "must be 'SingleStack' to release the secondary IP family");
}

void check_single_stack(v1::ServiceSpec spec, ErrorList& errors) {
  if (spec.ip_family_policy() != kSingleStack) return;
  const FieldPath path = spec_path().child("ipFamilyPolicy");
  const std::string_view must = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
  if (spec.cluster_ips().size() == 2) errors.invalid(path, printed_policy(spec), std::string(must) + "cluster IPs are specified");
  if (spec.ip_families().size() == 2) errors.invalid(path, printed_policy(spec), std::string(must) + "IP families are specified");
}

void infer_families(v1::ServiceSpecMut spec, std::span<const IpFamily> families, ErrorList& errors) {
  for (auto [index, ip] : spec.cluster_ips().enumerate()) {
    if (ip == kHeadless) return;
    if (index < spec.ip_families().size()) continue;
    const std::string_view family = family_of_text(ip);
    if (has_family(families, family)) {
      spec.ensure_ip_families().append(family);
    } else {
      errors.invalid(spec_path().child("clusterIPs").index(index), printed_texts(spec.cluster_ips()),
                     std::string(family) + " is not configured on this cluster");
    }
  }
}

void check_families(v1::ServiceSpec spec, std::span<const IpFamily> families, ErrorList& errors) {
  if (spec.ip_family_policy() == kRequireDualStack && families.size() < 2)
    errors.invalid(spec_path().child("ipFamilyPolicy"), printed_policy(spec), "this cluster is not configured for dual-stack services");
  for (auto [index, family] : spec.ip_families().enumerate())
    if (!has_family(families, family))
      errors.invalid(spec_path().child("ipFamilies").index(index), quoted(family), "not configured on this cluster");
}

void fill_families(v1::ServiceSpecMut spec, std::span<const IpFamily> families, bool may_have_both) {
  if (spec.ip_families().empty()) spec.ensure_ip_families().append(to_string(families.front()));
  if (spec.ip_family_policy() == kSingleStack || spec.ip_families().size() != 1 || !may_have_both) return;
  const std::string_view other = other_family(spec.ip_families()[0]);
  spec.ensure_ip_families().append(other);
}

}  // namespace

ServiceAddresses ServiceAddresses::of(v1::ServiceSpec spec) {
  ServiceAddresses addresses;
  for (const std::string_view ip : spec.cluster_ips()) addresses.cluster_ips.emplace_back(ip);
  for (const std::string_view family : spec.ip_families()) addresses.families.emplace_back(family);
  return addresses;
}

void ServiceAddresses::write(v1::ServiceSpecMut spec) const {
  spec.clear_cluster_ips();
  for (const std::string& ip : cluster_ips) spec.ensure_cluster_ips().append(ip);
  if (!cluster_ips.empty() && !cluster_ips.front().empty()) spec.set_cluster_ip(cluster_ips.front());
}

void normalize_cluster_ips(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  if (!old) {
    const std::string ip(spec.cluster_ip());
    if (!ip.empty() && spec.cluster_ips().empty()) spec.ensure_cluster_ips().append(ip);
    return;
  }
  if (!old.cluster_ips().empty() && spec.cluster_ips().empty() && old.cluster_ip() == spec.cluster_ip())
    copy_cluster_ips(spec, old.cluster_ips());
  if (old.cluster_ip() == spec.cluster_ip() || !same_texts(spec.cluster_ips(), old.cluster_ips())) return;
  const std::string ip(spec.cluster_ip());
  spec.clear_cluster_ips();
  if (old.cluster_ip().empty() || !ip.empty()) spec.ensure_cluster_ips().append(ip);
}

void keep_allocated_values(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  if (needs_cluster_ip(old) && needs_cluster_ip(spec)) {
    if (spec.cluster_ip().empty() && !old.cluster_ip().empty()) spec.set_cluster_ip(old.cluster_ip());
    if (spec.cluster_ips().empty() && !old.cluster_ips().empty()) copy_cluster_ips(spec, old.cluster_ips());
  }
  if (takes_node_ports(old) && takes_node_ports(spec)) keep_node_ports(spec, old);
  if (needs_health_check(old) && needs_health_check(spec) && spec.health_check_node_port() == 0 && old.health_check_node_port() != 0)
    spec.set_health_check_node_port(old.health_check_node_port());
}

bool keeps_prefer_dual_stack(v1::ServiceSpec spec, v1::ServiceSpec old) {
  if (!old || !spec.ip_family_policy() || old.type() != spec.type()) return false;
  if (!has_node_ports(spec) && spec.type() != kClusterIp) return false;
  if (spec.ip_family_policy() != kPreferDualStack || old.ip_family_policy().value_or(kPreferDualStack) != kPreferDualStack) return false;
  return same_texts(spec.cluster_ips(), old.cluster_ips()) && same_texts(spec.ip_families(), old.ip_families());
}

Status invalid_service(v1::Service service, const ErrorList& errors) { return errors.to_status("", "Service", service.metadata().name()); }

Result<void> init_families(v1::ServiceMut service, v1::Service old, std::span<const IpFamily> families) {
  const v1::ServiceSpecMut spec = service.ensure_spec();
  if (spec.type() == kExternalName || keeps_prefer_dual_stack(spec, old.spec())) return {};
  infer_policy(spec, old.spec());
  ErrorList errors;
  validate_service_families(service, old, errors);
  if (!errors.empty()) return fail(invalid_service(service, errors));
  if (old) check_reduction(spec, old.spec(), errors);
  check_single_stack(spec, errors);
  infer_families(spec, families, errors);
  if (!errors.empty()) return fail(invalid_service(service, errors));
  if (asks_for_none(spec) && spec.selector().empty()) {
    // Nobody knows what endpoints the user will give it: any family is allowed, also one that the cluster does not have.
    fill_families(spec, families, true);
    return {};
  }
  check_families(spec, families, errors);
  if (!errors.empty()) return fail(invalid_service(service, errors));
  fill_families(spec, families, families.size() == 2);
  return {};
}

}  // namespace pintle::core
