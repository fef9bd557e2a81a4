// What answers the reviews of authentication.k8s.io: TokenReviews tells whom a token belongs to, SelfSubjectReviews who is asking.
//
//   registry->answer("authentication.k8s.io", "v1", "tokenreviews", "", std::make_shared<TokenReviews>(authenticator, api_audiences));
//
// A token that is not good is no error: the review's status says so. Thread: any.
// Source: k8s.io/kubernetes/pkg/registry/authentication/{tokenreview,selfsubjectreview}.
#pragma once

#include "api/action.h"
#include "auth/authenticator.h"

namespace pintle::authentication {

class TokenReviews final : public api::Answerer {
 public:
  // `authenticator` outlives it.
  TokenReviews(const auth::Authenticator& authenticator, auth::Audiences api_audiences)
      : authenticator_(authenticator), api_audiences_(std::move(api_audiences)) {}
  // Errors: 400 for a review without a token; 500 when what is known of the token has no audiences.
  Task<Result<api::ActionAnswer>> answer(api::ActionCall& action) const override;

 private:
  const auth::Authenticator& authenticator_;
  auth::Audiences api_audiences_;
};

class SelfSubjectReviews final : public api::Answerer {
 public:
  Task<Result<api::ActionAnswer>> answer(api::ActionCall& action) const override;
};

}  // namespace pintle::authentication
