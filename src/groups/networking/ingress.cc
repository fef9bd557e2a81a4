// Ingress: routes HTTP from outside to Services. Source: networking.k8s.io/v1 Ingress; pkg/registry/networking/ingress.
#include <set>

#include "groups/hook.h"
#include "groups/networking/ingress_rules.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;

// The first hosts of the rules; what is left counts the rules, as upstream does.
std::string hosts_of(v1::IngressSpec spec) {
  std::vector<std::string> shown;
  bool more = false;
  for (const v1::IngressRule rule : spec.rules()) {
    more = more || shown.size() == groups::kShownMax;
    if (!more && !rule.host().empty()) shown.emplace_back(rule.host());
  }
  if (shown.empty()) return "*";
  return groups::shortened(shown, more ? spec.rules().size() : shown.size());
}

std::string address_of(v1::IngressStatus status) {
  std::set<std::string> places;
  for (const v1::IngressLoadBalancerIngress ingress : status.load_balancer().ingress()) {
    const std::string_view place = groups::or_else(ingress.ip(), ingress.hostname());
    if (!place.empty()) places.emplace(place);
  }
  return groups::joined({places.begin(), places.end()});
}

void row(v1::Ingress ingress, int64_t now_seconds, api::Cells& cells) {
  cells.text(ingress.metadata().name());
  cells.text(ingress.spec().ingress_class_name().value_or(groups::kNone));
  cells.text(hosts_of(ingress.spec()));
  cells.text(address_of(ingress.status()));
  cells.text(ingress.spec().tls().empty() ? "80" : "80, 443");
  cells.age(ingress.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kIngress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "Ingress",
    .resource = "ingresses",
    .singular = "ingress",
    .short_names = {"ing"},
    .subresources =
        {
            {.name = "status",
             .keeps = {"spec"},
             .validate_update = hook<validate_ingress_status>,
             .warnings = hook<warn_of_ingress_status>},
        },
    .key_prefix = "/registry/ingress/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Class",
             .type = "string",
             .description = "The name of the IngressClass resource that should be used for additional configuration"},
            {.name = "Hosts", .type = "string", .description = "Hosts that incoming requests are matched against before the ingress rule"},
            {.name = "Address", .type = "string", .description = "Address is a list containing ingress points for the load-balancer"},
            {.name = "Ports", .type = "string", .description = "Ports of TLS configurations that open"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate_ingress>,
    .validate_update = hook<validate_ingress_update>,
    .warnings = hook<warn_of_ingress>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::networking
