#include "groups/core/security_context_rules.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>

#include "groups/core/container.h"
#include "groups/core/local_path_rules.h"
#include "groups/core/security_profile_rules.h"
#include "groups/core/sysctl_rules.h"
#include "groups/core/windows_rules.h"
#include "groups/internal_json.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr std::string_view kProcMounts[] = {"Default", "Unmasked"};
constexpr std::string_view kFsGroupChangePolicies[] = {"Always", "OnRootMismatch"};
constexpr std::string_view kSupplementalGroupsPolicies[] = {"Merge", "Strict"};
constexpr std::string_view kSelinuxChangePolicies[] = {"MountOption", "Recursive"};
constexpr std::string_view kOnlyRecursive[] = {"Recursive"};
constexpr std::string_view kUserNamespace = "when `hostUsers` is false";

void validate_choice(std::optional<std::string_view> value, std::span<const std::string_view> choices, const FieldPath& path,
                     ErrorList& errors) {
  if (value && std::ranges::find(choices, *value) == choices.end()) errors.not_supported(path, json_quoted(*value), choices);
}

void validate_user(std::optional<int64_t> user, const FieldPath& path, ErrorList& errors) {
  if (user) errors.invalid_each(path, std::to_string(*user), object::is_user_id(*user));
}

void validate_group(std::optional<int64_t> group, const FieldPath& path, ErrorList& errors) {
  if (group) errors.invalid_each(path, std::to_string(*group), object::is_group_id(*group));
}

void validate_proc_mount(std::optional<std::string_view> mount, HostUsers host_users, const FieldPath& path, ErrorList& errors) {
  validate_choice(mount, kProcMounts, path, errors);
  if (mount == "Unmasked" && host_users == HostUsers::kYes)
    errors.invalid(path, json_quoted(*mount), "`hostUsers` must be false to use `Unmasked`");
}

// A container that may not gain privileges must not have all of them already.
void validate_escalation(v1::SecurityContext context, const FieldPath& path, ErrorList& errors) {
  if (context.allow_privilege_escalation() != false) return;
  if (context.privileged() == true)
    errors.invalid(path, groups::internal_json_line(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
  for (const std::string_view capability : context.capabilities().add())
    if (capability == "CAP_SYS_ADMIN")
      errors.invalid(path, groups::internal_json_line(context),
                     "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
}

}  // namespace

void validate_security_context(v1::SecurityContext context, HostUsers host_users, const FieldPath& path, ErrorList& errors) {
  if (!context) return;
  validate_user(context.run_as_user(), path.child("runAsUser"), errors);
  validate_group(context.run_as_group(), path.child("runAsGroup"), errors);
  validate_proc_mount(context.proc_mount(), host_users, path.child("procMount"), errors);
  validate_seccomp_profile(context.seccomp_profile(), path.child("seccompProfile"), errors);
  validate_escalation(context, path, errors);
  validate_windows_options(context.windows_options(), path.child("windowsOptions"), errors);
  validate_app_armor_profile(context.app_armor_profile(), path.child("appArmorProfile"), errors);
}

void validate_pod_security_context(v1::PodSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  const v1::PodSecurityContext context = spec.security_context();
  validate_group(context.fs_group(), path.child("fsGroup"), errors);
  validate_user(context.run_as_user(), path.child("runAsUser"), errors);
  validate_group(context.run_as_group(), path.child("runAsGroup"), errors);
  for (auto [index, group] : context.supplemental_groups().enumerate())
    validate_group(group, path.child("supplementalGroups").index(index), errors);
  if (spec.host_pid() && spec.share_process_namespace() == true)
    errors.invalid(path.child("shareProcessNamespace"), "true", "ShareProcessNamespace and HostPID cannot both be enabled");
  validate_sysctls(spec, options.allow_namespaced_sysctls_for_host_net_and_host_ipc ? HostSysctls::kAllowed : HostSysctls::kForbidden,
                   path.child("sysctls"), errors);
  validate_choice(context.fs_group_change_policy(), kFsGroupChangePolicies, path.child("fsGroupChangePolicy"), errors);
  validate_seccomp_profile(context.seccomp_profile(), path.child("seccompProfile"), errors);
  validate_windows_options(context.windows_options(), path.child("windowsOptions"), errors);
  validate_app_armor_profile(context.app_armor_profile(), path.child("appArmorProfile"), errors);
  validate_choice(context.supplemental_groups_policy(), kSupplementalGroupsPolicies, path.child("supplementalGroupsPolicy"), errors);
  validate_choice(context.se_linux_change_policy(),
                  options.allow_only_recursive_selinux_change_policy ? std::span<const std::string_view>(kOnlyRecursive)
                                                                     : std::span<const std::string_view>(kSelinuxChangePolicies),
                  path.child("seLinuxChangePolicy"), errors);
}

void validate_host_users(v1::PodSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  if (uses_host_users(spec) == HostUsers::kYes) return;
  if (!options.allow_user_namespaces_host_network_support && spec.host_network())
    errors.forbidden(path.child("hostNetwork"), kUserNamespace);
  if (spec.host_pid()) errors.forbidden(path.child("HostPID"), kUserNamespace);
  if (spec.host_ipc()) errors.forbidden(path.child("HostIPC"), kUserNamespace);
  if (options.allow_user_namespaces_with_volume_devices) return;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    if (!container.volume_devices().empty()) errors.forbidden(at.child("volumeDevices"), kUserNamespace);
  });
}

}  // namespace pintle::core
