// The kinds of flowcontrol.apiserver.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::flowcontrol {

extern const api::Kind kFlowSchema;
extern const api::Kind kPriorityLevelConfiguration;

}  // namespace pintle::flowcontrol
