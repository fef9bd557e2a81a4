// Roles of the controllers, the second half.
#include "access/bootstrap/policy.h"

namespace pintle::access {

std::vector<RoleRow> controller_roles_l_to_z() {
  return {
      {.name = "system:controller:legacy-service-account-token-cleaner",
       .rules =
           {
               {"get", "", "configmaps", "kube-apiserver-legacy-service-account-token-tracking"},
               {"delete,patch", "", "secrets"},
           }},
      {.name = "system:controller:namespace-controller",
       .rules =
           {
               {"delete,get,list,watch", "", "namespaces"},
               {"update", "", "namespaces/finalize,namespaces/status"},
               {"delete,deletecollection,get,list,watch", "*", "*"},
           }},
      {.name = "system:controller:node-controller",
       .rules =
           {
               {"delete,get,list,patch,update,watch", "", "nodes"},
               {"patch,update", "", "nodes/status"},
               {"patch,update", "", "pods/status"},
               {"delete,get,list,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:persistent-volume-binder",
       .rules =
           {
               {"create,delete,get,list,update,watch", "", "persistentvolumes"},
               {"update", "", "persistentvolumes/status"},
               {"get,list,update,watch", "", "persistentvolumeclaims"},
               {"update", "", "persistentvolumeclaims/status"},
               {"create,delete,get,list,watch", "", "pods"},
               {"get,list,watch", "storage.k8s.io", "storageclasses"},
               {"list,watch", "", "nodes"},
               {"create,patch,update", ",events.k8s.io", "events"},
               {"watch", "", "events"},
           }},
      {.name = "system:controller:pod-garbage-collector",
       .rules =
           {
               {"delete,list,watch", "", "pods"},
               {"get,list,watch", "", "nodes"},
               {"patch", "", "pods/status"},
           }},
      {.name = "system:controller:pv-protection-controller",
       .rules =
           {
               {"get,list,update,watch", "", "persistentvolumes"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:pvc-protection-controller",
       .rules =
           {
               {"get,list,update,watch", "", "persistentvolumeclaims"},
               {"update", "", "persistentvolumeclaims/status"},
               {"get,list,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:replicaset-controller",
       .rules =
           {
               {"get,list,update,watch", "apps,extensions", "replicasets"},
               {"update", "apps,extensions", "replicasets/status"},
               {"update", "apps,extensions", "replicasets/finalizers"},
               {"create,delete,list,patch,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:replication-controller",
       .rules =
           {
               {"get,list,update,watch", "", "replicationcontrollers"},
               {"update", "", "replicationcontrollers/status"},
               {"update", "", "replicationcontrollers/finalizers"},
               {"create,delete,list,patch,watch", "", "pods"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:resource-claim-controller",
       .rules =
           {
               {"get,list,watch", "", "pods"},
               {"update", "", "pods/finalizers"},
               {"create,delete,get,list,watch", "resource.k8s.io", "resourceclaims"},
               {"patch,update", "resource.k8s.io", "resourceclaims,resourceclaims/status"},
               {"patch,update", "", "pods/status"},
               {"create,patch,update", ",events.k8s.io", "events"},
               {"patch,update", "resource.k8s.io", "resourceclaims/binding"},
           }},
      {.name = "system:controller:resourcequota-controller",
       .rules =
           {
               {"list,watch", "*", "*"},
               {"update", "", "resourcequotas/status"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:root-ca-cert-publisher",
       .rules =
           {
               {"create,update", "", "configmaps"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:route-controller",
       .rules =
           {
               {"list,watch", "", "nodes"},
               {"patch", "", "nodes/status"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:selinux-warning-controller",
       .rules =
           {
               {"create,patch,update", ",events.k8s.io", "events"},
               {"get,list,watch", "", "persistentvolumes"},
               {"get,list,watch", "", "persistentvolumeclaims"},
               {"get,list,watch", "", "pods"},
               {"get,list,watch", "storage.k8s.io", "csidrivers"},
           }},
      {.name = "system:controller:service-account-controller",
       .rules =
           {
               {"create", "", "serviceaccounts"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:service-ca-cert-publisher",
       .rules =
           {
               {"create,update", "", "configmaps"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:service-cidrs-controller",
       .rules =
           {
               {"get,list,patch,update,watch", "networking.k8s.io", "servicecidrs"},
               {"patch,update", "networking.k8s.io", "servicecidrs/finalizers"},
               {"patch,update", "networking.k8s.io", "servicecidrs/status"},
               {"get,list,watch", "networking.k8s.io", "ipaddresses"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:service-controller",
       .rules =
           {
               {"get,list,watch", "", "services"},
               {"patch,update", "", "services/status"},
               {"list,watch", "", "nodes"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:statefulset-controller",
       .rules =
           {
               {"list,watch", "", "pods"},
               {"get,list,watch", "apps", "statefulsets"},
               {"update", "apps", "statefulsets/status"},
               {"update", "apps", "statefulsets/finalizers"},
               {"create,delete,get,patch,update", "", "pods"},
               {"create,delete,get,list,patch,update,watch", "apps", "controllerrevisions"},
               {"create,get,list,watch", "", "persistentvolumeclaims"},
               {"delete,update", "", "persistentvolumeclaims"},
               {"update", "", "pods/finalizers"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:ttl-after-finished-controller",
       .rules =
           {
               {"delete,get,list,watch", "batch", "jobs"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:ttl-controller",
       .rules =
           {
               {"list,patch,update,watch", "", "nodes"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:validatingadmissionpolicy-status-controller",
       .rules =
           {
               {"get,list,watch", "admissionregistration.k8s.io", "validatingadmissionpolicies"},
               {"get,patch,update", "admissionregistration.k8s.io", "validatingadmissionpolicies/status"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
      {.name = "system:controller:volumeattributesclass-protection-controller",
       .rules =
           {
               {"get,list,watch", "", "persistentvolumeclaims"},
               {"get,list,watch", "", "persistentvolumes"},
               {"get,list,update,watch", "storage.k8s.io", "volumeattributesclasses"},
               {"create,patch,update", ",events.k8s.io", "events"},
           }},
  };
}

}  // namespace pintle::access
