// SelfSubjectAccessReview: may the caller do something; never stored. Source: authorization.k8s.io/v1 SelfSubjectAccessReview;
// pkg/registry/authorization/selfsubjectaccessreview.
#include "groups/authorization/authorization.h"

namespace pintle::authorization {

const api::Kind kSelfSubjectAccessReview = {
    .group = "authorization.k8s.io",
    .version = "v1",
    .kind = "SelfSubjectAccessReview",
    .resource = "selfsubjectaccessreviews",
    .singular = "selfsubjectaccessreview",
    .scope = api::Scope::kCluster,
    .verbs = api::kCreate,
};

}  // namespace pintle::authorization
