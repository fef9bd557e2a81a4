// LocalSubjectAccessReview: may a subject do something in this namespace; never stored. Source: authorization.k8s.io/v1
// LocalSubjectAccessReview; pkg/registry/authorization/localsubjectaccessreview.
#include "groups/authorization/authorization.h"

namespace pintle::authorization {

const api::Kind kLocalSubjectAccessReview = {
    .group = "authorization.k8s.io",
    .version = "v1",
    .kind = "LocalSubjectAccessReview",
    .resource = "localsubjectaccessreviews",
    .singular = "localsubjectaccessreview",
    .verbs = api::kCreate,
};

}  // namespace pintle::authorization
