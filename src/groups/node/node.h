// The kinds of node.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::node {

extern const api::Kind kRuntimeClass;

}  // namespace pintle::node
