// The mode Node: a kubelet (user system:node:<name> of the group system:nodes) may read what the Pods on its node need, write what is its
// own, and do what every node may. It never denies; others have to ask elsewhere.
//
// Ownership: the graph outlives it. Thread: any. Source: plugin/pkg/auth/authorizer/node/node_authorizer.go.
#pragma once

#include <memory>

#include "access/node/node_graph.h"
#include "auth/authorizer.h"

namespace pintle::access {

std::unique_ptr<auth::Authorizer> node_authorizer(NodeGraph& graph);

}  // namespace pintle::access
