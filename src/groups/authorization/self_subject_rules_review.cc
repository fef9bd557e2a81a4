// SelfSubjectRulesReview: what the caller may do in a namespace; never stored. Source: authorization.k8s.io/v1 SelfSubjectRulesReview;
// pkg/registry/authorization/selfsubjectrulesreview.
#include "groups/authorization/authorization.h"

namespace pintle::authorization {

const api::Kind kSelfSubjectRulesReview = {
    .group = "authorization.k8s.io",
    .version = "v1",
    .kind = "SelfSubjectRulesReview",
    .resource = "selfsubjectrulesreviews",
    .singular = "selfsubjectrulesreview",
    .scope = api::Scope::kCluster,
    .verbs = api::kCreate,
};

}  // namespace pintle::authorization
