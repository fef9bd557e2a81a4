// The labels of a Namespace that say which Pod security standard its Pods have to keep, as of which Kubernetes version.
//
//   pod-security.kubernetes.io/enforce: baseline          refused otherwise
//   pod-security.kubernetes.io/warn: restricted           only warned about
//   pod-security.kubernetes.io/warn-version: v1.30
//
// Pure. Source: k8s.io/pod-security-admission/api (PolicyToEvaluate).
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "object/field_error.h"
#include "object/view.h"

namespace pintle::plugins {

enum class PodSecurityLevel : uint8_t { kPrivileged, kBaseline, kRestricted };
inline constexpr int kLatestMinor = std::numeric_limits<int>::max();

struct PodSecurityStandard {
  PodSecurityLevel level = PodSecurityLevel::kPrivileged;
  int minor = kLatestMinor;  // of Kubernetes 1.x
  bool operator==(const PodSecurityStandard&) const = default;
};
// "baseline:latest", "restricted:v1.30"
std::string to_string(const PodSecurityStandard& standard);

struct PodSecurityPolicy {
  PodSecurityStandard enforce;
  PodSecurityStandard audit;
  PodSecurityStandard warn;
  bool is_privileged() const;  // all three
};

// A label that cannot be read is an error, and counts as restricted to enforce, and as privileged for the other two.
PodSecurityPolicy read_policy(object::MapView<std::string_view> labels, object::ErrorList& errors);

}  // namespace pintle::plugins
