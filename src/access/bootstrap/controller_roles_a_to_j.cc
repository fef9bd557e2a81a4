// Roles of the controllers, the first half.
#include "access/bootstrap/policy.h"

namespace pintle::access {

std::vector<RoleRow> controller_roles_a_to_j() {
  return {
      {.name = "system:controller:attachdetach-controller",
       .rules =
           {
               {"list,watch", "", "persistentvolumeclaims,persistentvolumes"},
               {"get,list,watch", "", "nodes"},
               {"patch,update", "", "nodes/status"},
               {"list,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
               {"create,delete,get,list,watch", "storage.k8s.io", "volumeattachments"},
               {"get,list,watch", "storage.k8s.io", "csidrivers"},
               {"get,list,watch", "storage.k8s.io", "csinodes"},
           }},
      {.name = "system:controller:certificate-controller",
       .rules =
           {
               {"delete,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"},
               {"update", "certificates.k8s.io", "certificatesigningrequests/approval,certificatesigningrequests/status"},
               {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client-kubelet"},
               {"sign", "certificates.k8s.io", "signers",
                "kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/"
                "kubelet-serving,kubernetes.io/legacy-unknown"},
               {"create", "authorization.k8s.io", "subjectaccessreviews"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:clusterrole-aggregation-controller",
       .rules =
           {
               {"escalate,get,list,patch,update,watch", "rbac.authorization.k8s.io", "clusterroles"},
           }},
      {.name = "system:controller:cronjob-controller",
       .rules =
           {
               {"get,list,update,watch", "batch", "cronjobs"},
               {"create,delete,get,list,patch,update,watch", "batch", "jobs"},
               {"update", "batch", "cronjobs/status"},
               {"update", "batch", "cronjobs/finalizers"},
               {"delete,list,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:daemon-set-controller",
       .rules =
           {
               {"get,list,watch", "apps,extensions", "daemonsets"},
               {"update", "apps,extensions", "daemonsets/status"},
               {"update", "apps,extensions", "daemonsets/finalizers"},
               {"list,watch", "", "nodes"},
               {"create,delete,list,patch,watch", "", "pods"},
               {"create", "", "pods/binding"},
               {"create,delete,get,list,patch,update,watch", "apps", "controllerrevisions"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:deployment-controller",
       .rules =
           {
               {"get,list,update,watch", "apps,extensions", "deployments"},
               {"update", "apps,extensions", "deployments/status"},
               {"update", "apps,extensions", "deployments/finalizers"},
               {"create,delete,get,list,patch,update,watch", "apps,extensions", "replicasets"},
               {"get,list,update,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:device-taint-eviction-controller",
       .rules =
           {
               {"delete,get,list,watch", "", "pods"},
               {"patch,update", "", "pods/status"},
               {"get,list,watch", "resource.k8s.io", "resourceclaims"},
               {"get,list,watch", "resource.k8s.io", "resourceslices"},
               {"get,list,watch", "resource.k8s.io", "deviceclasses"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:disruption-controller",
       .rules =
           {
               {"get,list,watch", "apps,extensions", "deployments"},
               {"get,list,watch", "apps,extensions", "replicasets"},
               {"get,list,watch", "", "replicationcontrollers"},
               {"get,list,watch", "policy", "poddisruptionbudgets"},
               {"get,list,watch", "apps", "statefulsets"},
               {"update", "policy", "poddisruptionbudgets/status"},
               {"patch,update", "", "pods/status"},
               {"get", "*", "*/scale"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:endpoint-controller",
       .rules =
           {
               {"get,list,watch", "", "pods,services"},
               {"create,delete,get,list,update,watch", "", "endpoints"},
               {"create", "", "endpoints/restricted"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:endpointslice-controller",
       .rules =
           {
               {"get,list,watch", "", "nodes,pods,services"},
               {"update", "", "services/finalizers"},
               {"create,delete,get,list,update,watch", "discovery.k8s.io", "endpointslices"},
               {"create", "discovery.k8s.io", "endpointslices/restricted"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:endpointslicemirroring-controller",
       .rules =
           {
               {"get,list,watch", "", "endpoints,services"},
               {"update", "", "services/finalizers"},
               {"update", "", "endpoints/finalizers"},
               {"create,delete,get,list,update,watch", "discovery.k8s.io", "endpointslices"},
               {"create", "discovery.k8s.io", "endpointslices/restricted"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:ephemeral-volume-controller",
       .rules =
           {
               {"get,list,watch", "", "pods"},
               {"update", "", "pods/finalizers"},
               {"create,get,list,watch", "", "persistentvolumeclaims"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:expand-controller",
       .rules =
           {
               {"get,list,patch,update,watch", "", "persistentvolumes"},
               {"patch,update", "", "persistentvolumeclaims/status"},
               {"get,list,watch", "", "persistentvolumeclaims"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:generic-garbage-collector",
       .rules =
           {
               {"delete,get,list,patch,update,watch", "*", "*"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:horizontal-pod-autoscaler",
       .rules =
           {
               {"get,list,watch", "autoscaling", "horizontalpodautoscalers"},
               {"update", "autoscaling", "horizontalpodautoscalers/status"},
               {"get,update", "*", "*/scale"},
               {"list,watch", "", "pods"},
               {"list,watch", "metrics.k8s.io", "pods"},
               {"get,list,watch", "custom.metrics.k8s.io", "*"},
               {"get,list,watch", "external.metrics.k8s.io", "*"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:job-controller",
       .rules =
           {
               {"get,list,patch,update,watch", "batch", "jobs"},
               {"update", "batch", "jobs/status"},
               {"update", "batch", "jobs/finalizers"},
               {"create,delete,list,patch,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
  };
}

}  // namespace pintle::access
