// The cache on realistic Pods (data/pod.json: 5.4 KB of protobuf, with managedFields), without a disk and without sockets: what a write,
// a read and a delivered event cost by themselves, and what memory they take. Wanted: a stored pod at most 10 KB of RSS (aim 6), a
// delivered event far below 2 us, a thousand watches of one node each below 5 us per write beyond none, 50,000 objects loaded well
// within a second.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/test_loop.h"
#include "cache/cache.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "schema/type.h"

namespace pintle::cache {
namespace {

constexpr int kNamespaces = 50;
constexpr int kNodes = 1000;
constexpr int kPods = 10'000;

const schema::Type& pod_type() { return *schema::find_builtin_kind("", "v1", "Pod"); }

std::string with_value(std::string json, std::string_view name, std::string_view value) {
  const std::string begin = "\"" + std::string(name) + "\":\"";
  const size_t at = json.find(begin) + begin.size();
  return json.replace(at, json.find('"', at) - at, value);
}

struct Names {
  std::string namespace_name;
  std::string name;
  std::string key;
  explicit Names(int i) {
    char number[16];
    std::snprintf(number, sizeof number, "%06d", i);
    namespace_name = "fill-" + std::to_string(10 + i % kNamespaces);
    name = "web-frontend-7d4b9c6f5d-" + std::string(number);
    key = "/registry/pods/" + namespace_name + "/" + name;
  }
};

Bytes pod_bytes(int i) {
  static const std::string json = [] {
    std::ifstream file(PINTLE_SOURCE_DIR "/bench/data/pod.json");
    return std::string{std::istreambuf_iterator<char>(file), {}};
  }();
  const Names names(i);
  std::string text = with_value(json, "namespace", names.namespace_name);
  text = with_value(std::move(text), "nodeName", "node-" + std::to_string(i % kNodes));
  text = with_value(std::move(text), "name", names.name);
  auto decoded = object::decode_json(pod_type(), Bytes::take(std::move(text)));
  PINTLE_CHECK(decoded);
  std::string out;
  object::encode_protobuf_object(pod_type(), decoded->document.root(), {"v1", "Pod"}, out);
  return Bytes::copy(out);
}

// A store that lists what it was given and says what it is told to say: the cache's own work is all that is measured.
class FakeStore final : public store::Store {
 public:
  explicit FakeStore(int pods) : pods_(pods) {
    for (int i = 0; i < pods; ++i) values_.push_back(pod_bytes(i));
  }
  void commit(store::Transaction, store::CommitCallback) override {}
  Result<std::optional<store::KeyValue>> get(std::string_view) const override { return std::nullopt; }
  Result<store::Listing> list(const store::ListOptions& options) const override {
    store::Listing listing{.revision = revision_};
    int place = options.start_key.empty() ? 0 : next_page_;
    for (; place < pods_ && listing.items.size() < options.limit; ++place) listing.items.push_back(item(in_key_order(place)));
    next_page_ = place;
    listing.more = place < pods_;
    return listing;
  }
  Result<std::unique_ptr<store::Subscription>> subscribe(std::string, int64_t, store::SubscribeCallback callback) override {
    callback_ = std::move(callback);
    return std::make_unique<store::Subscription>();
  }
  int64_t revision() const override { return revision_; }
  int64_t compacted_revision() const override { return 0; }
  Result<void> compact(int64_t) override { return {}; }
  void stop() override {}

  // One batch of `count` updates of pods that lie apart.
  void update(int count) {
    store::EventBatch batch;
    for (int i = 0; i < count; ++i) {
      pod_ = (pod_ + 7919) % pods_;
      store::Event& event = batch.events.emplace_back();
      event.kv = item(pod_);
      event.kv.mod_revision = ++revision_;
    }
    batch.revision = revision_;
    callback_(std::move(batch));
  }
  size_t value_bytes() const {
    size_t bytes = 0;
    for (const Bytes& value : values_) bytes += value.size();
    return bytes;
  }

 private:
  // Pod i is in namespace i % kNamespaces.
  int in_key_order(int place) const {
    const int per_namespace = pods_ / kNamespaces;
    return place % per_namespace * kNamespaces + place / per_namespace;
  }
  store::KeyValue item(int i) const {
    return {.key = Names(i).key, .value = values_[static_cast<size_t>(i)], .create_revision = i + 1, .mod_revision = i + 1};
  }

  int pods_;
  std::vector<Bytes> values_;
  mutable int next_page_ = 0;
  int pod_ = 0;
  std::atomic<int64_t> revision_ = pods_;
  store::SubscribeCallback callback_;
};

ResourceSpec pods_spec() {
  ResourceSpec spec{.name = "pods", .key_prefix = "/registry/pods/", .type = &pod_type()};
  for (const char* field : {"metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy", "spec.schedulerName",
                            "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"}) {
    spec.selectable_fields.push_back({.name = field, .indexed = std::string_view(field) == "spec.nodeName"});
  }
  return spec;
}

size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  statm >> total >> resident;
  return resident * 4096;
}

struct Fixture {
  explicit Fixture(int pod_count = kPods) : store(pod_count) {
    const size_t before = resident_bytes();
    cache = *Cache::create(store, budget, {pods_spec()});
    pods = cache->resource("/registry/pods/");
    loaded_bytes = resident_bytes() - before;
  }

  FakeStore store;
  EncodingBudget budget;
  std::unique_ptr<Cache> cache;
  std::shared_ptr<ResourceCache> pods;
  size_t loaded_bytes = 0;
};

Fixture& shared() {
  static Fixture fixture;
  return fixture;
}

// A client that takes what comes and throws it away.
class Client {
 public:
  Client(Fixture& fixture, TestLoop& loop, WatchOptions options, int64_t& delivered)
      : watch_(*fixture.pods->watch(loop, std::move(options))), task_(read(*watch_, delivered)) {
    task_.await_suspend(std::noop_coroutine()).resume();
  }

 private:
  static Task<void> read(Watch& watch, int64_t& delivered) {
    for (;;) {
      const std::vector<WatchEvent> events = co_await watch.next();
      if (events.empty()) co_return;
      delivered += static_cast<int64_t>(events.size());
    }
  }
  std::unique_ptr<Watch> watch_;
  Task<void> task_;
};

WatchOptions everything(Fixture& fixture, int) { return {.after = fixture.pods->snapshot().revision()}; }
WatchOptions one_node(Fixture& fixture, int i) {
  auto fields = *object::FieldSelector::parse("spec.nodeName=node-" + std::to_string(i % kNodes));
  return {.after = fixture.pods->snapshot().revision(),
          .selection = std::make_shared<const Selection>(*Selection::create(fixture.pods->spec(), {}, fields))};
}

void load(benchmark::State& state) {
  const FakeStore store(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    EncodingBudget budget;
    auto cache = Cache::create(const_cast<FakeStore&>(store), budget, {pods_spec()});
    PINTLE_CHECK((*cache)->resource("/registry/pods/")->snapshot().size() == static_cast<size_t>(state.range(0)));
  }
}
BENCHMARK(load)->Arg(10'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

// Of RSS; beside it the protobuf bytes of the same pods.
void memory_per_pod(benchmark::State& state) {
  const Fixture fixture;
  for (auto _ : state) benchmark::DoNotOptimize(fixture);
  state.counters["rss_bytes"] = static_cast<double>(fixture.loaded_bytes) / kPods;
  state.counters["protobuf_bytes"] = static_cast<double>(fixture.store.value_bytes()) / kPods;
  size_t objects = 0;
  for (ObjectRange at = fixture.pods->snapshot().range(""); at; ++at) objects += at->memory_bytes();
  state.counters["object_bytes"] = static_cast<double>(objects) / kPods;
  const Snapshot snapshot = fixture.pods->snapshot();
  state.counters["tree_bytes"] = static_cast<double>(snapshot.state()->objects.node_bytes()) / kPods;
}
BENCHMARK(memory_per_pod)->Iterations(1);

void memory_per_idle_watch(benchmark::State& state) {
  constexpr int kWatches = 20'000;
  Fixture& fixture = shared();
  for (auto _ : state) {
    TestLoop loop;
    int64_t delivered = 0;
    std::vector<std::unique_ptr<Client>> clients;
    const size_t before = resident_bytes();
    for (int i = 0; i < kWatches; ++i) clients.push_back(std::make_unique<Client>(fixture, loop, everything(fixture, i), delivered));
    state.counters["rss_bytes"] = static_cast<double>(resident_bytes() - before) / kWatches;
  }
}
BENCHMARK(memory_per_idle_watch)->Iterations(1);

void get(benchmark::State& state) {
  Fixture& fixture = shared();
  std::vector<std::string> keys;
  for (int i = 0; i < kPods; ++i) keys.push_back(Names(i * 7919 % kPods).key);
  size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(fixture.pods->snapshot().get(keys[i++ % kPods]));
}
BENCHMARK(get);

void list_per_pod(benchmark::State& state) {
  Fixture& fixture = shared();
  for (auto _ : state) {
    std::vector<Bytes> pieces;
    for (ObjectRange at = fixture.pods->snapshot().range("/registry/pods/"); at; ++at) pieces.push_back(at->canonical());
    benchmark::DoNotOptimize(pieces);
  }
  state.SetItemsProcessed(state.iterations() * kPods);
}
BENCHMARK(list_per_pod)->Unit(benchmark::kMicrosecond);

void list_one_label_of_10000(benchmark::State& state) {
  Fixture& fixture = shared();
  const auto selection = *Selection::create(fixture.pods->spec(), *object::LabelSelector::parse("shard=s07"), {});
  for (auto _ : state) {
    size_t found = 0;
    for (ObjectRange at = fixture.pods->snapshot().range("/registry/pods/"); at; ++at) found += selection.matches(*at) ? 1 : 0;
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(list_one_label_of_10000)->Unit(benchmark::kMicrosecond);

// Every object is asked, as when no index and no label filter helps.
void select_per_pod(benchmark::State& state, std::string_view labels, std::string_view fields) {
  Fixture& fixture = shared();
  const auto selection =
      *Selection::create(fixture.pods->spec(), *object::LabelSelector::parse(labels), *object::FieldSelector::parse(fields));
  for (auto _ : state) {
    size_t found = 0;
    for (ObjectRange at = fixture.pods->snapshot().range("/registry/pods/"); at; ++at) found += selection.matches(*at) ? 1 : 0;
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations() * kPods);
}
BENCHMARK_CAPTURE(select_per_pod, label_differs, "shard!=s07", "")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(select_per_pod, label_among, "shard in (s01,s07,s09),app", "")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(select_per_pod, label_absent, "!no-such-label", "")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(select_per_pod, field, "", "status.phase=Running")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(select_per_pod, fields_and_label, "app", "status.phase!=Failed,spec.restartPolicy=Always")->Unit(benchmark::kMicrosecond);

void list_one_node(benchmark::State& state) {
  Fixture& fixture = shared();
  for (auto _ : state) {
    for (ObjectRange at = fixture.pods->snapshot().by_field(2, "node-7", "/registry/pods/"); at; ++at) benchmark::DoNotOptimize(*at);
  }
}
BENCHMARK(list_one_node);

void count_of_a_namespace(benchmark::State& state) {
  Fixture& fixture = shared();
  for (auto _ : state) benchmark::DoNotOptimize(fixture.pods->snapshot().count("/registry/pods/fill-33/"));
}
BENCHMARK(count_of_a_namespace);

// Updates in batches of range(0), with nobody watching.
void write(benchmark::State& state) {
  Fixture& fixture = shared();
  const int batch = static_cast<int>(state.range(0));
  for (auto _ : state) fixture.store.update(batch);
  state.SetItemsProcessed(state.iterations() * batch);
}
BENCHMARK(write)->Arg(1)->Arg(16)->Arg(64);

// The same with range(1) clients: `ns_per_event` is of the whole, the write in it.
template <WatchOptions (*kOptions)(Fixture&, int)>
void write_watched(benchmark::State& state) {
  Fixture& fixture = shared();
  TestLoop loop;
  int64_t delivered = 0;
  const int batch = static_cast<int>(state.range(0));
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < state.range(1); ++i) clients.push_back(std::make_unique<Client>(fixture, loop, kOptions(fixture, i), delivered));
  loop.run_until_idle();
  for (auto _ : state) {
    fixture.store.update(batch);
    loop.run_until_idle();
  }
  state.SetItemsProcessed(state.iterations() * batch);
  state.counters["events_per_write"] = static_cast<double>(delivered) / static_cast<double>(state.iterations() * batch);
  state.counters["per_event"] =
      benchmark::Counter(static_cast<double>(std::max<int64_t>(delivered, 1)), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
void write_watched_by_all(benchmark::State& state) { write_watched<everything>(state); }
void write_watched_by_node(benchmark::State& state) { write_watched<one_node>(state); }
BENCHMARK(write_watched_by_all)->Args({1, 1})->Args({1, 1000})->Args({16, 1000})->Args({1, 5000});
BENCHMARK(write_watched_by_node)->Args({1, 0})->Args({1, 1000})->Args({16, 1000});

// The state of 10,000 changes ago.
void snapshot_at(benchmark::State& state) {
  Fixture fixture;
  const int64_t revision = fixture.pods->snapshot().revision();
  for (int i = 0; i < 10'000; ++i) fixture.store.update(1);
  for (auto _ : state) benchmark::DoNotOptimize(fixture.pods->snapshot_at(revision));
}
BENCHMARK(snapshot_at)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pintle::cache

BENCHMARK_MAIN();
