// Rule: what a Role or ClusterRole allows: verbs on resources of API groups, or on paths.
//
//   {.verbs = {"get"}, .groups = {""}, .resources = {"pods/log"}}        {.verbs = {"get"}, .urls = {"/healthz/*"}}
//
// The empty lists of names are no restriction; "*" in any list is everything, "*/scale" that subresource of every resource.
// Immutable values; any thread.
// Source: pkg/apis/rbac/v1/evaluation_helpers.go, component-helpers/auth/rbac/validation/policy_comparator.go,
// pkg/registry/rbac/validation/policy_compact.go.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "auth/authorizer.h"
#include "object/view.h"

namespace pintle::rbac::v1 {
class PolicyRule;
}

namespace pintle::access {

struct Rule {
  std::vector<std::string> verbs;
  std::vector<std::string> groups;
  std::vector<std::string> resources;
  std::vector<std::string> names;
  std::vector<std::string> urls;
  bool operator==(const Rule&) const = default;
};

std::vector<Rule> read_rules(object::ListView<rbac::v1::PolicyRule> rules);

bool allows(const Rule& rule, const auth::Attributes& attributes);

// `wanted`, taken apart into rules of one verb, one group, one resource and at most one name (or of one verb and one URL), without those
// that some single rule of `owned` allows as well.
std::vector<Rule> not_covered(std::span<const Rule> owned, std::span<const Rule> wanted);
// Rules of the same group, resource and name put together: their verbs one after the other.
std::vector<Rule> put_together(std::span<const Rule> rules);
// {APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}
std::string compact_text(const Rule& rule);
// ["a" "b"], as Go prints a list of strings with %q.
std::string quoted_list(std::span<const std::string> texts);

}  // namespace pintle::access
