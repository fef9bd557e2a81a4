// The kinds of scheduling.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::scheduling {

extern const api::Kind kPriorityClass;

}  // namespace pintle::scheduling
