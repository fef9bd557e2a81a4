// The Statuses of a store, the same for every implementation.
//
// Source: k8s.io/apiserver/pkg/storage/errors.go (too large), etcd3/errors.go (expired).
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"

namespace pintle::store {

inline constexpr int32_t kRetryAfterSeconds = 1;

Status list_expired();   // 410: a list at a compacted revision
Status watch_expired();  // 410: a subscription from a compacted revision
// 504 with the cause ResourceVersionTooLarge.
Status revision_too_large(int64_t asked, int64_t current);
Status stopped();     // 503: the store is shut down
Status queue_full();  // 429: more is waiting to be committed than a store holds
// 503: the disk did not take a write, or did not answer a read. `why` is the system's words.
Status disk_refuses(const std::string& why);

}  // namespace pintle::store
