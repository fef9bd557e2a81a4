// The kinds of apps.
#pragma once

#include "api/kind.h"

namespace pintle::apps {

extern const api::Kind kControllerRevision;
extern const api::Kind kDaemonSet;
extern const api::Kind kDeployment;
extern const api::Kind kReplicaSet;
extern const api::Kind kStatefulSet;

}  // namespace pintle::apps
