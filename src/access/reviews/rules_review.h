// RulesReviews answers SelfSubjectRulesReviews: what the caller may do in a namespace, as far as it can be listed.
// Source: pkg/registry/authorization/selfsubjectrulesreview/rest.go.
#pragma once

#include "api/action.h"
#include "auth/authorizer.h"

namespace pintle::access {

class RulesReviews final : public api::Answerer {
 public:
  explicit RulesReviews(const auth::Authorizer& authorizer) : authorizer_(authorizer) {}
  Task<Result<api::ActionAnswer>> answer(api::ActionCall& action) const override;

 private:
  const auth::Authorizer& authorizer_;
};

}  // namespace pintle::access
