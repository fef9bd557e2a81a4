// The kinds of the core group ("").
#pragma once

#include "api/kind.h"

namespace pintle::core {

extern const api::Kind kBinding;
extern const api::Kind kComponentStatus;
extern const api::Kind kConfigMap;
extern const api::Kind kEndpoints;
extern const api::Kind kEvent;
extern const api::Kind kLimitRange;
extern const api::Kind kNamespace;
extern const api::Kind kNode;
extern const api::Kind kPersistentVolumeClaim;
extern const api::Kind kPersistentVolume;
extern const api::Kind kPod;
extern const api::Kind kPodTemplate;
extern const api::Kind kReplicationController;
extern const api::Kind kResourceQuota;
extern const api::Kind kSecret;
extern const api::Kind kServiceAccount;
extern const api::Kind kService;

}  // namespace pintle::core
