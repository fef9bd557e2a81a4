// TokenRequests: what answers a create of serviceaccounts/token: a new token for the account, bound to a Pod, a Secret or a Node if
// the request says so.
//
//   registry->answer("", "v1", "serviceaccounts", "token", std::make_shared<TokenRequests>(TokenRequests::Parts{...}));
//
// Errors: 404 for an account or an object that does not exist, 409 when one has another uid, 422 for a life that is too short or too long,
// 400 for what tokens cannot be bound to. Thread: any.
// Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go.
#pragma once

#include <string>
#include <vector>

#include "api/action.h"
#include "auth/token_issuer.h"
#include "views/authentication_v1_mut.h"

namespace pintle::core {

// The hour that a token lives when nobody says how long.
void set_token_request_defaults(authentication::v1::TokenRequestMut request);

class TokenRequests final : public api::Answerer {
 public:
  struct Parts {
    const auth::TokenIssuer& issuer;
    std::vector<std::string> api_audiences;  // of this server; the default
    int64_t expiration_seconds_max = 0;      // --service-account-max-token-expiration; 0: none
    bool extend_expiration = true;           // --service-account-extend-token-expiration
  };
  explicit TokenRequests(Parts parts) : parts_(std::move(parts)) {}

  Task<Result<api::ActionAnswer>> answer(api::ActionCall& action) const override;

 private:
  struct Lives;
  Lives lives_of(authentication::v1::TokenRequest request, bool for_pod) const;
  Parts parts_;
};

}  // namespace pintle::core
