#include "groups/all.h"

#include <array>

#include "groups/admissionregistration/admissionregistration.h"
#include "groups/apiextensions/apiextensions.h"
#include "groups/apiregistration/apiregistration.h"
#include "groups/apps/apps.h"
#include "groups/authentication/authentication.h"
#include "groups/authorization/authorization.h"
#include "groups/autoscaling/autoscaling.h"
#include "groups/batch/batch.h"
#include "groups/certificates/certificates.h"
#include "groups/coordination/coordination.h"
#include "groups/core/core.h"
#include "groups/discovery/discovery.h"
#include "groups/events/events.h"
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/networking/networking.h"
#include "groups/node/node.h"
#include "groups/policy/policy.h"
#include "groups/rbac/rbac.h"
#include "groups/resource/resource.h"
#include "groups/scheduling/scheduling.h"
#include "groups/storage/storage.h"

namespace pintle::groups {

std::span<const api::Kind* const> all() {
  static constexpr std::array kKinds = {
      &core::kBinding,
      &core::kComponentStatus,
      &core::kConfigMap,
      &core::kEndpoints,
      &core::kEvent,
      &core::kLimitRange,
      &core::kNamespace,
      &core::kNode,
      &core::kPersistentVolumeClaim,
      &core::kPersistentVolume,
      &core::kPod,
      &core::kPodTemplate,
      &core::kReplicationController,
      &core::kResourceQuota,
      &core::kSecret,
      &core::kServiceAccount,
      &core::kService,
      &apiregistration::kAPIService,
      &apps::kControllerRevision,
      &apps::kDaemonSet,
      &apps::kDeployment,
      &apps::kReplicaSet,
      &apps::kStatefulSet,
      &events::kEvent,
      &authentication::kSelfSubjectReview,
      &authentication::kTokenReview,
      &authorization::kLocalSubjectAccessReview,
      &authorization::kSelfSubjectAccessReview,
      &authorization::kSelfSubjectRulesReview,
      &authorization::kSubjectAccessReview,
      &autoscaling::kHorizontalPodAutoscaler,
      &autoscaling::kHorizontalPodAutoscalerV1,
      &batch::kCronJob,
      &batch::kJob,
      &certificates::kCertificateSigningRequest,
      &networking::kIngressClass,
      &networking::kIngress,
      &networking::kIPAddress,
      &networking::kNetworkPolicy,
      &networking::kServiceCIDR,
      &policy::kPodDisruptionBudget,
      &rbac::kClusterRoleBinding,
      &rbac::kClusterRole,
      &rbac::kRoleBinding,
      &rbac::kRole,
      &storage::kCSIDriver,
      &storage::kCSINode,
      &storage::kCSIStorageCapacity,
      &storage::kStorageClass,
      &storage::kVolumeAttachment,
      &storage::kVolumeAttributesClass,
      &admissionregistration::kMutatingAdmissionPolicy,
      &admissionregistration::kMutatingAdmissionPolicyBinding,
      &admissionregistration::kMutatingWebhookConfiguration,
      &admissionregistration::kValidatingAdmissionPolicy,
      &admissionregistration::kValidatingAdmissionPolicyBinding,
      &admissionregistration::kValidatingWebhookConfiguration,
      &apiextensions::kCustomResourceDefinition,
      &scheduling::kPriorityClass,
      &coordination::kLease,
      &node::kRuntimeClass,
      &discovery::kEndpointSlice,
      &resource::kDeviceClass,
      &resource::kResourceClaim,
      &resource::kResourceClaimTemplate,
      &resource::kResourceSlice,
      &flowcontrol::kFlowSchema,
      &flowcontrol::kPriorityLevelConfiguration,
  };
  return kKinds;
}

}  // namespace pintle::groups
