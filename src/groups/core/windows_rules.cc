#include "groups/core/windows_rules.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "groups/core/container.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr size_t kCredentialSpecBytesMax = 64 << 10;
constexpr size_t kDomainBytesMax = 255;
constexpr size_t kUserBytesMax = 104;
constexpr size_t kNetBiosCharactersMax = 15;
constexpr size_t kDnsLabelBytesMax = 63;
constexpr std::string_view kOperatingSystems[] = {"linux", "windows"};
constexpr std::string_view kNotOnLinux = "windows options cannot be set for a linux pod";
constexpr std::string_view kNotOnWindows = "cannot be set for a windows pod";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_net_bios_domain(std::string_view domain) {
  if (domain.empty() || domain.front() == '.' || domain.find_first_of("\\/:*?\"<>|") != std::string_view::npos) return false;
  size_t characters = 0;
  for (std::string_view rest = domain; !rest.empty(); rest.remove_prefix(first_rune(rest).size)) ++characters;
  return characters <= kNetBiosCharactersMax;
}

bool is_dns_label(std::string_view label) {
  return !label.empty() && label.size() <= kDnsLabelBytesMax && is_alphanumeric(label.front()) && is_alphanumeric(label.back()) &&
         std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_dns_domain(std::string_view domain) {
  for (;;) {
    const size_t dot = domain.find('.');
    if (!is_dns_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

// "DOMAIN\user": upstream's faults in its order.
object::Messages user_name_faults(std::string_view name) {
  if (name.empty()) return {"runAsUserName cannot be an empty string"};
  if (std::ranges::any_of(name, is_control)) return {"runAsUserName cannot contain control characters"};
  if (std::ranges::count(name, '\\') > 1) return {"runAsUserName cannot contain more than one backslash"};
  const size_t backslash = name.find('\\');
  const bool has_domain = backslash != std::string_view::npos;
  const std::string_view domain = has_domain ? name.substr(0, backslash) : std::string_view();
  const std::string_view user = has_domain ? name.substr(backslash + 1) : name;
  object::Messages faults;
  if (domain.size() > kDomainBytesMax) faults.emplace_back("runAsUserName's Domain length must be under 256 characters");
  if (has_domain && !is_net_bios_domain(domain) && !is_dns_domain(domain))
    faults.emplace_back("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  if (user.empty()) faults.emplace_back("runAsUserName's User cannot be empty");
  if (user.size() > kUserBytesMax) faults.emplace_back("runAsUserName's User length must not be longer than 104 characters");
  if (!user.empty() && user.find_first_not_of(". ") == std::string_view::npos)
    faults.emplace_back("runAsUserName's User cannot contain only periods or spaces");
  if (user.find_first_of("\"/\\:;|=,+*?<>@[]") != std::string_view::npos)
    faults.emplace_back(R"(runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[])");
  return faults;
}

void validate_credential_spec(std::string_view spec, const FieldPath& path, ErrorList& errors) {
  if (spec.empty())
    errors.invalid(path, json_quoted(spec), "gmsaCredentialSpec cannot be an empty string");
  else if (spec.size() > kCredentialSpecBytesMax)
    errors.invalid(path, json_quoted(spec), "gmsaCredentialSpec size must be under 64 KiB");
}

std::string_view truth(bool value) { return value ? "true" : "false"; }

void validate_linux(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  if (spec.security_context().has_windows_options()) errors.forbidden(path.child("securityContext").child("windowsOptions"), kNotOnLinux);
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    if (container.security_context().has_windows_options())
      errors.forbidden(at.child("securityContext").child("windowsOptions"), kNotOnLinux);
  });
}

void forbid_pod_fields(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const v1::PodSecurityContext context = spec.security_context();
  const FieldPath context_path = path.child("securityContext");
  const auto forbid = [&](bool present, const FieldPath& parent, std::string_view name) {
    if (present) errors.forbidden(parent.child(name), kNotOnWindows);
  };
  forbid(context.has_app_armor_profile(), context_path, "appArmorProfile");
  forbid(context.has_se_linux_options(), context_path, "seLinuxOptions");
  forbid(spec.has_host_users(), path, "hostUsers");
  forbid(spec.host_pid(), path, "hostPID");
  forbid(spec.host_ipc(), path, "hostIPC");
  forbid(context.has_seccomp_profile(), context_path, "seccompProfile");
  forbid(context.has_fs_group(), context_path, "fsGroup");
  forbid(context.has_fs_group_change_policy(), context_path, "fsGroupChangePolicy");
  forbid(!context.sysctls().empty(), context_path, "sysctls");
  forbid(spec.has_share_process_namespace(), path, "shareProcessNamespace");
  forbid(context.has_run_as_user(), context_path, "runAsUser");
  forbid(context.has_run_as_group(), context_path, "runAsGroup");
  forbid(context.has_supplemental_groups(), context_path, "supplementalGroups");
  forbid(context.has_supplemental_groups_policy(), context_path, "supplementalGroupsPolicy");
  forbid(context.has_se_linux_change_policy(), context_path, "seLinuxChangePolicy");
}

void forbid_container_fields(v1::SecurityContext context, const FieldPath& path, ErrorList& errors) {
  const auto forbid = [&](bool present, std::string_view name) {
    if (present) errors.forbidden(path.child(name), kNotOnWindows);
  };
  forbid(context.has_app_armor_profile(), "appArmorProfile");
  forbid(context.has_se_linux_options(), "seLinuxOptions");
  forbid(context.has_seccomp_profile(), "seccompProfile");
  forbid(context.has_capabilities(), "capabilities");
  forbid(context.has_read_only_root_filesystem(), "readOnlyRootFilesystem");
  forbid(context.has_privileged(), "privileged");
  forbid(context.has_allow_privilege_escalation(), "allowPrivilegeEscalation");
  forbid(context.has_proc_mount(), "procMount");
  forbid(context.has_run_as_user(), "runAsUser");
  forbid(context.has_run_as_group(), "runAsGroup");
}

void validate_windows(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  forbid_pod_fields(spec, path, errors);
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    forbid_container_fields(container.security_context(), at.child("securityContext"), errors);
  });
}

}  // namespace

void validate_windows_options(v1::WindowsSecurityContextOptions options, const FieldPath& path, ErrorList& errors) {
  if (const auto name = options.gmsa_credential_spec_name())
    errors.invalid_each(path.child("gmsaCredentialSpecName"), json_quoted(*name), object::is_dns1123_subdomain(*name));
  if (const auto spec = options.gmsa_credential_spec()) validate_credential_spec(*spec, path.child("gmsaCredentialSpec"), errors);
  if (const auto name = options.run_as_user_name())
    errors.invalid_each(path.child("runAsUserName"), json_quoted(*name), user_name_faults(*name));
}

void validate_host_process_pod(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto of_pod = spec.security_context().windows_options().host_process();
  size_t containers = 0;
  size_t host_processes = 0;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    ++containers;
    const auto own = container.security_context().windows_options().host_process();
    if (of_pod && own && *of_pod != *own)
      errors.invalid(at.child("securityContext").child("windowsOptions").child("hostProcess"), truth(*own),
                     "pod hostProcess value must be identical if both are specified, was " + std::string(truth(*of_pod)));
    if (own.value_or(of_pod.value_or(false))) ++host_processes;
  });
  if (host_processes == 0) return;
  if (host_processes != containers)
    errors.invalid(path, object::quoted(""),
                   "If pod contains any hostProcess containers then all containers must be HostProcess containers");
  if (!spec.host_network())
    errors.invalid(path.child("hostNetwork"), "false", "hostNetwork must be true if pod contains any hostProcess containers");
}

void validate_os(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  if (!spec.os()) return;
  const std::string_view name = spec.os().name();
  const FieldPath os_path = path.child("os");
  if (name.empty())
    errors.required(os_path.child("name"), "");
  else if (name == "linux")
    validate_linux(spec, path, errors);
  else if (name == "windows")
    validate_windows(spec, path, errors);
  else
    errors.not_supported(os_path, json_quoted(name), kOperatingSystems);
}

}  // namespace pintle::core
