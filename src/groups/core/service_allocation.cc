#include "groups/core/service_allocation.h"

#include <algorithm>

#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/finish_now.h"
#include "cache/resource_cache.h"
#include "groups/core/service_addresses.h"
#include "groups/core/service_type.h"
#include "groups/core/service_validation.h"
#include "object/ip_validation.h"
#include "object/object_meta.h"
#include "views/networking_v1.h"

namespace pintle::core {
namespace {

using groups::IpFamily;
using object::ErrorList;
using object::FieldPath;

Status invalid_cluster_ips(v1::Service service, std::string_view why) {
  ErrorList errors;
  errors.invalid(FieldPath("spec").child("clusterIPs"), printed_texts(service.spec().cluster_ips()), why);
  return invalid_service(service, errors);
}

Status invalid_node_port(v1::Service service, size_t index, int32_t port, std::string_view why) {
  ErrorList errors;
  errors.invalid(FieldPath("spec").child("ports").index(index).child("nodePort"), std::to_string(port), why);
  return invalid_service(service, errors);
}

bool gives_node_ports(v1::ServiceSpec spec) {
  return spec.type() == kNodePort || (spec.type() == kLoadBalancer && spec.allocate_load_balancer_node_ports().value_or(false));
}

// The node port that some port of this number asks for; 0 when none does.
int32_t requested_node_port(v1::ServiceSpec spec, int32_t port) {
  for (const v1::ServicePort other : spec.ports())
    if (other.port() == port && other.node_port() != 0) return other.node_port();
  return 0;
}

bool contains(const std::vector<int32_t>& ports, int32_t port) { return std::ranges::find(ports, port) != ports.end(); }

bool is_of(networking::v1::IPAddress address, v1::Service service) {
  const networking::v1::ParentReference parent = address.spec().parent_ref();
  return parent.group().empty() && parent.resource() == "services" && parent.namespace_() == service.metadata().namespace_() &&
         parent.name() == service.metadata().name();
}

}  // namespace

Result<std::string> ServiceAllocation::take_address(v1::Service service, std::string_view family, std::string_view wanted) {
  const bool dry = dry_run_ == DryRun::kYes;
  if (wanted.empty()) {
    const IpFamily which = family == "IPv4" ? IpFamily::kV4 : IpFamily::kV6;
    const auto found = dry ? addresses_.find_dry(which) : addresses_.find_free(which);
    if (!found && found.error().full)
      return fail(Status::internal("failed to allocate a serviceIP for Service " + object::quoted(service.metadata().name()) + ": " +
                                   found.error().text));
    if (!found) return fail(invalid_cluster_ips(service, "failed to allocate IP: " + found.error().text));
    const auto added = add_address(service, *found);
    if (!added) return fail(invalid_cluster_ips(service, "failed to allocate IP: " + added.error().message()));
    return found->to_string();
  }
  const auto address = object::parse_ip_sloppy(wanted);
  if (!address) return fail(Status::internal("failed to parse service IP " + object::quoted(wanted)));
  const auto fault = dry ? addresses_.check_dry(*address) : addresses_.check(*address);
  const std::string failed = "failed to allocate IP " + std::string(wanted) + ": ";
  if (fault) return fail(invalid_cluster_ips(service, failed + fault->text));
  if (const auto added = add_address(service, *address); !added)
    return fail(invalid_cluster_ips(service, failed + added.error().message()));
  return std::string(wanted);
}

Result<void> ServiceAllocation::add_address(v1::Service service, const IpAddress& address) {
  if (dry_run_ == DryRun::kYes) return {};
  object::Document document =
      addresses_.address_object(address, {.namespace_ = service.metadata().namespace_(), .name = service.metadata().name()});
  PINTLE_TRY(store::Transaction creation, finish_now(api::system_creation(addresses_.addresses(), clock_, std::move(document))));
  for (store::Operation& operation : creation.operations) operations_.push_back(std::move(operation));
  return {};
}

Result<void> ServiceAllocation::take_addresses(v1::ServiceMut service) {
  const v1::ServiceSpecMut spec = service.spec();
  if (spec.type() == kExternalName) return {};
  if (!spec.cluster_ips().empty() && spec.cluster_ips()[0] == kHeadless) return {};
  ServiceAddresses chosen = ServiceAddresses::of(spec);
  if (chosen.cluster_ips.size() < chosen.families.size()) chosen.cluster_ips.resize(chosen.families.size());
  chosen.write(spec);
  for (size_t i = 0; i < chosen.families.size(); ++i) {
    PINTLE_TRY(chosen.cluster_ips[i], take_address(service, chosen.families[i], chosen.cluster_ips[i]));
  }
  chosen.write(spec);
  return {};
}

Result<void> ServiceAllocation::update_addresses(v1::ServiceMut service, v1::Service old_service) {
  const v1::ServiceSpecMut spec = service.spec();
  const v1::ServiceSpec old = old_service.spec();
  if (keeps_prefer_dual_stack(spec, old)) return {};
  if (old.type() == kExternalName && spec.type() != kExternalName) return take_addresses(service);
  if (!old.cluster_ips().empty() && old.cluster_ips()[0] == kHeadless) return {};
  if (old.type() != kExternalName && spec.type() == kExternalName) {
    for (const std::string_view ip : old.cluster_ips()) release_address(old_service, ip);
    return {};
  }
  const size_t before = old.ip_families().size();
  ServiceAddresses chosen = ServiceAddresses::of(spec);
  if (before == 1 && chosen.families.size() == 2) {
    chosen.cluster_ips.resize(std::max<size_t>(chosen.cluster_ips.size(), 2));
    chosen.write(spec);
    PINTLE_TRY(chosen.cluster_ips[1], take_address(service, chosen.families[1], chosen.cluster_ips[1]));
    chosen.write(spec);
  } else if (before == 2 && chosen.families.size() == 1 && old.cluster_ips().size() > 1) {
    release_address(old_service, old.cluster_ips()[1]);
  }
  return {};
}

void ServiceAllocation::release_address(v1::Service service, std::string_view ip) {
  const auto address = object::parse_ip_sloppy(ip);
  if (!address) return;
  const api::Resource& resource = addresses_.addresses();
  const std::string key = resource.key("", address->to_string());
  const cache::ObjectPtr stored = resource.cache->snapshot().get(key);
  if (!stored) return;
  const auto document = api::decode_stored(resource, *stored);
  if (!document) return;
  const networking::v1::IPAddress object(&document->root());
  // Another's address, or one whose end others wait for: what is left of it, the repair sees to.
  if (!is_of(object, service) || !object.metadata().finalizers().empty()) return;
  operations_.push_back(store::Operation::erase(key, store::Expect::revision(stored->revision())));
}

Result<void> ServiceAllocation::take_ports(v1::ServiceMut service) {
  if (has_node_ports(service.spec())) {
    PINTLE_TRY_VOID(take_node_ports(service));
  }
  if (!needs_health_check(service.spec())) return {};
  return take_health_check_port(service.spec());
}

Result<void> ServiceAllocation::take_node_ports(v1::ServiceMut service) {
  std::map<int32_t, int32_t> given;  // by port number: the same port of two protocols shares one
  size_t index = 0;
  for (const v1::ServicePortMut port : service.spec().ports()) {
    const size_t at = index++;
    if (port.node_port() == 0 && !gives_node_ports(service.spec())) continue;
    int32_t& shared = given[port.port()];
    if (shared == 0) {
      const int32_t wanted = requested_node_port(service.spec(), port.port());
      if (wanted != 0) {
        if (const auto fault = ports_.take(wanted)) return fail(invalid_node_port(service, at, wanted, *fault));
        shared = wanted;
      } else {
        const auto taken = ports_.take_any();
        if (!taken) return fail(Status::internal("failed to allocate a nodePort: " + taken.error()));
        shared = *taken;
      }
      port.set_node_port(shared);
    } else if (port.node_port() == 0) {
      port.set_node_port(shared);
    } else if (port.node_port() != shared) {
      if (const auto fault = ports_.take(port.node_port())) return fail(invalid_node_port(service, at, port.node_port(), *fault));
    }
  }
  return {};
}

Result<void> ServiceAllocation::take_health_check_port(v1::ServiceSpecMut spec) {
  const int32_t wanted = spec.health_check_node_port();
  if (wanted != 0) {
    const auto fault = ports_.take(wanted);
    if (!fault) return {};
    return fail(Status::internal("failed to allocate requested HealthCheck NodePort " + std::to_string(wanted) + ": " + *fault));
  }
  const auto taken = ports_.take_any();
  if (!taken) return fail(Status::internal("failed to allocate a HealthCheck NodePort 0: " + taken.error()));
  spec.set_health_check_node_port(*taken);
  return {};
}

Result<void> ServiceAllocation::update_ports(v1::ServiceMut service, v1::Service old) {
  const bool has = has_node_ports(service.spec());
  const bool had = has_node_ports(old.spec());
  if (had && (service.spec().type() == kExternalName || service.spec().type() == kClusterIp))
    for (const int32_t port : node_ports_of(old.spec())) ports_.release(port);
  if (has) {
    PINTLE_TRY_VOID(update_node_ports(service, old));
  }
  const bool needed = needs_health_check(old.spec());
  const bool needs = needs_health_check(service.spec());
  if (!needed && needs) return take_health_check_port(service.spec());
  if (needed && !needs) ports_.release(old.spec().health_check_node_port());
  return {};
}

Result<void> ServiceAllocation::update_node_ports(v1::ServiceMut service, v1::Service old) {
  const std::vector<int32_t> before = node_ports_of(old.spec());
  std::vector<int32_t> taken;
  std::vector<std::pair<std::string_view, int32_t>> seen;
  size_t index = 0;
  for (const v1::ServicePortMut port : service.spec().ports()) {
    const size_t at = index++;
    if (port.node_port() == 0 && !gives_node_ports(service.spec())) continue;
    if (port.node_port() == 0) {
      const auto any = ports_.take_any();
      if (!any) return fail(Status::internal("failed to allocate a nodePort: " + any.error()));
      port.set_node_port(*any);
    } else if (!contains(before, port.node_port()) && !contains(taken, port.node_port())) {
      if (const auto fault = ports_.take(port.node_port())) return fail(invalid_node_port(service, at, port.node_port(), *fault));
      taken.push_back(port.node_port());
    }
    const std::pair<std::string_view, int32_t> pair{port.protocol(), port.node_port()};
    if (std::ranges::find(seen, pair) != seen.end())
      return fail(Status::unknown("duplicate nodePort: {" + std::string(pair.first) + " " + std::to_string(pair.second) + "}"));
    seen.push_back(pair);
  }
  const std::vector<int32_t> now = node_ports_of(service.spec());
  for (const int32_t port : before)
    if (!contains(now, port)) ports_.release(port);
  return {};
}

void ServiceAllocation::release_all(v1::Service service) {
  const v1::ServiceSpec spec = service.spec();
  if (spec.type() != kExternalName && !(!spec.cluster_ips().empty() && spec.cluster_ips()[0] == kHeadless))
    for (const std::string_view ip : spec.cluster_ips()) release_address(service, ip);
  for (const int32_t port : node_ports_of(spec)) ports_.release(port);
  if (needs_health_check(spec) && spec.health_check_node_port() > 0) ports_.release(spec.health_check_node_port());
}

Task<Result<std::vector<store::Operation>>> ServiceAllocation::operations() {
  std::vector<store::Operation> all = operations_;
  if (ports_.changes()) {
    PINTLE_CO_TRY_VOID(co_await ports_.take_turn());
    all.push_back(ports_.operation());
  }
  co_return all;
}

Result<api::Companions::Next> ServiceAllocation::lost(std::span<const std::optional<store::KeyValue>> current) {
  for (size_t i = 0; i < operations_.size(); ++i)
    if (!operations_[i].expect.met_by(current[i] ? current[i]->mod_revision : 0)) return Next::kBeginAgain;
  if (!ports_.changes()) return Next::kBeginAgain;
  PINTLE_TRY(const bool fits, ports_.rebase(current[operations_.size()]));
  return fits ? Next::kCommitAgain : Next::kBeginAgain;
}

}  // namespace pintle::core
