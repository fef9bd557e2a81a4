// What the machinery costs on one realistic Pod (data/pod.json, with managedFields), in CPU time per operation. Wanted: a kubelet's status
// patch under 30 us, the managedFields of such a write under 15 us.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/check.h"
#include "object/apply/comparison.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "object/managed_fields.h"
#include "object/object_meta.h"
#include "object/patch.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

// What a kubelet sends when a pod becomes ready.
constexpr std::string_view kStatusPatch =
    R"({"metadata":{"uid":"6bb5a0b5-5a2e-4f0a-9d3c-4d0f2f5d0c11"},"status":{"$setElementOrder/conditions":[)"
    R"({"type":"PodReadyToStartContainers"},{"type":"Initialized"},{"type":"Ready"},{"type":"ContainersReady"},{"type":"PodScheduled"}],)"
    R"("conditions":[{"lastTransitionTime":"2026-02-01T10:00:00Z","message":null,"reason":null,"status":"True","type":"Ready"},)"
    R"({"lastTransitionTime":"2026-02-01T10:00:00Z","message":null,"reason":null,"status":"True","type":"ContainersReady"}],)"
    R"("podIP":"10.244.3.17","podIPs":[{"ip":"10.244.3.17"}],"phase":"Running"}})";

struct Fixture {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  Document pod = [this] {
    std::ifstream file(PINTLE_SOURCE_DIR "/bench/data/pod.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto decoded = decode_json(type, Bytes::copy(text));
    PINTLE_CHECK(decoded.has_value());
    return std::move(decoded->document);
  }();
  Patch status_patch = *Patch::parse(PatchKind::kStrategicMerge, Bytes::copy(kStatusPatch), FieldValidation::kWarn);
  Document patched = std::move(status_patch.apply(type, pod.root())->object);
};

const Fixture& fixture() {
  static const Fixture fixture;
  return fixture;
}

void patch(benchmark::State& state, PatchKind kind, std::string_view body) {
  const Fixture& f = fixture();
  for (auto _ : state) {
    auto parsed = Patch::parse(kind, Bytes::copy(body), FieldValidation::kWarn);
    PINTLE_CHECK(parsed.has_value());
    auto patched = parsed->apply(f.type, f.pod.root());
    PINTLE_CHECK(patched.has_value());
    benchmark::DoNotOptimize(patched);
  }
}

void strategic_status_patch(benchmark::State& state) { patch(state, PatchKind::kStrategicMerge, kStatusPatch); }
BENCHMARK(strategic_status_patch);

void merge_patch_of_a_label(benchmark::State& state) { patch(state, PatchKind::kMerge, R"({"metadata":{"labels":{"a":"b"}}})"); }
BENCHMARK(merge_patch_of_a_label);

void json_patch_of_a_label(benchmark::State& state) {
  patch(state, PatchKind::kJson, R"([{"op":"add","path":"/metadata/labels/a","value":"b"}])");
}
BENCHMARK(json_patch_of_a_label);

// The floor of a patch: the result owns its memory.
void clone(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fixture().pod.clone());
}
BENCHMARK(clone);

// The object as the write has it is copied in the time, by "clone" above: stopping the clock costs more than that.
void managed_fields_of_a_status_write(benchmark::State& state) {
  const Fixture& f = fixture();
  const ManagedRequest request{.manager = "kubelet", .api_version = "v1", .subresource = "status", .time = "2026-02-01T10:00:00Z"};
  for (auto _ : state) {
    Document updated = f.patched.clone();
    update_managed_fields(f.type, &f.pod.root(), updated, request);
  }
}
BENCHMARK(managed_fields_of_a_status_write);

void managed_fields_of_a_create(benchmark::State& state) {
  const Fixture& f = fixture();
  const ManagedRequest request{.manager = "controller", .api_version = "v1", .time = "2026-02-01T10:00:00Z"};
  Document fresh = f.pod.clone();
  Value* metadata = fresh.root().get(static_cast<uint16_t>(metadata_field(f.type)));
  metadata->erase(ObjectMetaFields::get().managed_fields);
  for (auto _ : state) {
    Document created = fresh.clone();
    update_managed_fields(f.type, nullptr, created, request);
  }
}
BENCHMARK(managed_fields_of_a_create);

void compare_status_change(benchmark::State& state) {
  const Fixture& f = fixture();
  for (auto _ : state) {
    Arena arena(16 << 10);
    benchmark::DoNotOptimize(compare_objects(f.type, f.pod.root(), f.patched.root(), arena));
  }
}
BENCHMARK(compare_status_change);

void semantic_equality(benchmark::State& state) {
  const Fixture& f = fixture();
  const Document same = f.pod.clone();
  for (auto _ : state) benchmark::DoNotOptimize(semantic_equal(f.type, &f.pod.root(), &same.root()));
}
BENCHMARK(semantic_equality);

void server_side_apply(benchmark::State& state) {
  const Fixture& f = fixture();
  const auto config =
      decode_json(any_type(), Bytes::copy(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"a":"b"}}})"));
  const ManagedRequest request{.manager = "applier", .api_version = "v1", .kind = "Pod", .time = "2026-02-01T10:00:00Z"};
  for (auto _ : state) {
    auto applied = apply_configuration(f.type, &f.pod.root(), config->document.root(), request, Force::kYes, {});
    PINTLE_CHECK(applied.has_value());
    benchmark::DoNotOptimize(applied);
  }
}
BENCHMARK(server_side_apply);

void label_selector_match(benchmark::State& state) {
  const Fixture& f = fixture();
  const auto selector = LabelSelector::parse("app=web,tier in (front,back),!canary");
  const Value* labels = ObjectMeta(f.type, f.pod.root()).labels();
  for (auto _ : state) benchmark::DoNotOptimize(selector->matches(labels));
}
BENCHMARK(label_selector_match);

}  // namespace
}  // namespace pintle::object

BENCHMARK_MAIN();
