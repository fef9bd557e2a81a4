// Roles of the components of a cluster.
#include "access/bootstrap/policy.h"

namespace pintle::access {

std::vector<RoleRow> component_roles() {
  return {
      {.name = "system:auth-delegator",
       .rules =
           {
               {"create", "authentication.k8s.io", "tokenreviews"},
               {"create", "authorization.k8s.io", "subjectaccessreviews"},
           }},
      {.name = "system:heapster",
       .rules =
           {
               {"get,list,watch", "", "events,namespaces,nodes,pods"},
               {"get,list,watch", "extensions", "deployments"},
           }},
      {.name = "system:kube-aggregator",
       .rules =
           {
               {"get,list,watch", "", "endpoints,services"},
           }},
      {.name = "system:kube-controller-manager",
       .rules =
           {
               {"create,patch,update", ",events.k8s.io", "events"},
               {"create", "coordination.k8s.io", "leases"},
               {"get,update", "coordination.k8s.io", "leases", "kube-controller-manager"},
               {"create", "", "secrets,serviceaccounts"},
               {"delete", "", "secrets"},
               {"get", "", "configmaps,namespaces,secrets,serviceaccounts"},
               {"update", "", "secrets,serviceaccounts"},
               {"create", "authentication.k8s.io", "tokenreviews"},
               {"create", "authorization.k8s.io", "subjectaccessreviews"},
               {"list,watch", "*", "*"},
               {"create", "", "serviceaccounts/token"},
           }},
      {.name = "system:kube-dns",
       .rules =
           {
               {"list,watch", "", "endpoints,services"},
           }},
      {.name = "system:kube-scheduler",
       .rules =
           {
               {"create,patch,update", ",events.k8s.io", "events"},
               {"create", "coordination.k8s.io", "leases"},
               {"get,list,update,watch", "coordination.k8s.io", "leases", "kube-scheduler"},
               {"create,delete,deletecollection,get,list,patch,update,watch", "coordination.k8s.io", "leasecandidates"},
               {"get,list,watch", "", "nodes"},
               {"delete,get,list,watch", "", "pods"},
               {"create", "", "bindings,pods/binding"},
               {"patch,update", "", "pods/status"},
               {"get,list,watch", "", "replicationcontrollers,services"},
               {"get,list,watch", "apps,extensions", "replicasets"},
               {"get,list,watch", "apps", "statefulsets"},
               {"get,list,watch", "policy", "poddisruptionbudgets"},
               {"get,list,watch", "", "persistentvolumeclaims,persistentvolumes"},
               {"create", "authentication.k8s.io", "tokenreviews"},
               {"create", "authorization.k8s.io", "subjectaccessreviews"},
               {"get,list,watch", "storage.k8s.io", "csinodes"},
               {"get,list,watch", "storage.k8s.io", "volumeattachments"},
               {"get,list,watch", "", "namespaces"},
               {"get,list,watch", "storage.k8s.io", "csidrivers"},
               {"get,list,watch", "storage.k8s.io", "csistoragecapacities"},
               {"get,list,watch", "resource.k8s.io", "deviceclasses"},
               {"get,list,patch,update,watch", "resource.k8s.io", "resourceclaims"},
               {"get,list,patch,update,watch", "resource.k8s.io", "resourceclaims/status"},
               {"update", "", "pods/finalizers"},
               {"get,list,watch", "resource.k8s.io", "resourceslices"},
               {"create,delete", "resource.k8s.io", "resourceclaims"},
               {"patch,update", "resource.k8s.io", "resourceclaims/binding"},
           }},
      {.name = "system:kubelet-api-admin",
       .rules =
           {
               {"get,list,watch", "", "nodes"},
               {"proxy", "", "nodes"},
               {"*", "", "nodes/log,nodes/metrics,nodes/proxy,nodes/stats"},
               {"*", "", "nodes/configz,nodes/healthz,nodes/pods"},
           }},
      {.name = "system:node-bootstrapper",
       .rules =
           {
               {"create,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"},
           }},
      {.name = "system:node-problem-detector",
       .rules =
           {
               {"get", "", "nodes"},
               {"patch", "", "nodes/status"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:node-proxier",
       .rules =
           {
               {"list,watch", "", "endpoints,services"},
               {"get,list,watch", "", "nodes"},
               {"create,patch,update", ",events.k8s.io", "events"},
               {"list,watch", "networking.k8s.io", "servicecidrs"},
               {"list,watch", "discovery.k8s.io", "endpointslices"},
           }},
      {.name = "system:persistent-volume-provisioner",
       .rules =
           {
               {"create,delete,get,list,watch", "", "persistentvolumes"},
               {"get,list,update,watch", "", "persistentvolumeclaims"},
               {"get,list,watch", "storage.k8s.io", "storageclasses"},
               {"watch", "", "events"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:volume-scheduler",
       .rules =
           {
               {"get,list,patch,update,watch", "", "persistentvolumes"},
               {"get,list,watch", "storage.k8s.io", "storageclasses"},
               {"get,list,patch,update,watch", "", "persistentvolumeclaims"},
           }},
  };
}

}  // namespace pintle::access
