#include "server/admission_plugin_names.h"

#include <algorithm>

namespace pintle::server {
namespace {

struct PluginName {
  std::string_view name;
  bool by_default;
};

constexpr PluginName kPlugins[] = {
    {"AlwaysAdmit", false},
    {"NamespaceAutoProvision", false},
    {"NamespaceLifecycle", true},
    {"NamespaceExists", false},
    {"LimitPodHardAntiAffinityTopology", false},
    {"LimitRanger", true},
    {"ServiceAccount", true},
    {"NodeRestriction", false},
    {"TaintNodesByCondition", true},
    {"AlwaysPullImages", false},
    {"ImagePolicyWebhook", false},
    {"PodSecurity", true},
    {"PodNodeSelector", false},
    {"Priority", true},
    {"DefaultTolerationSeconds", true},
    {"PodTolerationRestriction", false},
    {"EventRateLimit", false},
    {"ExtendedResourceToleration", false},
    {"DefaultStorageClass", true},
    {"StorageObjectInUseProtection", true},
    {"PodGroupProtection", true},
    {"OwnerReferencesPermissionEnforcement", false},
    {"PersistentVolumeClaimResize", true},
    {"RuntimeClass", true},
    {"CertificateApproval", true},
    {"CertificateSigning", true},
    {"ClusterTrustBundleAttest", true},
    {"CertificateSubjectRestriction", true},
    {"DefaultIngressClass", true},
    {"DenyServiceExternalIPs", false},
    {"PodTopologyLabels", true},
    {"PodGroupWorkloadExists", true},
    {"NodeDeclaredFeatureValidator", true},
    {"JobValidation", true},
    {"PodResizeValidator", true},
    {"MutatingAdmissionPolicy", true},
    {"MutatingAdmissionWebhook", true},
    {"ValidatingAdmissionPolicy", true},
    {"ValidatingAdmissionWebhook", true},
    {"ResourceQuota", true},
    {"AlwaysDeny", false},
};

}  // namespace

bool is_admission_plugin(std::string_view name) { return std::ranges::find(kPlugins, name, &PluginName::name) != std::end(kPlugins); }

std::vector<std::string> enabled_admission_plugins(std::span<const std::string> enable, std::span<const std::string> disable) {
  auto named_in = [](std::span<const std::string> names, std::string_view name) { return std::ranges::find(names, name) != names.end(); };
  std::vector<std::string> running;
  for (const PluginName& plugin : kPlugins) {
    bool wanted = (plugin.by_default || named_in(enable, plugin.name)) && !named_in(disable, plugin.name);
    if (wanted) running.emplace_back(plugin.name);
  }
  return running;
}

}  // namespace pintle::server
