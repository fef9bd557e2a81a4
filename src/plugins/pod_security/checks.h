// The checks that the Pod security standards are made of: each says why a Pod does not pass it.
//
// Pure. Source: k8s.io/pod-security-admission/policy/check_*.go; https://kubernetes.io/docs/concepts/security/pod-security-standards/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/core_v1.h"

namespace pintle::plugins {

// A Pod, or the template of one.
struct PodSubject {
  meta::v1::ObjectMeta metadata;
  core::v1::PodSpec spec;
};

// What a Pod violates: "hostPort", and where: "container \"a\" uses hostPort 80".
struct PodViolation {
  std::string reason;
  std::string detail;
};
using PodCheck = std::optional<PodViolation> (*)(const PodSubject& pod);

// Texts of details.
using Names = std::vector<std::string>;
std::string quoted_list(const Names& names);       // "a", "b"
std::string containers_named(const Names& names);  // container "a"; containers "a", "b"
std::string joined(const Names& parts, std::string_view separator);
inline std::string_view plural(std::string_view one, std::string_view many, size_t count) { return count == 1 ? one : many; }
// pod and containers "a", "b"
std::string setters(bool pod, const Names& containers);

std::optional<PodViolation> app_armor_profile(const PodSubject& pod);
std::optional<PodViolation> default_capabilities(const PodSubject& pod);
std::optional<PodViolation> host_namespaces(const PodSubject& pod);
std::optional<PodViolation> host_path_volumes(const PodSubject& pod);
std::optional<PodViolation> host_ports(const PodSubject& pod);
std::optional<PodViolation> host_probes(const PodSubject& pod);
std::optional<PodViolation> privileged(const PodSubject& pod);
std::optional<PodViolation> proc_mount(const PodSubject& pod);
std::optional<PodViolation> proc_mount_outside_user_namespace(const PodSubject& pod);  // from 1.35
std::optional<PodViolation> se_linux_options(const PodSubject& pod);
std::optional<PodViolation> se_linux_options_1_31(const PodSubject& pod);
std::optional<PodViolation> seccomp_annotations(const PodSubject& pod);
std::optional<PodViolation> seccomp_profile(const PodSubject& pod);  // from 1.19
std::optional<PodViolation> sysctls(const PodSubject& pod);
std::optional<PodViolation> sysctls_1_27(const PodSubject& pod);
std::optional<PodViolation> sysctls_1_29(const PodSubject& pod);
std::optional<PodViolation> sysctls_1_32(const PodSubject& pod);
std::optional<PodViolation> windows_host_process(const PodSubject& pod);

std::optional<PodViolation> privilege_escalation(const PodSubject& pod);
std::optional<PodViolation> privilege_escalation_on_linux(const PodSubject& pod);  // from 1.25
std::optional<PodViolation> dropped_capabilities(const PodSubject& pod);
std::optional<PodViolation> dropped_capabilities_on_linux(const PodSubject& pod);  // from 1.25
std::optional<PodViolation> volume_types(const PodSubject& pod);
std::optional<PodViolation> run_as_non_root(const PodSubject& pod);
std::optional<PodViolation> run_as_non_root_outside_user_namespace(const PodSubject& pod);  // from 1.35
std::optional<PodViolation> run_as_user(const PodSubject& pod);
std::optional<PodViolation> run_as_user_outside_user_namespace(const PodSubject& pod);  // from 1.35
std::optional<PodViolation> required_seccomp_profile(const PodSubject& pod);
std::optional<PodViolation> required_seccomp_profile_on_linux(const PodSubject& pod);  // from 1.25

// What both files of checks use.
bool is_allowed_seccomp_type(std::string_view type);
inline bool has_user_namespace(core::v1::PodSpec spec) { return !spec.host_users().value_or(true); }
inline bool is_windows(core::v1::PodSpec spec) { return spec.os().name() == "windows"; }

}  // namespace pintle::plugins
