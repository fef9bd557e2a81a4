// The checks that the restricted standard adds, by name.
#include <set>

#include "plugins/pod_references.h"
#include "plugins/pod_security/checks.h"

namespace pintle::plugins {
namespace {

using core::v1::Volume;
using Found = std::set<std::string>;

struct VolumeType {
  std::string_view name;
  bool (*is)(Volume volume);
};

bool is_allowed_volume(Volume v) {
  return v.config_map() || v.csi() || v.downward_api() || v.empty_dir() || v.ephemeral() || v.image() || v.persistent_volume_claim() ||
         v.projected() || v.secret();
}

constexpr VolumeType kOtherVolumes[] = {
    {"hostPath", [](Volume v) { return v.host_path().present(); }},
    {"gcePersistentDisk", [](Volume v) { return v.gce_persistent_disk().present(); }},
    {"awsElasticBlockStore", [](Volume v) { return v.aws_elastic_block_store().present(); }},
    {"gitRepo", [](Volume v) { return v.git_repo().present(); }},
    {"nfs", [](Volume v) { return v.nfs().present(); }},
    {"iscsi", [](Volume v) { return v.iscsi().present(); }},
    {"glusterfs", [](Volume v) { return v.glusterfs().present(); }},
    {"rbd", [](Volume v) { return v.rbd().present(); }},
    {"flexVolume", [](Volume v) { return v.flex_volume().present(); }},
    {"cinder", [](Volume v) { return v.cinder().present(); }},
    {"cephfs", [](Volume v) { return v.cephfs().present(); }},
    {"flocker", [](Volume v) { return v.flocker().present(); }},
    {"fc", [](Volume v) { return v.fc().present(); }},
    {"azureFile", [](Volume v) { return v.azure_file().present(); }},
    {"vsphereVolume", [](Volume v) { return v.vsphere_volume().present(); }},
    {"quobyte", [](Volume v) { return v.quobyte().present(); }},
    {"azureDisk", [](Volume v) { return v.azure_disk().present(); }},
    {"photonPersistentDisk", [](Volume v) { return v.photon_persistent_disk().present(); }},
    {"portworxVolume", [](Volume v) { return v.portworx_volume().present(); }},
    {"scaleIO", [](Volume v) { return v.scale_io().present(); }},
    {"storageos", [](Volume v) { return v.storageos().present(); }},
};

std::string_view type_of(Volume volume) {
  for (const VolumeType& type : kOtherVolumes)
    if (type.is(volume)) return type.name;
  return "unknown";
}

Names list(const Found& found) { return {found.begin(), found.end()}; }

bool drops_all(core::v1::Capabilities capabilities) { return capabilities.drop().contains("ALL"); }

}  // namespace

std::optional<PodViolation> privilege_escalation(const PodSubject& pod) {
  Names containers;
  visit_containers(pod.spec, [&](auto container) {
    if (container.security_context().allow_privilege_escalation().value_or(true)) containers.emplace_back(container.name());
    return true;
  });
  if (containers.empty()) return std::nullopt;
  return PodViolation{"allowPrivilegeEscalation != false",
                      containers_named(containers) + " must set securityContext.allowPrivilegeEscalation=false"};
}

std::optional<PodViolation> privilege_escalation_on_linux(const PodSubject& pod) {
  return is_windows(pod.spec) ? std::nullopt : privilege_escalation(pod);
}

std::optional<PodViolation> dropped_capabilities(const PodSubject& pod) {
  Names without_drop;
  Names adding;
  Found added;
  visit_containers(pod.spec, [&](auto container) {
    const core::v1::Capabilities capabilities = container.security_context().capabilities();
    if (!drops_all(capabilities)) without_drop.emplace_back(container.name());
    bool adds = false;
    for (const std::string_view capability : capabilities.add()) {
      if (capability == "NET_BIND_SERVICE") continue;
      added.emplace(capability);
      adds = true;
    }
    if (adds) adding.emplace_back(container.name());
    return true;
  });
  Names details;
  if (!without_drop.empty()) details.push_back(containers_named(without_drop) + R"( must set securityContext.capabilities.drop=["ALL"])");
  if (!adding.empty())
    details.push_back(containers_named(adding) + " must not include " + quoted_list(list(added)) + " in securityContext.capabilities.add");
  if (details.empty()) return std::nullopt;
  return PodViolation{"unrestricted capabilities", joined(details, "; ")};
}

std::optional<PodViolation> dropped_capabilities_on_linux(const PodSubject& pod) {
  return is_windows(pod.spec) ? std::nullopt : dropped_capabilities(pod);
}

std::optional<PodViolation> volume_types(const PodSubject& pod) {
  Names volumes;
  Found types;
  for (const Volume volume : pod.spec.volumes()) {
    if (is_allowed_volume(volume)) continue;
    volumes.emplace_back(volume.name());
    types.emplace(type_of(volume));
  }
  if (volumes.empty()) return std::nullopt;
  return PodViolation{"restricted volume types",
                      std::string(plural("volume", "volumes", volumes.size())) + " " + quoted_list(volumes) + " " +
                          std::string(plural("uses", "use", volumes.size())) + " " +
                          std::string(plural("restricted volume type", "restricted volume types", types.size())) + " " +
                          quoted_list(list(types))};
}

std::optional<PodViolation> run_as_non_root(const PodSubject& pod) {
  const std::optional<bool> of_pod = pod.spec.security_context().run_as_non_root();
  Names saying_no;
  Names saying_nothing;
  visit_containers(pod.spec, [&](auto container) {
    const std::optional<bool> own = container.security_context().run_as_non_root();
    if (own && !*own) saying_no.emplace_back(container.name());
    if (!own && !of_pod.value_or(false)) saying_nothing.emplace_back(container.name());
    return true;
  });
  constexpr std::string_view kReason = "runAsNonRoot != true";
  const bool pod_says_no = of_pod && !*of_pod;
  if (pod_says_no || !saying_no.empty())
    return PodViolation{std::string(kReason), setters(pod_says_no, saying_no) + " must not set securityContext.runAsNonRoot=false"};
  if (saying_nothing.empty()) return std::nullopt;
  return PodViolation{std::string(kReason), "pod or " + containers_named(saying_nothing) + " must set securityContext.runAsNonRoot=true"};
}

std::optional<PodViolation> run_as_non_root_outside_user_namespace(const PodSubject& pod) {
  return has_user_namespace(pod.spec) ? std::nullopt : run_as_non_root(pod);
}

std::optional<PodViolation> run_as_user(const PodSubject& pod) {
  const bool pod_is_root = pod.spec.security_context().run_as_user() == 0;
  Names roots;
  visit_containers(pod.spec, [&](auto container) {
    if (container.security_context().run_as_user() == 0) roots.emplace_back(container.name());
    return true;
  });
  if (!pod_is_root && roots.empty()) return std::nullopt;
  return PodViolation{"runAsUser=0", setters(pod_is_root, roots) + " must not set runAsUser=0"};
}

std::optional<PodViolation> run_as_user_outside_user_namespace(const PodSubject& pod) {
  return has_user_namespace(pod.spec) ? std::nullopt : run_as_user(pod);
}

std::optional<PodViolation> required_seccomp_profile(const PodSubject& pod) {
  if (auto forbidden = seccomp_profile(pod)) return forbidden;
  if (pod.spec.security_context().seccomp_profile()) return std::nullopt;
  Names without;
  visit_containers(pod.spec, [&](auto container) {
    if (!container.security_context().seccomp_profile()) without.emplace_back(container.name());
    return true;
  });
  if (without.empty()) return std::nullopt;
  return PodViolation{"seccompProfile", "pod or " + containers_named(without) +
                                            R"( must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")"};
}

std::optional<PodViolation> required_seccomp_profile_on_linux(const PodSubject& pod) {
  return is_windows(pod.spec) ? std::nullopt : required_seccomp_profile(pod);
}

}  // namespace pintle::plugins
