// The kinds of events.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::events {

extern const api::Kind kEvent;

}  // namespace pintle::events
