// The order of the built-in groups and versions in discovery, which is also what their APIServices say.
//
// Thread: any. Source: k8s.io/kubernetes/cmd/kube-apiserver/app/aggregator.go; pkg/controlplane/apiserver/aggregator.go.
#pragma once

#include <span>

#include "api/discovery.h"

namespace pintle::groups {

std::span<const api::GroupVersionPriority> priorities();

}  // namespace pintle::groups
