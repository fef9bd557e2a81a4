// The kinds of coordination.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::coordination {

extern const api::Kind kLease;

}  // namespace pintle::coordination
