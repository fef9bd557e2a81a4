// The rules of a NetworkPolicy, in upstream's order.
//
// Thread: pure. Source: pkg/apis/networking/validation (ValidateNetworkPolicy...), pkg/apis/networking/v1/defaults.go,
// pkg/registry/networking/networkpolicy/strategy.go.
#pragma once

#include <string>
#include <vector>

#include "object/field_error.h"
#include "views/networking_v1_mut.h"

namespace pintle::networking {

void set_policy_defaults(v1::NetworkPolicyMut policy);
void validate_policy(v1::NetworkPolicy policy, object::ErrorList& errors);
void validate_policy_update(v1::NetworkPolicy policy, v1::NetworkPolicy old, object::ErrorList& errors);
void warn_of_policy(v1::NetworkPolicy policy, v1::NetworkPolicy old, std::vector<std::string>& warnings);

}  // namespace pintle::networking
