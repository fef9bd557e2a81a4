#include "access/rbac/policy_index.h"

#include <algorithm>

#include "base/log.h"
#include "views/rbac_v1.h"

namespace pintle::access {
namespace {

constexpr std::string_view kRoles = "/registry/roles/";
constexpr std::string_view kClusterRoles = "/registry/clusterroles/";
constexpr std::string_view kRoleBindings = "/registry/rolebindings/";
constexpr std::string_view kClusterRoleBindings = "/registry/clusterrolebindings/";

// "default/reader", of what has no namespace "/reader".
std::string key_of(std::string_view namespace_, std::string_view name) { return std::string(namespace_).append("/").append(name); }

struct Place {
  std::string_view namespace_;
  std::string_view name;
};
Place place_of(std::string_view prefix, std::string_view name) {
  if (prefix == kClusterRoles || prefix == kClusterRoleBindings) return {.name = name};
  const size_t slash = name.find('/');
  return {.namespace_ = name.substr(0, slash), .name = name.substr(std::min(slash, name.size() - 1) + 1)};
}

template <class View>
Binding read_binding(View view, const Place& place) {
  Binding binding{.namespace_ = std::string(place.namespace_),
                  .name = std::string(place.name),
                  .role = {std::string(view.role_ref().kind()), std::string(view.role_ref().name())}};
  for (const rbac::v1::Subject subject : view.subjects())
    binding.subjects.push_back({std::string(subject.kind()), std::string(subject.name()), std::string(subject.namespace_())});
  return binding;
}

// The keys under which a binding is found, each once.
std::vector<std::string> keys_of(const Binding& binding) {
  std::vector<std::string> keys;
  for (const Binding::Subject& subject : binding.subjects) {
    if (subject.kind == "User") keys.push_back(subject_key(binding.namespace_, 'u', subject.name));
    if (subject.kind == "Group") keys.push_back(subject_key(binding.namespace_, 'g', subject.name));
    if (subject.kind != "ServiceAccount") continue;
    const std::string user = service_account_user(subject, binding.namespace_);
    if (!user.empty()) keys.push_back(subject_key(binding.namespace_, 'u', user));
  }
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  return keys;
}

const schema::Type& type_of(std::string_view prefix) {
  if (prefix == kRoles) return rbac::v1::Role::schema_type();
  if (prefix == kClusterRoles) return rbac::v1::ClusterRole::schema_type();
  return prefix == kRoleBindings ? rbac::v1::RoleBinding::schema_type() : rbac::v1::ClusterRoleBinding::schema_type();
}

}  // namespace

PolicyIndex::PolicyIndex() : published_(Ref<const Policy>::adopt(new Policy())) {}

Result<void> PolicyIndex::follow(store::Store& store) {
  for (const std::string_view prefix : {kRoles, kClusterRoles, kRoleBindings, kClusterRoleBindings}) {
    PINTLE_TRY(auto follower, Follower::create(store, std::string(prefix), *this));
    followers_.push_back(std::move(follower));
  }
  return {};
}

void PolicyIndex::put(std::string_view prefix, std::string_view name, const Bytes& stored) {
  const Place place = place_of(prefix, name);
  const auto document = read_stored(type_of(prefix), stored);
  if (!document) {
    log_error("A stored role or binding cannot be read", {{"prefix", prefix}, {"name", name}, {"error", document.error()}});
    return erase(prefix, name);
  }
  const object::Value* root = &document->root();
  if (prefix == kRoles) return set_role(place.namespace_, place.name, {read_rules(rbac::v1::Role(root).rules())});
  if (prefix == kClusterRoles) return set_role("", place.name, {read_rules(rbac::v1::ClusterRole(root).rules())});
  if (prefix == kRoleBindings) return set_binding(read_binding(rbac::v1::RoleBinding(root), place));
  set_binding(read_binding(rbac::v1::ClusterRoleBinding(root), place));
}

void PolicyIndex::erase(std::string_view prefix, std::string_view name) {
  const Place place = place_of(prefix, name);
  if (prefix == kRoles || prefix == kClusterRoles) return erase_role(place.namespace_, place.name);
  erase_binding(place.namespace_, place.name);
}

void PolicyIndex::set_role(std::string_view namespace_, std::string_view name, Role role) {
  const std::lock_guard lock(mutex_);
  roles_.set(key_of(namespace_, name), std::make_shared<const Role>(std::move(role)));
}

void PolicyIndex::erase_role(std::string_view namespace_, std::string_view name) {
  const std::lock_guard lock(mutex_);
  roles_.erase(key_of(namespace_, name));
}

void PolicyIndex::set_binding(Binding binding) {
  const std::lock_guard lock(mutex_);
  auto shared = std::make_shared<const Binding>(std::move(binding));
  std::shared_ptr<const Binding>& known = bindings_[key_of(shared->namespace_, shared->name)];
  if (known) leave(*known);
  known = shared;
  enter(shared);
}

void PolicyIndex::erase_binding(std::string_view namespace_, std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto known = bindings_.find(key_of(namespace_, name));
  if (known == bindings_.end()) return;
  leave(*known->second);
  bindings_.erase(known);
}

void PolicyIndex::enter(const std::shared_ptr<const Binding>& binding) {
  for (const std::string& key : keys_of(*binding)) {
    const Policy::Bindings* known = by_subject_.find(key);
    auto bindings = known ? std::make_shared<Policy::Bindings>(*known) : std::make_shared<Policy::Bindings>();
    bindings->push_back(binding);
    by_subject_.set(key, std::move(bindings));
  }
}

void PolicyIndex::leave(const Binding& binding) {
  for (const std::string& key : keys_of(binding)) {
    auto bindings = std::make_shared<Policy::Bindings>(*by_subject_.find(key));
    std::erase_if(*bindings, [&](const auto& other) { return other.get() == &binding; });
    if (bindings->empty()) {
      by_subject_.erase(key);
    } else {
      by_subject_.set(key, std::move(bindings));
    }
  }
}

void PolicyIndex::publish() {
  const std::lock_guard lock(mutex_);
  auto policy = Ref<Policy>::adopt(new Policy());
  policy->roles_ = roles_.share();
  policy->by_subject_ = by_subject_.share();
  published_.store(Ref<const Policy>(std::move(policy)));
}

}  // namespace pintle::access
