#include "access/reviews/rules_review.h"

#include "object/mutable_object_meta.h"
#include "views/authorization_v1_mut.h"

namespace pintle::access {
namespace {

namespace v1 = authorization::v1;

void append(object::ScalarListMut list, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) list.append(text);
}

void add(const auth::UserRules::Resources& rule, const v1::SubjectRulesReviewStatusMut& status) {
  const v1::ResourceRuleMut added = status.ensure_resource_rules().append();
  append(added.ensure_verbs(), rule.verbs);
  if (!rule.groups.empty()) append(added.ensure_api_groups(), rule.groups);
  if (!rule.resources.empty()) append(added.ensure_resources(), rule.resources);
  if (!rule.names.empty()) append(added.ensure_resource_names(), rule.names);
}

void add(const auth::UserRules::Paths& rule, const v1::SubjectRulesReviewStatusMut& status) {
  const v1::NonResourceRuleMut added = status.ensure_non_resource_rules().append();
  append(added.ensure_verbs(), rule.verbs);
  append(added.ensure_non_resource_urls(), rule.paths);
}

object::Document review_of(const auth::UserRules& rules) {
  object::Document document(&v1::SelfSubjectRulesReviewMut::schema_type());
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, "authorization.k8s.io/v1", "SelfSubjectRulesReview");
  const v1::SelfSubjectRulesReviewMut review(&document.root(), document.arena());
  review.ensure_metadata();
  review.ensure_spec();
  const v1::SubjectRulesReviewStatusMut status = review.ensure_status();
  status.ensure_resource_rules();
  status.ensure_non_resource_rules();
  for (const auto& rule : rules.resources) add(rule, status);
  for (const auto& rule : rules.paths) add(rule, status);
  status.set_incomplete(rules.incomplete);
  if (!rules.errors.empty()) status.set_evaluation_error(auth::joined_errors(rules.errors));
  return document;
}

}  // namespace

Task<Result<api::ActionAnswer>> RulesReviews::answer(api::ActionCall& action) const {
  const std::string_view namespace_ = v1::SelfSubjectRulesReview(&action.body.root()).spec().namespace_();
  if (namespace_.empty()) co_return fail(Status::bad_request("no namespace on request"));
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());
  co_return api::ActionAnswer{.object = review_of(authorizer_.rules_for(*action.call.user, namespace_))};
}

}  // namespace pintle::access
