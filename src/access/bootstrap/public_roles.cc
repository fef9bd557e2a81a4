// Roles of everybody: discovery, health, one's own permissions; and those that approve certificates.
#include "access/bootstrap/policy.h"

namespace pintle::access {

std::vector<RoleRow> public_roles() {
  return {
      {.name = "system:basic-user",
       .rules =
           {
               {"create", "authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews"},
               {"create", "authentication.k8s.io", "selfsubjectreviews"},
           }},
      {.name = "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
       .rules =
           {
               {"create", "certificates.k8s.io", "certificatesigningrequests/nodeclient"},
           }},
      {.name = "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
       .rules =
           {
               {"create", "certificates.k8s.io", "certificatesigningrequests/selfnodeclient"},
           }},
      {.name = "system:certificates.k8s.io:kube-apiserver-client-approver",
       .rules =
           {
               {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client"},
           }},
      {.name = "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
       .rules =
           {
               {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client-kubelet"},
           }},
      {.name = "system:certificates.k8s.io:kubelet-serving-approver",
       .rules =
           {
               {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kubelet-serving"},
           }},
      {.name = "system:certificates.k8s.io:legacy-unknown-approver",
       .rules =
           {
               {"approve", "certificates.k8s.io", "signers", "kubernetes.io/legacy-unknown"},
           }},
      {.name = "system:discovery",
       .rules =
           {
               {.verbs = "get", .urls = "/api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/"},
           }},
      {.name = "system:monitoring",
       .rules =
           {
               {.verbs = "get", .urls = "/flagz,/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*,/statusz"},
               {"get", "", "nodes/metrics"},
           }},
      {.name = "system:public-info-viewer",
       .rules =
           {
               {.verbs = "get", .urls = "/healthz,/livez,/readyz,/version,/version/"},
           }},
      {.name = "system:service-account-issuer-discovery",
       .rules =
           {
               {.verbs = "get",
                .urls = "/.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/"},
           }},
  };
}

}  // namespace pintle::access
