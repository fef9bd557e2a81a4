// NetworkPolicy: which traffic Pods may have. Source: networking.k8s.io/v1 NetworkPolicy; pkg/registry/networking/networkpolicy.
#include "groups/hook.h"
#include "groups/networking/network_policy_rules.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"

namespace pintle::networking {
namespace {

using groups::hook;

// Required in Go, so an absent one is empty: it selects all Pods.
std::string pod_selector_of(v1::NetworkPolicySpec spec) {
  return spec.has_pod_selector() ? groups::selector_text(spec.pod_selector()) : std::string(groups::kNone);
}

void row(v1::NetworkPolicy network_policy, int64_t now_seconds, api::Cells& cells) {
  cells.text(network_policy.metadata().name());
  cells.text(pod_selector_of(network_policy.spec()));
  cells.age(network_policy.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kNetworkPolicy = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "NetworkPolicy",
    .resource = "networkpolicies",
    .singular = "networkpolicy",
    .short_names = {"netpol"},
    .key_prefix = "/registry/networkpolicies/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Pod-Selector", .type = "string", .documented_by = {"networking.v1.NetworkPolicySpec", "podSelector"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_policy_defaults>,
    .validate = hook<validate_policy>,
    .validate_update = hook<validate_policy_update>,
    .warnings = hook<warn_of_policy>,
    .tracks_generation = true,
    .generation_of_empty = true,
};

}  // namespace pintle::networking
