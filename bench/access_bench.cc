// Decisions of RBAC in a cluster with 10,000 role bindings, each of another user: what one costs that is allowed by a binding of the
// user, by a group, or not at all; what that costs together with finding out who asks; and what a write of a binding costs.
// Wanted: a decision below 5 us, whatever the number of bindings.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "access/bootstrap/policy.h"
#include "access/rbac/policy_index.h"
#include "access/rbac/rbac_authorizer.h"
#include "auth/authenticator.h"
#include "auth/bearer_token.h"
#include "auth/token_cache.h"
#include "base/check.h"
#include "base/finish_now.h"

namespace pintle::access {
namespace {

constexpr int kBindings = 10'000;
constexpr int kNamespaces = 100;

std::string namespace_of(int number) { return "ns-" + std::to_string(number % kNamespaces); }

Binding binding_of(int number) {
  return {.namespace_ = namespace_of(number),
          .name = "binding-" + std::to_string(number),
          .role = {"ClusterRole", "system:aggregate-to-view"},
          .subjects = {{"User", "user-" + std::to_string(number), ""}}};
}

std::unique_ptr<PolicyIndex> cluster() {
  auto index = std::make_unique<PolicyIndex>();
  for (const RoleRow& row : bootstrap_roles()) index->set_role(row.namespace_, row.name, {rules_of(row.rules)});
  for (const BindingRow& row : bootstrap_bindings()) {
    Binding binding{
        .namespace_ = std::string(row.namespace_), .name = std::string(row.name), .role = {"ClusterRole", std::string(row.role)}};
    for (const SubjectRow& subject : row.subjects)
      binding.subjects.push_back({std::string(subject.kind), std::string(subject.name), std::string(subject.namespace_)});
    index->set_binding(std::move(binding));
  }
  for (int i = 0; i < kBindings; ++i) index->set_binding(binding_of(i));
  index->publish();
  return index;
}

// `verb` decides: "get" is allowed by the user's binding, "delete" by none.
void decide(benchmark::State& state, std::string_view verb) {
  const auto index = cluster();
  const auth::User user{.name = "user-4242", .groups = {"devs", "team-7", "system:authenticated"}};
  const std::string namespace_ = namespace_of(4242);
  const auth::Attributes asked{.user = &user,
                               .verb = verb,
                               .namespace_ = namespace_,
                               .version = "v1",
                               .resource = "configmaps",
                               .name = "settings",
                               .is_resource = true};
  for (auto _ : state) benchmark::DoNotOptimize(index->policy()->decide(asked));
}
BENCHMARK_CAPTURE(decide, allowed, "get");
BENCHMARK_CAPTURE(decide, refused, "delete");

void decide_path(benchmark::State& state) {
  const auto index = cluster();
  const auth::User user{.name = "alice", .groups = {"system:authenticated"}};
  for (auto _ : state) benchmark::DoNotOptimize(index->policy()->decide({.user = &user, .verb = "get", .path = "/apis/apps/v1"}));
}
BENCHMARK(decide_path);

// Whose token is verified once; the cache asks for the account's revision each time.
class OneAccount final : public auth::AudienceTokenAuthenticator, public auth::ClusterObjects {
 public:
  Task<Result<auth::TokenAnswerRef>> authenticate(std::string_view, const auth::Audiences*) const override { co_return answer_; }
  Result<auth::FoundObject> get(auth::BoundKind, std::string_view, std::string_view) const override { return fail(Status::internal("")); }
  int64_t revision(auth::BoundKind, std::string_view, std::string_view) const override { return 7; }

 private:
  const auth::TokenAnswerRef answer_ = std::make_shared<const auth::TokenAnswer>(auth::TokenAnswer{
      .user = std::make_shared<const auth::User>(auth::User{
          .name = "user-4242", .uid = "1", .groups = {"system:serviceaccounts", "system:serviceaccounts:ns-42", "system:authenticated"}}),
      .relies_on = {{auth::BoundKind::kServiceAccount, "ns-42", "a", 7}, {auth::BoundKind::kPod, "ns-42", "p", 7}}});
};

// Both checks of a request that is allowed, by a token of a service account's usual size. Wanted: below 5 us together.
void authenticate_and_authorize(benchmark::State& state) {
  const auto index = cluster();
  std::vector<std::unique_ptr<auth::Authorizer>> authorizers;
  authorizers.push_back(auth::allow_masters());
  authorizers.push_back(rbac_authorizer(*index));
  const auto authorizer = auth::union_of(std::move(authorizers));
  const OneAccount objects;
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> parts;
  parts.push_back(std::make_unique<auth::BearerTokenAuthenticator>(
      std::make_unique<auth::TokenCache>(std::make_unique<OneAccount>(), objects, Clock::system())));
  const auth::Authenticator authenticator(std::move(parts), {}, nullptr);
  const std::string header = "Bearer " + std::string(1100, 't');
  const std::string namespace_ = namespace_of(4242);
  for (auto _ : state) {
    const auto who = finish_now(authenticator.authenticate({.authorization = header}));
    const auth::Attributes asked{.user = who->user.get(),
                                 .verb = "get",
                                 .namespace_ = namespace_,
                                 .version = "v1",
                                 .resource = "configmaps",
                                 .name = "settings",
                                 .is_resource = true};
    const auth::Decision decision = finish_now(authorizer->authorize(asked));
    PINTLE_CHECK(decision.allowed());
  }
}
BENCHMARK(authenticate_and_authorize);

void write_binding(benchmark::State& state) {
  const auto index = cluster();
  int number = 0;
  for (auto _ : state) {
    index->set_binding(binding_of(number++ % kBindings));
    index->publish();
  }
}
BENCHMARK(write_binding);

}  // namespace
}  // namespace pintle::access

BENCHMARK_MAIN();
