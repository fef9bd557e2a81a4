// TokenReview: whom a token belongs to; never stored. Source: authentication.k8s.io/v1 TokenReview;
// pkg/registry/authentication/tokenreview.
#include "groups/authentication/authentication.h"

namespace pintle::authentication {

const api::Kind kTokenReview = {
    .group = "authentication.k8s.io",
    .version = "v1",
    .kind = "TokenReview",
    .resource = "tokenreviews",
    .singular = "tokenreview",
    .scope = api::Scope::kCluster,
    .verbs = api::kCreate,
};

}  // namespace pintle::authentication
