#include "access/rbac/rbac_authorizer.h"

namespace pintle::access {
namespace {

class RbacAuthorizer final : public auth::Authorizer {
 public:
  explicit RbacAuthorizer(const PolicyIndex& index) : index_(index) {}

  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override { co_return index_.policy()->decide(attributes); }

  auth::UserRules rules_for(const auth::User& user, std::string_view namespace_) const override {
    const Policy::UserRules found = index_.policy()->rules_for(user, namespace_);
    auth::UserRules rules;
    for (const Rule& rule : found.rules) {
      if (!rule.resources.empty()) rules.resources.push_back({rule.verbs, rule.groups, rule.resources, rule.names});
      if (!rule.urls.empty()) rules.paths.push_back({rule.verbs, rule.urls});
    }
    if (!found.errors.empty()) rules.errors.push_back(auth::joined_errors(found.errors));
    return rules;
  }

 private:
  const PolicyIndex& index_;
};

}  // namespace

std::unique_ptr<auth::Authorizer> rbac_authorizer(const PolicyIndex& index) { return std::make_unique<RbacAuthorizer>(index); }

}  // namespace pintle::access
