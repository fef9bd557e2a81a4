#include "access/rbac/escalation_guard.h"

#include <algorithm>
#include <set>

#include "base/go_text.h"
#include "object/equality.h"
#include "object/mutable_object_meta.h"
#include "views/rbac_v1.h"

namespace pintle::access {
namespace {

using object::Document;
using object::Value;

const std::vector<Rule>& everything() {
  static const std::vector<Rule> kRules = {{.verbs = {"*"}, .groups = {"*"}, .resources = {"*"}}, {.verbs = {"*"}, .urls = {"*"}}};
  return kRules;
}

std::string_view name_of(const api::Write& write, const Value& root) { return object::ObjectMeta(*write.resource.type, root).name(); }

Status forbidden(const api::Write& write, const Document& document, std::string_view why) {
  return Status::forbidden(write.resource.group_resource(), name_of(write, document.root()), why);
}

bool is_role(const api::Write& write) {
  return write.resource.kind->resource == "roles" || write.resource.kind->resource == "clusterroles";
}

bool aggregates(const api::Write& write, const Value* root) {
  if (!root || write.resource.kind->resource != "clusterroles") return false;
  return !rbac::v1::ClusterRole(root).aggregation_rule().cluster_role_selectors().empty();
}

constexpr std::string_view kLinks[] = {"ownerReferences", "finalizers", "selfLink", "managedFields"};

// Whether all fields but those of `skipped` are equal; null is a struct without fields.
bool equal_but(const schema::Type& type, std::span<const std::string_view> skipped, const Value* left, const Value* right) {
  for (uint16_t index = 0; index < type.fields.size(); ++index) {
    if (std::ranges::find(skipped, type.fields[index].name) != skipped.end()) continue;
    const Value* old = left ? left->get(index) : nullptr;
    const Value* now = right ? right->get(index) : nullptr;
    if (!object::semantic_equal(type.fields[index], old, now)) return false;
  }
  return true;
}

// Whether the update changes only what the garbage collector writes: owner references and finalizers.
bool changes_only_links(const api::Write& write, const Document& document, const Value& old) {
  static constexpr std::string_view kMetadata[] = {"metadata"};
  const schema::Type& type = *write.resource.type;
  const auto metadata = static_cast<uint16_t>(object::metadata_field(type));
  return equal_but(type, kMetadata, &old, &document.root()) &&
         equal_but(*type.fields[metadata].type, kLinks, old.get(metadata), document.root().get(metadata));
}

RoleRef role_of(const api::Write& write, const Document& document) {
  const Value* root = &document.root();
  const rbac::v1::RoleRef role =
      write.resource.is_namespaced() ? rbac::v1::RoleBinding(root).role_ref() : rbac::v1::ClusterRoleBinding(root).role_ref();
  return {std::string(role.kind()), std::string(role.name())};
}

}  // namespace

Task<Result<api::CompanionsPtr>> EscalationGuard::begin_create(const api::Write& write, Document& document) {
  PINTLE_CO_TRY_VOID(co_await check(write, document, nullptr));
  co_return api::CompanionsPtr();
}

Task<Result<api::CompanionsPtr>> EscalationGuard::begin_update(const api::Write& write, Document& document, const Value& old) {
  PINTLE_CO_TRY_VOID(co_await check(write, document, &old));
  co_return api::CompanionsPtr();
}

Task<Result<api::CompanionsPtr>> EscalationGuard::begin_remove(const api::Write&, const Value&) { co_return api::CompanionsPtr(); }

Task<Result<void>> EscalationGuard::check(const api::Write& write, const Document& document, const Value* old) const {
  // The server itself has no user and may do everything.
  if (!write.user || write.user->in_group(auth::kMastersGroup)) co_return Result<void>();
  if (is_role(write)) co_return co_await check_role(write, document, old);
  if (old && changes_only_links(write, document, *old)) co_return Result<void>();
  co_return co_await check_binding(write, document);
}

Task<Result<void>> EscalationGuard::check_role(const api::Write& write, const Document& document, const Value* old) const {
  const auth::Attributes attributes{.user = write.user,
                                    .verb = "escalate",
                                    .namespace_ = write.namespace_,
                                    .group = kRbacGroup,
                                    .version = "*",
                                    .resource = write.resource.kind->resource,
                                    .name = old ? name_of(write, *old) : std::string_view(),
                                    .is_resource = true};
  const auth::Decision decision = co_await authorizer_.authorize(attributes);
  if (decision.allowed() || (old && changes_only_links(write, document, *old))) co_return Result<void>();
  const Ref<const Policy> policy = index_.policy();
  const std::vector<Rule> rules = read_rules(rbac::v1::Role(&document.root()).rules());
  const auto held = check_holds(write, rules, *policy);
  if (!held) co_return fail(forbidden(write, document, held.error().message()));
  const bool gathers = aggregates(write, &document.root()) || aggregates(write, old);
  if (gathers && !check_holds(write, everything(), *policy))
    co_return fail(forbidden(write, document, "must have cluster-admin privileges to use the aggregationRule"));
  co_return Result<void>();
}

Task<Result<void>> EscalationGuard::check_binding(const api::Write& write, const Document& document) const {
  const RoleRef role = role_of(write, document);
  if (role.kind == "ClusterRole" || role.kind == "Role") {
    const auth::Attributes attributes{.user = write.user,
                                      .verb = "bind",
                                      .namespace_ = write.namespace_,
                                      .group = kRbacGroup,
                                      .version = "*",
                                      .resource = role.kind == "Role" ? "roles" : "clusterroles",
                                      .name = role.name,
                                      .is_resource = true};
    const auth::Decision decision = co_await authorizer_.authorize(attributes);
    if (decision.allowed()) co_return Result<void>();
  }
  const Ref<const Policy> policy = index_.policy();
  PINTLE_CO_TRY(const std::span<const Rule> rules, policy->rules_of(role, write.namespace_, write.resource.kind->resource));
  const auto held = check_holds(write, rules, *policy);
  if (!held) co_return fail(forbidden(write, document, held.error().message()));
  co_return Result<void>();
}

// Error: the text that tells what is missing.
Result<void> EscalationGuard::check_holds(const api::Write& write, std::span<const Rule> rules, const Policy& policy) const {
  const Policy::UserRules owned = policy.rules_for(*write.user, write.namespace_, write.resource.kind->resource);
  const std::vector<Rule> missing = not_covered(owned.rules, rules);
  if (missing.empty()) return {};
  std::set<std::string> lines;
  for (const Rule& rule : put_together(missing)) lines.insert(compact_text(rule));
  std::string text = "user " + go_quoted(write.user->name) + " (groups=" + quoted_list(write.user->groups) +
                     ") is attempting to grant RBAC permissions not currently held:";
  for (const std::string& line : lines) text += "\n" + line;
  if (!owned.errors.empty()) text += "; resolution errors: [" + auth::joined_errors(owned.errors) + "]";
  return fail(Status::unknown(std::move(text)));
}

}  // namespace pintle::access
