#include "access/reviews/access_reviews.h"

#include "access/reviews/access_review_rules.h"
#include "access/reviews/review_attributes.h"
#include "access/reviews/rules_review.h"
#include "api/action.h"
#include "views/authorization_v1_mut.h"

namespace pintle::access {
namespace {

namespace v1 = authorization::v1;
using Validate = void (*)(const object::Document&, object::ErrorList&);

constexpr std::string_view kGroup = "authorization.k8s.io";

auth::User user_of(v1::SubjectAccessReviewSpec spec) {
  auth::User user{.name = std::string(spec.user()), .uid = std::string(spec.uid())};
  for (const std::string_view group : spec.groups()) user.groups.emplace_back(group);
  for (auto [key, values] : spec.extra()) {
    std::vector<std::string>& texts = user.extra.emplace_back(std::string(key), std::vector<std::string>()).second;
    for (const std::string_view value : values) texts.emplace_back(value);
  }
  return user;
}

auth::User subject_of(v1::SubjectAccessReview review, const auth::User&) { return user_of(review.spec()); }
auth::User subject_of(v1::LocalSubjectAccessReview review, const auth::User&) { return user_of(review.spec()); }
auth::User subject_of(v1::SelfSubjectAccessReview, const auth::User& caller) { return caller; }

void set_status(const v1::SubjectAccessReviewStatusMut& status, const auth::Decision& decision, const std::string& selector_errors) {
  status.set_allowed(decision.allowed());
  if (decision.kind == auth::Decision::Kind::kDeny) status.set_denied(true);
  if (!decision.reason.empty()) status.set_reason(decision.reason);
  std::string error = decision.error;
  if (!selector_errors.empty()) error += (error.empty() ? "" : "; ") + selector_errors;
  if (!error.empty()) status.set_evaluation_error(error);
}

// A review of one of the three kinds that ask about one action.
template <class View, class Mut, Validate validate>
class AccessReviews final : public api::Answerer {
 public:
  explicit AccessReviews(const auth::Authorizer& authorizer) : authorizer_(authorizer) {}

  Task<Result<api::ActionAnswer>> answer(api::ActionCall& action) const override {
    object::ErrorList errors;
    validate(action.body, errors);
    if (!errors.empty()) co_return fail(errors.to_status(kGroup, "", ""));
    PINTLE_CO_TRY_VOID(co_await action.validate_admission());
    const View review(&action.body.root());
    const auth::User subject = subject_of(review, *action.call.user);
    const ReviewAttributes asked(subject, review.spec().resource_attributes(), review.spec().non_resource_attributes());
    const auth::Decision decision = co_await authorizer_.authorize(asked.attributes());
    object::Document answered = action.body.clone();
    const Mut mut(&answered.root(), answered.arena());
    mut.clear_status();
    set_status(mut.ensure_status(), decision, asked.selector_errors());
    co_return api::ActionAnswer{.object = std::move(answered)};
  }

 private:
  const auth::Authorizer& authorizer_;
};

template <class View, class Mut, Validate validate>
void answer(api::Registry& registry, const auth::Authorizer& authorizer, std::string_view resource) {
  registry.answer(kGroup, "v1", resource, "", std::make_shared<AccessReviews<View, Mut, validate>>(authorizer));
}

}  // namespace

void answer_reviews(api::Registry& registry, const auth::Authorizer& authorizer) {
  answer<v1::SubjectAccessReview, v1::SubjectAccessReviewMut, validate_subject_review>(registry, authorizer, "subjectaccessreviews");
  answer<v1::LocalSubjectAccessReview, v1::LocalSubjectAccessReviewMut, validate_local_subject_review>(registry, authorizer,
                                                                                                       "localsubjectaccessreviews");
  answer<v1::SelfSubjectAccessReview, v1::SelfSubjectAccessReviewMut, validate_self_subject_review>(registry, authorizer,
                                                                                                    "selfsubjectaccessreviews");
  registry.answer(kGroup, "v1", "selfsubjectrulesreviews", "", std::make_shared<RulesReviews>(authorizer));
}

}  // namespace pintle::access
