// The checks of the baseline standard, by name.
#include <algorithm>
#include <set>
#include <span>

#include "object/go_format.h"
#include "plugins/pod_references.h"
#include "plugins/pod_security/checks.h"

namespace pintle::plugins {
namespace {

using core::v1::PodSpec;
using Found = std::set<std::string>;

constexpr std::string_view kAppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";
constexpr std::string_view kSeccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kSeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";
constexpr std::string_view kDefaultCapabilities[] = {"AUDIT_WRITE", "CHOWN",  "DAC_OVERRIDE",     "FOWNER",  "FSETID",
                                                     "KILL",        "MKNOD",  "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                                                     "SETPCAP",     "SETUID", "SYS_CHROOT"};
constexpr std::string_view kSeLinuxTypes[] = {"", "container_t", "container_init_t", "container_kvm_t"};
constexpr std::string_view kSeLinuxTypes131[] = {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"};

// Each version allows what the one before did and some more.
constexpr std::string_view kSysctls[] = {
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ip_local_reserved_ports",  // 1.27
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",  // 1.29
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem",  // 1.32
};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }
Names list(const Found& found) { return {found.begin(), found.end()}; }

// The containers that fail `is_bad(container)`.
template <class IsBad>
Names containers_where(PodSpec spec, IsBad is_bad) {
  Names names;
  visit_containers(spec, [&](auto container) {
    if (is_bad(container)) names.emplace_back(container.name());
    return true;
  });
  return names;
}

bool is_allowed_app_armor_type(std::string_view type) { return type == "RuntimeDefault" || type == "Localhost"; }

bool is_allowed_app_armor_annotation(std::string_view value) {
  return value.empty() || value == "runtime/default" || value.starts_with("localhost/");
}

bool is_allowed_seccomp_annotation(std::string_view value) {
  return value == "runtime/default" || value == "docker/default" || value.starts_with("localhost/");
}

// key="value"
std::string annotation_text(std::string_view key, std::string_view value) { return std::string(key) + "=" + object::quoted(value); }

template <class Handler>
void add_hosts(Handler handler, Found& hosts) {
  for (const std::string_view host : {handler.http_get().host(), handler.tcp_socket().host()})
    if (!host.empty()) hosts.emplace(host);
}

template <class Container>
Found hosts_of(Container container) {
  Found hosts;
  add_hosts(container.liveness_probe(), hosts);
  add_hosts(container.readiness_probe(), hosts);
  add_hosts(container.startup_probe(), hosts);
  add_hosts(container.lifecycle().post_start(), hosts);
  add_hosts(container.lifecycle().pre_stop(), hosts);
  return hosts;
}

std::optional<PodViolation> check_se_linux(PodSpec spec, std::span<const std::string_view> types) {
  Found bad_types;
  bool sets_user = false;
  bool sets_role = false;
  const auto is_bad = [&](core::v1::SELinuxOptions options) {
    if (!options) return false;
    const bool bad_type = !is_one_of(types, options.type());
    if (bad_type) bad_types.emplace(options.type());
    sets_user = sets_user || !options.user().empty();
    sets_role = sets_role || !options.role().empty();
    return bad_type || !options.user().empty() || !options.role().empty();
  };
  const bool pod = is_bad(spec.security_context().se_linux_options());
  const Names containers = containers_where(spec, [&](auto c) { return is_bad(c.security_context().se_linux_options()); });
  if (!pod && containers.empty()) return std::nullopt;
  Names what;
  if (!bad_types.empty()) what.push_back(std::string(plural("type", "types", bad_types.size())) + " " + quoted_list(list(bad_types)));
  if (sets_user) what.emplace_back("user may not be set");
  if (sets_role) what.emplace_back("role may not be set");
  return PodViolation{"seLinuxOptions", setters(pod, containers) + " set forbidden securityContext.seLinuxOptions: " + joined(what, "; ")};
}

std::optional<PodViolation> check_sysctls(PodSpec spec, size_t allowed) {
  Names forbidden;
  for (const core::v1::Sysctl sysctl : spec.security_context().sysctls())
    if (!is_one_of(std::span(kSysctls).first(allowed), sysctl.name())) forbidden.emplace_back(sysctl.name());
  if (forbidden.empty()) return std::nullopt;
  return PodViolation{"forbidden sysctls", joined(forbidden, ", ")};
}

}  // namespace

std::string joined(const Names& parts, std::string_view separator) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) text.append(i == 0 ? "" : separator).append(parts[i]);
  return text;
}

std::string quoted_list(const Names& names) { return names.empty() ? "" : "\"" + joined(names, R"(", ")") + "\""; }

std::string containers_named(const Names& names) {
  return std::string(plural("container", "containers", names.size())) + " " + quoted_list(names);
}

std::string setters(bool pod, const Names& containers) {
  Names who;
  if (pod) who.emplace_back("pod");
  if (!containers.empty()) who.push_back(containers_named(containers));
  return joined(who, " and ");
}

bool is_allowed_seccomp_type(std::string_view type) { return type == "Localhost" || type == "RuntimeDefault"; }

std::optional<PodViolation> app_armor_profile(const PodSubject& pod) {
  Found bad_types;
  const auto is_bad = [&](core::v1::AppArmorProfile profile) {
    if (!profile || is_allowed_app_armor_type(profile.type())) return false;
    bad_types.emplace(profile.type());
    return true;
  };
  const bool bad_pod = is_bad(pod.spec.security_context().app_armor_profile());
  const Names containers = containers_where(pod.spec, [&](auto c) { return is_bad(c.security_context().app_armor_profile()); });
  Names annotations;
  for (const auto [key, value] : pod.metadata.annotations())
    if (key.starts_with(kAppArmorPrefix) && !is_allowed_app_armor_annotation(value)) annotations.push_back(annotation_text(key, value));
  std::ranges::sort(annotations);

  Names who;
  if (bad_pod || !containers.empty()) who.push_back(setters(bad_pod, containers));
  if (!annotations.empty()) who.emplace_back(plural("annotation", "annotations", annotations.size()));
  if (who.empty()) return std::nullopt;
  Names values = list(bad_types);
  values.insert(values.end(), annotations.begin(), annotations.end());
  return PodViolation{std::string(plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.size())),
                      joined(who, " and ") + " must not set AppArmor profile type to " + quoted_list(values)};
}

std::optional<PodViolation> default_capabilities(const PodSubject& pod) {
  Found others;
  const Names containers = containers_where(pod.spec, [&](auto container) {
    bool bad = false;
    for (const std::string_view capability : container.security_context().capabilities().add()) {
      if (is_one_of(kDefaultCapabilities, capability)) continue;
      others.emplace(capability);
      bad = true;
    }
    return bad;
  });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"non-default capabilities", containers_named(containers) + " must not include " + quoted_list(list(others)) +
                                                      " in securityContext.capabilities.add"};
}

std::optional<PodViolation> host_namespaces(const PodSubject& pod) {
  Names used;
  if (pod.spec.host_network()) used.emplace_back("hostNetwork=true");
  if (pod.spec.host_pid()) used.emplace_back("hostPID=true");
  if (pod.spec.host_ipc()) used.emplace_back("hostIPC=true");
  if (used.empty()) return std::nullopt;
  return PodViolation{"host namespaces", joined(used, ", ")};
}

std::optional<PodViolation> host_path_volumes(const PodSubject& pod) {
  Names volumes;
  for (const core::v1::Volume volume : pod.spec.volumes())
    if (volume.host_path()) volumes.emplace_back(volume.name());
  if (volumes.empty()) return std::nullopt;
  return PodViolation{"hostPath volumes", std::string(plural("volume", "volumes", volumes.size())) + " " + quoted_list(volumes)};
}

std::optional<PodViolation> host_ports(const PodSubject& pod) {
  Found ports;
  const Names containers = containers_where(pod.spec, [&](auto container) {
    bool bad = false;
    for (const core::v1::ContainerPort port : container.ports()) {
      if (port.host_port() == 0) continue;
      ports.insert(std::to_string(port.host_port()));
      bad = true;
    }
    return bad;
  });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"hostPort", containers_named(containers) + " " + std::string(plural("uses", "use", containers.size())) + " " +
                                      std::string(plural("hostPort", "hostPorts", ports.size())) + " " + joined(list(ports), ", ")};
}

std::optional<PodViolation> host_probes(const PodSubject& pod) {
  Found containers;
  Found hosts;
  visit_containers(pod.spec, [&](auto container) {
    Found own = hosts_of(container);
    if (!own.empty()) containers.emplace(container.name());
    hosts.merge(own);
    return true;
  });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"probe or lifecycle host",
                      containers_named(list(containers)) + " " + std::string(plural("uses", "use", containers.size())) + " " +
                          std::string(plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.size())) + " " +
                          quoted_list(list(hosts))};
}

std::optional<PodViolation> privileged(const PodSubject& pod) {
  const Names containers = containers_where(pod.spec, [](auto c) { return c.security_context().privileged().value_or(false); });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"privileged", containers_named(containers) + " must not set securityContext.privileged=true"};
}

std::optional<PodViolation> proc_mount(const PodSubject& pod) {
  Found types;
  const Names containers = containers_where(pod.spec, [&](auto container) {
    const std::string_view type = container.security_context().proc_mount().value_or("Default");
    if (type == "Default") return false;
    types.emplace(type);
    return true;
  });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"procMount", containers_named(containers) + " must not set securityContext.procMount to " + quoted_list(list(types))};
}

std::optional<PodViolation> proc_mount_outside_user_namespace(const PodSubject& pod) {
  return has_user_namespace(pod.spec) ? std::nullopt : proc_mount(pod);
}

std::optional<PodViolation> se_linux_options(const PodSubject& pod) { return check_se_linux(pod.spec, kSeLinuxTypes); }
std::optional<PodViolation> se_linux_options_1_31(const PodSubject& pod) { return check_se_linux(pod.spec, kSeLinuxTypes131); }

std::optional<PodViolation> seccomp_annotations(const PodSubject& pod) {
  const auto annotations = pod.metadata.annotations();
  Found forbidden;
  const auto check = [&](const std::string& key) {
    if (annotations.contains(key) && !is_allowed_seccomp_annotation(annotations.get(key)))
      forbidden.insert(annotation_text(key, annotations.get(key)));
  };
  check(std::string(kSeccompOfPod));
  visit_containers(pod.spec, [&](auto container) {
    check(std::string(kSeccompOfContainer) + std::string(container.name()));
    return true;
  });
  if (forbidden.empty()) return std::nullopt;
  return PodViolation{"seccompProfile", "forbidden " + std::string(plural("annotation", "annotations", forbidden.size())) + " " +
                                            joined(list(forbidden), ", ")};
}

std::optional<PodViolation> seccomp_profile(const PodSubject& pod) {
  Found types;
  const auto is_bad = [&](core::v1::SeccompProfile profile) {
    if (!profile || is_allowed_seccomp_type(profile.type())) return false;
    types.emplace(profile.type());
    return true;
  };
  const bool bad_pod = is_bad(pod.spec.security_context().seccomp_profile());
  const Names containers = containers_where(pod.spec, [&](auto c) { return is_bad(c.security_context().seccomp_profile()); });
  if (!bad_pod && containers.empty()) return std::nullopt;
  return PodViolation{"seccompProfile",
                      setters(bad_pod, containers) + " must not set securityContext.seccompProfile.type to " + quoted_list(list(types))};
}

std::optional<PodViolation> sysctls(const PodSubject& pod) { return check_sysctls(pod.spec, 5); }
std::optional<PodViolation> sysctls_1_27(const PodSubject& pod) { return check_sysctls(pod.spec, 6); }
std::optional<PodViolation> sysctls_1_29(const PodSubject& pod) { return check_sysctls(pod.spec, 10); }
std::optional<PodViolation> sysctls_1_32(const PodSubject& pod) { return check_sysctls(pod.spec, std::size(kSysctls)); }

std::optional<PodViolation> windows_host_process(const PodSubject& pod) {
  const auto is_bad = [](core::v1::WindowsSecurityContextOptions options) { return options.host_process().value_or(false); };
  const bool bad_pod = is_bad(pod.spec.security_context().windows_options());
  const Names containers = containers_where(pod.spec, [&](auto c) { return is_bad(c.security_context().windows_options()); });
  if (!bad_pod && containers.empty()) return std::nullopt;
  return PodViolation{"hostProcess", setters(bad_pod, containers) + " must not set securityContext.windowsOptions.hostProcess=true"};
}

}  // namespace pintle::plugins
