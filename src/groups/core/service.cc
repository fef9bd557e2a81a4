// Service: a stable address for a set of Pods. Source: core/v1 Service; pkg/registry/core/service.
//
// Its rules: service_validation.h, service_strategy.h. Its addresses and ports: service_companions.h.
#include <set>

#include "groups/core/core.h"
#include "groups/core/service_strategy.h"
#include "groups/core/service_validation.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

// The addresses or names of the load balancer, sorted, each once.
std::string load_balancer_of(v1::ServiceStatus status) {
  std::set<std::string> places;
  for (const v1::LoadBalancerIngress ingress : status.load_balancer().ingress()) {
    const std::string_view place = groups::or_else(ingress.ip(), ingress.hostname());
    if (!place.empty()) places.emplace(place);
  }
  return groups::joined({places.begin(), places.end()});
}

std::string external_ip_of(v1::Service service) {
  const v1::ServiceSpec spec = service.spec();
  const std::string external = groups::joined(spec.external_ips());
  if (spec.type() == "ClusterIP" || spec.type() == "NodePort") return std::string(groups::or_else(external, groups::kNone));
  if (spec.type() == "ExternalName") return std::string(spec.external_name());
  if (spec.type() != "LoadBalancer") return "<unknown>";
  const std::string balancer = load_balancer_of(service.status());
  if (!external.empty()) return balancer.empty() ? external : balancer + "," + external;
  return std::string(groups::or_else(balancer, "<pending>"));
}

// "80:30080/TCP,443/TCP"
std::string ports_of(v1::ServiceSpec spec) {
  std::vector<std::string> ports;
  for (const v1::ServicePort port : spec.ports()) {
    std::string text = std::to_string(port.port());
    if (port.node_port() > 0) text += ":" + std::to_string(port.node_port());
    ports.push_back(text + "/" + std::string(port.protocol()));
  }
  return groups::joined(ports);
}

void row(v1::Service service, int64_t now_seconds, api::Cells& cells) {
  const v1::ServiceSpec spec = service.spec();
  cells.text(service.metadata().name());
  cells.text(spec.type());
  cells.text(groups::or_else(spec.cluster_ips().empty() ? spec.cluster_ip() : spec.cluster_ips()[0], groups::kNone));
  cells.text(external_ip_of(service));
  cells.text(groups::or_else(ports_of(spec), groups::kNone));
  cells.age(service.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::labels_text(spec.selector()));
}

}  // namespace

const api::Kind kService = {
    .group = "",
    .version = "v1",
    .kind = "Service",
    .resource = "services",
    .singular = "service",
    .short_names = {"svc"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "proxy",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
             .kind = "ServiceProxyOptions",
             .is_proxy = true},
            {.name = "status",
             .keeps = {"spec"},
             .validate_update = hook<validate_service_status>,
             .warnings = hook<warn_of_service_status>},
        },
    .key_prefix = "/registry/services/specs/",
    .selectable_fields =
        {
            {.name = "spec.clusterIP"},
            {.name = "spec.type"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"core.v1.ServiceSpec", "type"}},
            {.name = "Cluster-IP", .type = "string", .documented_by = {"core.v1.ServiceSpec", "clusterIP"}},
            {.name = "External-IP", .type = "string", .documented_by = {"core.v1.ServiceSpec", "externalIPs"}},
            {.name = "Port(s)", .type = "string", .documented_by = {"core.v1.ServiceSpec", "ports"}},
            api::kAgeColumn,
            {.name = "Selector", .type = "string", .documented_by = {"core.v1.ServiceSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_service_defaults>,
    .prepare_update = hook<drop_type_dependent_fields>,
    .validate = hook<validate_service>,
    .validate_update = hook<validate_service_update>,
    .canonicalize = hook<canonicalize_service>,
    .warnings = hook<warn_of_service>,
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .create_on_update = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
