#include "plugins/pod_security/standards.h"

namespace pintle::plugins {
namespace {

constexpr int kForever = kLatestMinor;

// A check is made by its level from minor `since` until before minor `until`; by restricted, too, until `in_restricted_until`, when a
// stricter one takes its place.
struct Row {
  PodSecurityLevel level;
  PodCheck check;
  int since = 0;
  int until = kForever;
  int in_restricted_until = kForever;

  bool belongs_to(const PodSecurityStandard& standard) const {
    const bool in_time = standard.minor >= since && (standard.minor < until || until == kForever);
    if (!in_time || level > standard.level) return false;
    const bool is_replaced = standard.minor >= in_restricted_until && in_restricted_until != kForever;
    return standard.level == level || !is_replaced;
  }
};

constexpr PodSecurityLevel kBaseline = PodSecurityLevel::kBaseline;
constexpr PodSecurityLevel kRestricted = PodSecurityLevel::kRestricted;

// In the order in which they are reported.
constexpr Row kRows[] = {
    {.level = kBaseline, .check = app_armor_profile},
    {.level = kBaseline, .check = default_capabilities, .in_restricted_until = 22},
    {.level = kBaseline, .check = host_namespaces},
    {.level = kBaseline, .check = host_path_volumes, .in_restricted_until = 0},
    {.level = kBaseline, .check = host_ports},
    {.level = kBaseline, .check = host_probes, .since = 34},
    {.level = kBaseline, .check = privileged},
    {.level = kBaseline, .check = proc_mount, .until = 35},
    {.level = kBaseline, .check = proc_mount_outside_user_namespace, .since = 35, .in_restricted_until = 35},
    {.level = kBaseline, .check = se_linux_options, .until = 31},
    {.level = kBaseline, .check = se_linux_options_1_31, .since = 31},
    {.level = kBaseline, .check = seccomp_annotations, .until = 19},
    {.level = kBaseline, .check = seccomp_profile, .since = 19, .in_restricted_until = 19},
    {.level = kBaseline, .check = sysctls, .until = 27},
    {.level = kBaseline, .check = sysctls_1_27, .since = 27, .until = 29},
    {.level = kBaseline, .check = sysctls_1_29, .since = 29, .until = 32},
    {.level = kBaseline, .check = sysctls_1_32, .since = 32},
    {.level = kBaseline, .check = windows_host_process},
    {.level = kRestricted, .check = privilege_escalation, .since = 8, .until = 25},
    {.level = kRestricted, .check = privilege_escalation_on_linux, .since = 25},
    {.level = kRestricted, .check = dropped_capabilities, .since = 22, .until = 25},
    {.level = kRestricted, .check = dropped_capabilities_on_linux, .since = 25},
    {.level = kRestricted, .check = proc_mount, .since = 35},
    {.level = kRestricted, .check = volume_types},
    {.level = kRestricted, .check = run_as_non_root, .until = 35},
    {.level = kRestricted, .check = run_as_non_root_outside_user_namespace, .since = 35},
    {.level = kRestricted, .check = run_as_user, .since = 23, .until = 35},
    {.level = kRestricted, .check = run_as_user_outside_user_namespace, .since = 35},
    {.level = kRestricted, .check = required_seccomp_profile, .since = 19, .until = 25},
    {.level = kRestricted, .check = required_seccomp_profile_on_linux, .since = 25},
};

}  // namespace

std::vector<PodViolation> violations_of(const PodSecurityStandard& standard, const PodSubject& pod) {
  std::vector<PodViolation> violations;
  if (standard.level == PodSecurityLevel::kPrivileged) return violations;
  for (const Row& row : kRows) {
    if (!row.belongs_to(standard)) continue;
    if (auto violation = row.check(pod)) violations.push_back(*std::move(violation));
  }
  return violations;
}

std::string reasons(const std::vector<PodViolation>& violations) {
  std::string text;
  for (const PodViolation& violation : violations) text.append(text.empty() ? "" : ", ").append(violation.reason);
  return text;
}

std::string details(const std::vector<PodViolation>& violations) {
  std::string text;
  for (const PodViolation& violation : violations) {
    text.append(text.empty() ? "" : ", ").append(violation.reason);
    if (!violation.detail.empty()) text.append(" (").append(violation.detail).append(")");
  }
  return text;
}

}  // namespace pintle::plugins
