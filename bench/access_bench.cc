// Decisions of RBAC in a cluster with 10,000 role bindings, each of another user: what one costs that is allowed by a binding of the
// user, by a group, or not at all; and what a write of a binding costs. Wanted: a decision below 5 us, whatever the number of bindings.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "access/bootstrap/policy.h"
#include "access/rbac/policy_index.h"

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
