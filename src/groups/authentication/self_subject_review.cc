// SelfSubjectReview: who the caller is; never stored. Source: authentication.k8s.io/v1 SelfSubjectReview;
// pkg/registry/authentication/selfsubjectreview.
#include "groups/authentication/authentication.h"

namespace pintle::authentication {

const api::Kind kSelfSubjectReview = {
    .group = "authentication.k8s.io",
    .version = "v1",
    .kind = "SelfSubjectReview",
    .resource = "selfsubjectreviews",
    .singular = "selfsubjectreview",
    .scope = api::Scope::kCluster,
    .verbs = api::kCreate,
};

}  // namespace pintle::authentication
