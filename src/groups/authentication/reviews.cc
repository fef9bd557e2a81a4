#include "groups/authentication/reviews.h"

#include "auth/token_answer.h"
#include "groups/authentication/user_info.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"

namespace pintle::authentication {
namespace {

using api::ActionAnswer;
using api::ActionCall;

}  // namespace

Task<Result<ActionAnswer>> TokenReviews::answer(ActionCall& action) const {
  const v1::TokenReviewSpec spec = v1::TokenReview(&action.body.root()).spec();
  if (spec.token().empty()) co_return fail(Status::bad_request("token is required for TokenReview in authentication"));
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());

  auth::Audiences audiences;
  for (const std::string_view audience : spec.audiences()) audiences.emplace_back(audience);
  if (audiences.empty()) audiences = api_audiences_;
  const std::string header = "Bearer " + std::string(spec.token());
  const auto identity = co_await authenticator_.review({.authorization = header, .audiences = audiences.empty() ? nullptr : &audiences});

  const v1::TokenReviewMut review(&action.body.root(), action.body.arena());
  const v1::TokenReviewStatusMut status = review.ensure_status();
  status.clear_authenticated();
  if (!identity) {
    status.set_error(identity.error().message());
    co_return ActionAnswer{.object = std::move(action.body)};
  }
  if (!identity->user) co_return ActionAnswer{.object = std::move(action.body)};
  if (!audiences.empty() && auth::intersect(audiences, identity->audiences).empty())
    co_return fail(Status::internal("error validating audiences"));
  status.set_authenticated(true);
  fill_user_info(status.ensure_user(), *identity->user);
  status.clear_audiences();
  for (const std::string& audience : identity->audiences) status.ensure_audiences().append(audience);
  co_return ActionAnswer{.object = std::move(action.body)};
}

Task<Result<ActionAnswer>> SelfSubjectReviews::answer(ActionCall& action) const {
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());
  if (!action.call.user) co_return fail(Status::bad_request("no user present on request"));
  object::Document document(action.body.type());
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, "authentication.k8s.io/v1", "SelfSubjectReview");
  const v1::SelfSubjectReviewMut review(&document.root(), document.arena());
  review.ensure_metadata().set_creation_timestamp(object::format_time({.seconds = action.call.now_seconds()}));
  fill_user_info(review.ensure_status().ensure_user_info(), *action.call.user);
  co_return ActionAnswer{.object = std::move(document)};
}

}  // namespace pintle::authentication
