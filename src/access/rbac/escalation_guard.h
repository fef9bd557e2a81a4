// EscalationGuard: nobody gives away more than they have: who writes a role must hold all of its rules, who writes a binding those of
// the role it gives. The verb "escalate" on the role, or "bind" on the role that a binding gives, sets that aside; so does system:masters.
//
//   registry.accompany("rbac.authorization.k8s.io", "v1", "roles", std::make_shared<EscalationGuard>(index, authorizer));
//
// It is asked where companions of an object are chosen: after the admission that changes objects, before the kind's rules. It writes
// nothing. Ownership: the index and the authorizer outlive it. Thread: any loop. Errors: 403 with the rules that are missing; of a binding
// to a role that is not there, 404 that names the binding's resource. Source:
// pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go, escalation_check.go, helpers.go,
// validation/rule.go (ConfirmNoEscalation).
#pragma once

#include "access/rbac/policy_index.h"
#include "api/companions.h"

namespace pintle::access {

class EscalationGuard final : public api::CompanionWriter {
 public:
  EscalationGuard(const PolicyIndex& index, const auth::Authorizer& authorizer) : index_(index), authorizer_(authorizer) {}

  Task<Result<api::CompanionsPtr>> begin_create(const api::Write& write, object::Document& document) override;
  Task<Result<api::CompanionsPtr>> begin_update(const api::Write& write, object::Document& document, const object::Value& old) override;
  Task<Result<api::CompanionsPtr>> begin_remove(const api::Write& write, const object::Value& old) override;

 private:
  Task<Result<void>> check(const api::Write& write, const object::Document& document, const object::Value* old) const;
  Task<Result<void>> check_role(const api::Write& write, const object::Document& document, const object::Value* old) const;
  Task<Result<void>> check_binding(const api::Write& write, const object::Document& document) const;
  Result<void> check_holds(const api::Write& write, std::span<const Rule> rules, const Policy& policy) const;

  const PolicyIndex& index_;
  const auth::Authorizer& authorizer_;
};

}  // namespace pintle::access
