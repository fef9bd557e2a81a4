// Annotations that say something of a Pod's spec: their keys, and what they say. The rules of them: pod_spec.h.
//
// Thread: pure. Source: pkg/apis/core/annotation_key_constants.go.
#pragma once

#include <string_view>

namespace pintle::core {

inline constexpr std::string_view kMirrorPodAnnotation = "kubernetes.io/config.mirror";
inline constexpr std::string_view kTolerationsAnnotation = "scheduler.alpha.kubernetes.io/tolerations";
inline constexpr std::string_view kPodDeletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";
inline constexpr std::string_view kSeccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
// The container's name follows.
inline constexpr std::string_view kSeccompContainerPrefix = "container.seccomp.security.alpha.kubernetes.io/";
inline constexpr std::string_view kAppArmorContainerPrefix = "container.apparmor.security.beta.kubernetes.io/";

inline constexpr std::string_view kProfileRuntimeDefault = "runtime/default";
inline constexpr std::string_view kProfileDockerDefault = "docker/default";
inline constexpr std::string_view kProfileUnconfined = "unconfined";
inline constexpr std::string_view kProfileLocalhostPrefix = "localhost/";

// A 32 bit integer without a plus or leading zeros.
bool is_pod_deletion_cost(std::string_view text);

}  // namespace pintle::core
