// The kinds of authentication.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::authentication {

extern const api::Kind kSelfSubjectReview;
extern const api::Kind kTokenReview;

}  // namespace pintle::authentication
