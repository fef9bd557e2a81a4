// The kinds of authorization.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::authorization {

extern const api::Kind kLocalSubjectAccessReview;
extern const api::Kind kSelfSubjectAccessReview;
extern const api::Kind kSelfSubjectRulesReview;
extern const api::Kind kSubjectAccessReview;

}  // namespace pintle::authorization
