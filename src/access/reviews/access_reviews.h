// What answers SubjectAccessReviews, LocalSubjectAccessReviews, SelfSubjectAccessReviews and SelfSubjectRulesReviews.
//
//   answer_reviews(registry, authorizer);      // before anything is served
//
// Ownership: the registry owns the answerers; the authorizer outlives it. Thread: they run on any loop.
// Errors: 422 as access_review_rules.h has them, with an empty kind, as upstream; 400 for a rules review without a namespace.
// Source: pkg/registry/authorization/*/rest.go.
#pragma once

#include "api/resource.h"
#include "auth/authorizer.h"

namespace pintle::access {

void answer_reviews(api::Registry& registry, const auth::Authorizer& authorizer);

}  // namespace pintle::access
