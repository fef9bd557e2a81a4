// The kinds of storage.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::storage {

extern const api::Kind kCSIDriver;
extern const api::Kind kCSINode;
extern const api::Kind kCSIStorageCapacity;
extern const api::Kind kStorageClass;
extern const api::Kind kVolumeAttachment;
extern const api::Kind kVolumeAttributesClass;

}  // namespace pintle::storage
