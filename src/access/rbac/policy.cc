#include "access/rbac/policy.h"

#include <algorithm>

#include "base/go_text.h"

namespace pintle::access {
namespace {

std::string describe(const Binding::Subject& subject, std::string_view binding_namespace) {
  if (subject.kind != "ServiceAccount") return subject.kind + " " + go_quoted(subject.name);
  const std::string_view namespace_ = subject.namespace_.empty() ? binding_namespace : subject.namespace_;
  return subject.kind + " " + go_quoted(subject.name + "/" + std::string(namespace_));
}

// `RoleBinding "read/default" of Role "reader" to User "alice"`
std::string describe(const Binding& binding, const auth::User& user) {
  const bool everywhere = binding.namespace_.empty();
  std::string text =
      everywhere ? "ClusterRoleBinding " + go_quoted(binding.name) : "RoleBinding " + go_quoted(binding.name + "/" + binding.namespace_);
  text += " of " + binding.role.kind + " " + go_quoted(binding.role.name) + " to ";
  const Binding::Subject* subject = subject_of(binding, user);
  return subject ? text + describe(*subject, binding.namespace_) : text;
}

bool is_subject(const Binding::Subject& subject, std::string_view binding_namespace, const auth::User& user) {
  if (subject.kind == "User") return user.name == subject.name;
  if (subject.kind == "Group") return user.in_group(subject.name);
  if (subject.kind != "ServiceAccount") return false;
  const std::string name = service_account_user(subject, binding_namespace);
  return !name.empty() && name == user.name;
}

void write_key(std::string_view namespace_, char kind, std::string_view name, std::string& key) {
  key.assign(namespace_);
  key += '\n';
  key += kind;
  key += name;
}

// Calls visit(bindings) with what the user and each of the user's groups have in the namespace, until it says false.
template <class Map, class Visit>
bool visit_subjects(const Map& by_subject, const auth::User& user, std::string_view namespace_, Visit&& visit) {
  std::string key;
  key.reserve(namespace_.size() + 2 + 64);
  write_key(namespace_, 'u', user.name, key);
  if (const auto* found = by_subject.find(key); found && !visit(*found)) return false;
  for (const std::string& group : user.groups) {
    write_key(namespace_, 'g', group, key);
    if (const auto* found = by_subject.find(key); found && !visit(*found)) return false;
  }
  return true;
}

void add_once(std::vector<std::string>& texts, std::string_view text) {
  if (std::ranges::find(texts, text) == texts.end()) texts.emplace_back(text);
}

}  // namespace

std::string subject_key(std::string_view namespace_, char kind, std::string_view name) {
  std::string key;
  write_key(namespace_, kind, name, key);
  return key;
}

std::string service_account_user(const Binding::Subject& subject, std::string_view binding_namespace) {
  const std::string_view namespace_ = subject.namespace_.empty() ? binding_namespace : std::string_view(subject.namespace_);
  if (namespace_.empty()) return {};
  return "system:serviceaccount:" + std::string(namespace_) + ":" + subject.name;
}

const Binding::Subject* subject_of(const Binding& binding, const auth::User& user) {
  for (const Binding::Subject& subject : binding.subjects)
    if (is_subject(subject, binding.namespace_, user)) return &subject;
  return nullptr;
}

Result<std::span<const Rule>> Policy::rules_of(const RoleRef& role, std::string_view namespace_, std::string_view missing_as) const {
  const bool cluster = role.kind == "ClusterRole";
  if (!cluster && role.kind != "Role") return fail(Status::unknown("unsupported role reference kind: " + go_quoted(role.kind)));
  std::string key;
  if (!cluster) key = namespace_;
  key.append("/").append(role.name);
  const Role* found = roles_.find(key);
  if (found) return std::span<const Rule>(found->rules);
  const std::string_view resource = !missing_as.empty() ? missing_as : cluster ? "clusterrole" : "role";
  return fail(Status::not_found({kRbacGroup, resource}, role.name));
}

auth::Decision Policy::decide(const auth::Attributes& attributes) const {
  const auth::User& user = *attributes.user;
  auth::Decision decision;
  std::vector<std::string> errors;
  const auto ask = [&](const Bindings& bindings) {
    for (const auto& binding : bindings) {
      const auto rules = rules_of(binding->role, binding->namespace_);
      if (!rules) {
        add_once(errors, rules.error().message());
        continue;
      }
      if (std::ranges::none_of(*rules, [&](const Rule& rule) { return allows(rule, attributes); })) continue;
      decision.kind = auth::Decision::Kind::kAllow;
      decision.reason = "RBAC: allowed by " + describe(*binding, user);
      return false;
    }
    return true;
  };
  if (!visit_subjects(by_subject_, user, "", ask)) return decision;
  if (!attributes.namespace_.empty() && !visit_subjects(by_subject_, user, attributes.namespace_, ask)) return decision;
  std::ranges::sort(errors);
  if (!errors.empty()) decision.reason = "RBAC: " + auth::joined_errors(errors);
  return decision;
}

Policy::UserRules Policy::rules_for(const auth::User& user, std::string_view namespace_, std::string_view missing_as) const {
  UserRules all;
  const auto add = [&](std::string_view where) {
    std::vector<const Binding*> found;
    visit_subjects(by_subject_, user, where, [&](const Bindings& bindings) {
      for (const auto& binding : bindings) found.push_back(binding.get());
      return true;
    });
    std::ranges::sort(found, [](const Binding* left, const Binding* right) { return left->name < right->name; });
    found.erase(std::ranges::unique(found).begin(), found.end());
    for (const Binding* binding : found) {
      const auto rules = rules_of(binding->role, where, missing_as);
      if (!rules) add_once(all.errors, rules.error().message());
      if (rules) all.rules.insert(all.rules.end(), rules->begin(), rules->end());
    }
  };
  add("");
  if (!namespace_.empty()) add(namespace_);
  return all;
}

}  // namespace pintle::access
