// Proves that decisions on the indexed policy are those of a plain reading of all bindings, whatever was written and erased before, and
// that reasons and errors are worded as kube-apiserver words them.
#include "access/rbac/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "access/rbac/policy_index.h"

namespace pintle::access {
namespace {

using auth::Attributes;
using auth::Decision;
using auth::User;

// All roles and bindings, asked one after the other.
class PlainPolicy {
 public:
  std::map<std::pair<std::string, std::string>, Role> roles;  // namespace ("" for ClusterRoles), name
  std::map<std::pair<std::string, std::string>, Binding> bindings;

  bool allowed(const Attributes& asked) const {
    return std::ranges::any_of(bindings, [&](const auto& entry) {
      const Binding& binding = entry.second;
      if (!binding.namespace_.empty() && binding.namespace_ != asked.namespace_) return false;
      const bool applies =
          std::ranges::any_of(binding.subjects, [&](const Binding::Subject& subject) { return is(subject, binding, *asked.user); });
      const auto role = roles.find({binding.role.kind == "ClusterRole" ? "" : binding.namespace_, binding.role.name});
      if (!applies || role == roles.end()) return false;
      return std::ranges::any_of(role->second.rules, [&](const Rule& rule) { return allows(rule, asked); });
    });
  }

 private:
  static bool is(const Binding::Subject& subject, const Binding& binding, const User& user) {
    if (subject.kind == "User") return subject.name == user.name;
    if (subject.kind == "Group") return user.in_group(subject.name);
    const std::string& namespace_ = subject.namespace_.empty() ? binding.namespace_ : subject.namespace_;
    return !namespace_.empty() && user.name == "system:serviceaccount:" + namespace_ + ":" + subject.name;
  }
};

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  size_t below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(engine_); }
  std::string one_of(std::initializer_list<std::string> texts) { return *(texts.begin() + below(texts.size())); }
  std::vector<std::string> some_of(std::initializer_list<std::string> texts) {
    std::vector<std::string> some;
    for (const std::string& text : texts)
      if (below(2)) some.push_back(text);
    return some;
  }

 private:
  std::mt19937 engine_;
};

Rule random_rule(Random& random) {
  if (random.below(4) == 0) return {.verbs = random.some_of({"get", "*"}), .urls = random.some_of({"/a", "/a/*", "*", "/b*"})};
  return {.verbs = random.some_of({"get", "list", "*"}),
          .groups = random.some_of({"", "apps", "*"}),
          .resources = random.some_of({"pods", "pods/log", "*/log", "*", "secrets"}),
          .names = random.below(3) ? std::vector<std::string>() : random.some_of({"n1", "n2"})};
}

Binding random_binding(Random& random) {
  Binding binding{.namespace_ = random.one_of({"", "x", "y"}), .name = random.one_of({"b0", "b1", "b2", "b3"})};
  const bool cluster = binding.namespace_.empty() || random.below(2);
  binding.role = {cluster ? "ClusterRole" : "Role", random.one_of({"r0", "r1", "r2", "gone"})};
  for (size_t i = random.below(4); i > 0; --i)
    binding.subjects.push_back(
        {random.one_of({"User", "Group", "ServiceAccount"}), random.one_of({"alice", "devs", "sa"}), random.one_of({"", "x"})});
  return binding;
}

void change(Random& random, PlainPolicy& plain, PolicyIndex& index) {
  const std::string namespace_ = random.one_of({"", "x", "y"});
  const std::string role = random.one_of({"r0", "r1", "r2"});
  switch (random.below(4)) {
    case 0: {
      Role made{.rules = {random_rule(random), random_rule(random)}};
      plain.roles[{namespace_, role}] = made;
      return index.set_role(namespace_, role, std::move(made));
    }
    case 1:
      plain.roles.erase({namespace_, role});
      return index.erase_role(namespace_, role);
    case 2: {
      const std::string name = random.one_of({"b0", "b1", "b2", "b3"});
      plain.bindings.erase({namespace_, name});
      return index.erase_binding(namespace_, name);
    }
    default: {
      Binding binding = random_binding(random);
      plain.bindings[{binding.namespace_, binding.name}] = binding;
      return index.set_binding(std::move(binding));
    }
  }
}

TEST(Policy, DecidesLikeAPlainReadingOfAllBindings) {
  constexpr int kPolicies = 300;
  constexpr int kQuestions = 100;
  size_t allowed = 0;
  for (uint32_t seed = 0; seed < kPolicies; ++seed) {
    Random random(seed);
    PlainPolicy plain;
    PolicyIndex index;
    for (int i = 0; i < 40; ++i) {
      change(random, plain, index);
      if (random.below(5) == 0) index.publish();
    }
    index.publish();
    const Ref<const Policy> policy = index.policy();
    for (int i = 0; i < kQuestions; ++i) {
      const User user{.name = random.one_of({"alice", "bob", "system:serviceaccount:x:sa"}),
                      .groups = random.some_of({"devs", "ops", "alice"})};
      const std::string verb = random.one_of({"get", "list", "delete"}), namespace_ = random.one_of({"", "x", "y"}),
                        group = random.one_of({"", "apps"}), resource = random.one_of({"pods", "secrets"}),
                        subresource = random.one_of({"", "", "log"}), name = random.one_of({"", "n1", "n2"}),
                        path = random.one_of({"/a", "/a/b", "/b", "/bc"});
      const Attributes asked{.user = &user,
                             .verb = verb,
                             .namespace_ = namespace_,
                             .group = group,
                             .resource = resource,
                             .subresource = subresource,
                             .name = name,
                             .is_resource = random.below(4) > 0,
                             .path = path};
      const Decision decision = policy->decide(asked);
      ASSERT_EQ(decision.allowed(), plain.allowed(asked)) << "seed " << seed << ", question " << i << ": " << decision.reason;
      allowed += decision.allowed();
    }
  }
  EXPECT_GT(allowed, kPolicies * kQuestions / 20) << "the questions are all refused and prove little";
}

TEST(Policy, Reasons) {
  PolicyIndex index;
  const Rule read_pods{.verbs = {"get"}, .groups = {""}, .resources = {"pods"}};
  index.set_role("x", "reader", {{read_pods}});
  index.set_role("", "reader", {{read_pods}});
  index.set_binding(
      {.namespace_ = "x", .name = "rb", .role = {"Role", "reader"}, .subjects = {{"User", "alice", ""}, {"ServiceAccount", "sa", ""}}});
  index.set_binding({.name = "crb", .role = {"ClusterRole", "reader"}, .subjects = {{"Group", "devs", ""}, {"ServiceAccount", "sa", ""}}});
  index.set_binding({.name = "b", .role = {"ClusterRole", "absent"}, .subjects = {{"User", "carol", ""}}});
  index.set_binding({.name = "c", .role = {"Odd", "absent"}, .subjects = {{"User", "carol", ""}}});
  index.set_binding({.namespace_ = "x", .name = "d", .role = {"Role", "absent"}, .subjects = {{"User", "dave", ""}}});
  index.publish();
  struct Case {
    User user;
    std::string namespace_, reason;
    bool allowed;
  };
  const Case cases[] = {
      {{.name = "alice"}, "x", R"(RBAC: allowed by RoleBinding "rb/x" of Role "reader" to User "alice")", true},
      {{.name = "system:serviceaccount:x:sa"},
       "x",
       R"(RBAC: allowed by RoleBinding "rb/x" of Role "reader" to ServiceAccount "sa/x")",
       true},
      {{.name = "bob", .groups = {"devs"}},
       "",
       R"(RBAC: allowed by ClusterRoleBinding "crb" of ClusterRole "reader" to Group "devs")",
       true},
      {{.name = "alice"}, "y", "", false},
      {{.name = "system:serviceaccount:y:sa"}, "y", "", false},
      {{.name = "carol"},
       "",
       R"(RBAC: [clusterrole.rbac.authorization.k8s.io "absent" not found, unsupported role reference kind: "Odd"])",
       false},
      {{.name = "dave"}, "x", R"(RBAC: role.rbac.authorization.k8s.io "absent" not found)", false},
  };
  for (const Case& c : cases) {
    const Decision decision = index.policy()->decide(
        {.user = &c.user, .verb = "get", .namespace_ = c.namespace_, .resource = "pods", .name = "p", .is_resource = true});
    EXPECT_EQ(decision.allowed(), c.allowed) << c.user.name;
    EXPECT_EQ(decision.reason, c.reason) << c.user.name;
  }
}

TEST(Policy, APublishedPolicyDoesNotChange) {
  PolicyIndex index;
  const User alice{.name = "alice"};
  const Attributes asked{.user = &alice, .verb = "get", .path = "/x"};
  index.set_role("", "r", {{{.verbs = {"get"}, .urls = {"/x"}}}});
  index.set_binding({.name = "b", .role = {"ClusterRole", "r"}, .subjects = {{"User", "alice", ""}}});
  index.publish();
  const Ref<const Policy> before = index.policy();
  index.erase_role("", "r");
  index.erase_binding("", "b");
  index.publish();
  EXPECT_TRUE(before->decide(asked).allowed());
  EXPECT_FALSE(index.policy()->decide(asked).allowed());
}

}  // namespace
}  // namespace pintle::access
