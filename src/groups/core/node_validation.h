// The rules of a Node, in upstream's order; what is changed before them and what its client is warned of.
//
// Thread: pure. Source: pkg/apis/core/validation (ValidateNode, ValidateNodeUpdate), pkg/registry/core/node/strategy.go,
// pkg/apis/core/v1/{conversion,defaults}.go.
#pragma once

#include <string>
#include <vector>

#include "api/kind.h"
#include "object/field_error.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

// podCIDR is the first of podCIDRs, whichever a client has set; what can be allocated is the capacity unless said otherwise.
void set_node_defaults(v1::NodeMut node);
void prepare_node_create(v1::NodeMut node, const api::HookContext& context);
void prepare_node_update(v1::NodeMut node, v1::Node old, const api::HookContext& context);
void prepare_node_status_update(v1::NodeMut node, v1::Node old, const api::HookContext& context);
void validate_node(v1::Node node, object::ErrorList& errors);
void validate_node_update(v1::Node node, v1::Node old, object::ErrorList& errors);
void validate_node_status_update(v1::Node node, v1::Node old, object::ErrorList& errors);
void warn_of_node(v1::Node node, v1::Node old, std::vector<std::string>& warnings);

}  // namespace pintle::core
