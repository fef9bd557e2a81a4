// SubjectAccessReview: may a subject do something; never stored. Source: authorization.k8s.io/v1 SubjectAccessReview;
// pkg/registry/authorization/subjectaccessreview.
#include "groups/authorization/authorization.h"

namespace pintle::authorization {

const api::Kind kSubjectAccessReview = {
    .group = "authorization.k8s.io",
    .version = "v1",
    .kind = "SubjectAccessReview",
    .resource = "subjectaccessreviews",
    .singular = "subjectaccessreview",
    .scope = api::Scope::kCluster,
    .verbs = api::kCreate,
};

}  // namespace pintle::authorization
