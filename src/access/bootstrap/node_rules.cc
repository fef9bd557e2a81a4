// What every node may do, whichever it is: the rules of the ClusterRole system:node, and of the node authorizer for what it does not
// know better.
#include "access/bootstrap/policy.h"

namespace pintle::access {

std::vector<RuleRow> node_rules() {
  return {
      {"create", "authentication.k8s.io", "tokenreviews"},
      {"create", "authorization.k8s.io", "localsubjectaccessreviews,subjectaccessreviews"},
      {"get,list,watch", "", "services"},
      {"create,get,list,watch", "", "nodes"},
      {"patch,update", "", "nodes/status"},
      {"patch,update", "", "nodes"},
      {"create,patch,update", ",events.k8s.io", "events"},
      {"get,list,watch", "", "pods"},
      {"create,delete", "", "pods"},
      {"patch,update", "", "pods/status"},
      {"create", "", "pods/eviction"},
      {"get,list,watch", "", "configmaps,secrets"},
      {"get", "", "persistentvolumeclaims,persistentvolumes"},
      {"get", "", "endpoints"},
      {"create,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"},
      {"create,delete,get,patch,update", "coordination.k8s.io", "leases"},
      {"get", "storage.k8s.io", "volumeattachments"},
      {"create", "", "serviceaccounts/token"},
      {"get,patch,update", "", "persistentvolumeclaims/status"},
      {"get,list,watch", "storage.k8s.io", "csidrivers"},
      {"create,delete,get,patch,update", "storage.k8s.io", "csinodes"},
      {"get,list,watch", "node.k8s.io", "runtimeclasses"},
      {"get", "resource.k8s.io", "resourceclaims"},
      {"deletecollection", "resource.k8s.io", "resourceslices"},
      {"get", "", "serviceaccounts"},
  };
}

}  // namespace pintle::access
