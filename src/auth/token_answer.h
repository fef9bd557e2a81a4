// Whom a bearer token belongs to, and for which audiences: what stands between the authenticators of tokens and who asks them, a
// request's Authorization header or a TokenReview.
//
//   PINTLE_CO_TRY(TokenAnswerRef known, co_await tokens.authenticate(token, nullptr));     // for this server itself
//   if (!known) ...                                                                        // nobody knows the token
//
// A token is made for audiences: services that it may be shown to. A TokenReview names those that it asks for; without any it is this
// server's own (--api-audiences). An authenticator that knows no audiences (the token file, bootstrap tokens) is wrapped by
// audience_agnostic(): its tokens are for this server only.
//
// Ownership: answers are immutable and shared. Thread: any. Errors: 401 with a reason for the log and for TokenReviews.
// Source: k8s.io/apiserver/pkg/authentication/authenticator/{audiences,audagnostic,interfaces}.go, token/union.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/authenticator.h"
#include "auth/cluster_objects.h"
#include "auth/user.h"
#include "base/result.h"
#include "base/task.h"

namespace pintle::auth {

// Those of `wanted` that are in `had`, in the order of `wanted`.
Audiences intersect(const Audiences& had, const Audiences& wanted);

struct TokenAnswer {
  UserRef user;
  Audiences audiences;  // empty: this server's, when nobody has asked for any
  std::string_view warning;
  std::vector<AuditAnnotation> annotations;
  // The answer holds until then and while each of these objects stays at its revision.
  int64_t valid_until_seconds = std::numeric_limits<int64_t>::max();
  std::vector<ObjectVersion> relies_on;
};
using TokenAnswerRef = std::shared_ptr<const TokenAnswer>;  // null: not known

class AudienceTokenAuthenticator {
 public:
  virtual ~AudienceTokenAuthenticator() = default;
  // `wanted` null: the server's own audiences, for a request to it. What is passed in outlives the call.
  virtual Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const = 0;
};

// A part that knows no audiences, as one whose tokens are for `implicit`.
std::unique_ptr<AudienceTokenAuthenticator> audience_agnostic(std::unique_ptr<TokenAuthenticator> part, Audiences implicit);

// Asks each in turn; the first that knows the token decides. Error: all reasons of those that found it bad.
class TokenUnion final : public AudienceTokenAuthenticator {
 public:
  explicit TokenUnion(std::vector<std::unique_ptr<AudienceTokenAuthenticator>> parts) : parts_(std::move(parts)) {}
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

 private:
  std::vector<std::unique_ptr<AudienceTokenAuthenticator>> parts_;
};

}  // namespace pintle::auth
