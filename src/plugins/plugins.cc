#include "plugins/plugins.h"

namespace pintle::plugins {
namespace {

struct Row {
  std::string_view name;
  PluginPtr (*make)(const Parts& parts);
};

constexpr Row kRows[] = {
    {"CertificateApproval", certificate_approval},
    {"CertificateSigning", certificate_signing},
    {"CertificateSubjectRestriction", certificate_subject_restriction},
    {"DefaultIngressClass", default_ingress_class},
    {"DefaultStorageClass", default_storage_class},
    {"DefaultTolerationSeconds", default_toleration_seconds},
    {"LimitRanger", limit_ranger},
    {"NodeDeclaredFeatureValidator", node_declared_feature_validator},
    {"NodeRestriction", node_restriction},
    {"PersistentVolumeClaimResize", persistent_volume_claim_resize},
    {"PodResizeValidator", pod_resize_validator},
    {"PodSecurity", pod_security},
    {"PodTopologyLabels", pod_topology_labels},
    {"Priority", priority},
    {"ResourceQuota", resource_quota},
    {"RuntimeClass", runtime_class},
    {"ServiceAccount", service_account},
    {"StorageObjectInUseProtection", storage_object_in_use_protection},
    {"TaintNodesByCondition", taint_nodes_by_condition},
};

}  // namespace

PluginPtr make(std::string_view name, const Parts& parts) {
  for (const Row& row : kRows)
    if (row.name == name) return row.make(parts);
  return nullptr;
}

}  // namespace pintle::plugins
