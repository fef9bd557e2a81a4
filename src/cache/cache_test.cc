// Proves that the cache has what the store has: after loading, after every acknowledged write, and for a resource that is added while
// others write; that a snapshot at a revision is the state at exactly that revision or refused; and that waiting for a revision ends.
#include "cache/cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cache/cache_fixture.h"
#include "cache/pinned_snapshots.h"

namespace pintle::cache {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CacheTest : public CacheFixture {};

ResourceSpec widgets_spec() {
  return {.name = "widgets.example.com",
          .key_prefix = "/registry/example.com/widgets/",
          .selectable_fields = {{.name = "metadata.name"}, {.name = "spec.color", .indexed = true}}};
}

int64_t put_widget(store::Store& store, std::string_view name, std::string_view color) {
  const std::string json = R"({"metadata":{"name":")" + std::string(name) + R"("},"spec":{"color":")" + std::string(color) + R"("}})";
  return write(store,
               {store::Operation::put("/registry/example.com/widgets/" + std::string(name), Bytes::copy(json), store::Expect::any())});
}

TEST_F(CacheTest, LoadsWhatIsThere) {
  put({.name = "b"});
  put({.name = "a", .node = "n1"});
  put({.namespace_name = "other", .name = "c", .node = "n1"});
  write(*store, {store::Operation::put("/registry/podtemplates/default/x", Bytes::copy("not mine"), store::Expect::any())});
  write(*store, {store::Operation::put("/elsewhere", Bytes::copy("not mine"), store::Expect::any())});
  open();
  const Snapshot now = pods->snapshot();
  EXPECT_EQ(now.revision(), 5);
  EXPECT_THAT(keys_of(now.range("/registry/pods/")), ElementsAre("default/a", "default/b", "other/c"));
  EXPECT_THAT(keys_of(now.range("/registry/pods/default/")), ElementsAre("default/a", "default/b"));
  EXPECT_THAT(keys_of(now.range("/registry/pods/", "/registry/pods/default/b")), ElementsAre("default/b", "other/c"));
  EXPECT_THAT(keys_of(now.range("/registry/pods/absent/")), IsEmpty());
  EXPECT_THAT(keys_of(now.by_field(2, "n1", "/registry/pods/")), ElementsAre("default/a", "other/c"));
  EXPECT_THAT(keys_of(now.by_field(2, "n1", "/registry/pods/other/")), ElementsAre("other/c"));
  EXPECT_THAT(keys_of(now.by_field(2, "n1", "/registry/pods/", "/registry/pods/default/b")), ElementsAre("other/c"));
  EXPECT_THAT(keys_of(now.by_field(2, "n", "/registry/pods/")), IsEmpty());
  EXPECT_THAT(keys_of(now.by_field(2, "", "/registry/pods/")), ElementsAre("default/b"));
  EXPECT_EQ(now.count("/registry/pods/"), 3u);
  EXPECT_EQ(now.count("/registry/pods/", "/registry/pods/default/b"), 2u);
  EXPECT_EQ(now.get("/registry/pods/default/a")->revision(), 2);
  EXPECT_EQ(now.get("/registry/pods/default/zz"), nullptr);
}

TEST_F(CacheTest, LoadsMoreThanOnePage) {
  constexpr int kPods = 2500;
  std::vector<store::Operation> operations;
  for (int i = 0; i < kPods; ++i) {
    const TestPod pod{.name = "web-" + std::to_string(i)};
    operations.push_back(store::Operation::put(pod.key(), pod_bytes(pod), store::Expect::any()));
    if (operations.size() == store::kTransactionOperationsMax || i + 1 == kPods) write(*store, std::exchange(operations, {}));
  }
  open();
  EXPECT_EQ(pods->snapshot().size(), static_cast<size_t>(kPods));
}

TEST_F(CacheTest, TheStoresLastRevisionsAreHistory) {
  put({.name = "a"});
  put({.name = "b"});
  put({.name = "c"});
  erase({.name = "a"});
  put({.name = "b", .node = "n1"});
  struct Case {
    int64_t revisions;
    int64_t compacted;
    int64_t complete_after;
  };
  for (const Case& c : {Case{2, 0, 3}, {4, 0, 1}, {100, 0, 0}, {100, 2, 2}, {0, 2, 5}}) {
    if (c.compacted > 0) {
      ASSERT_TRUE(store->compact(c.compacted));
    }
    open(c.revisions);
    EXPECT_THAT(keys_of(pods->snapshot().range("/registry/pods/")), ElementsAre("default/b", "default/c"));
    EXPECT_THAT(keys_of(pods->snapshot().by_field(2, "n1", "/registry/pods/")), ElementsAre("default/b"));
    EXPECT_EQ(pods->snapshot().revision(), 5);
    EXPECT_EQ(pods->snapshot().state()->history.complete_after(), c.complete_after);
    if (c.complete_after > 3) continue;
    EXPECT_THAT(keys_of(pods->snapshot_at(3)->range("/registry/pods/")), ElementsAre("default/a", "default/b", "default/c"));
    EXPECT_THAT(read({.after = 3})->take(), ElementsAre("DELETED default/a@4", "MODIFIED default/b@5"));
  }
}

TEST_F(CacheTest, HasWhatWasAcknowledged) {
  open();
  const int64_t created = put({.name = "a", .node = "n1"});
  EXPECT_EQ(pods->snapshot().revision(), created);
  EXPECT_EQ(pods->snapshot().get("/registry/pods/default/a")->create_revision(), created);
  const int64_t updated = put({.name = "a", .node = "n2"});
  const Snapshot then = pods->snapshot();
  EXPECT_EQ(then.get("/registry/pods/default/a")->revision(), updated);
  EXPECT_EQ(then.get("/registry/pods/default/a")->create_revision(), created);
  EXPECT_THAT(keys_of(then.by_field(2, "n1", "/registry/pods/")), IsEmpty());
  EXPECT_THAT(keys_of(then.by_field(2, "n2", "/registry/pods/")), ElementsAre("default/a"));
  const int64_t deleted = erase({.name = "a"});
  EXPECT_EQ(pods->snapshot().size(), 0u);
  EXPECT_EQ(pods->snapshot().revision(), deleted);
  EXPECT_THAT(keys_of(pods->snapshot().by_field(2, "n2", "/registry/pods/")), IsEmpty());
  EXPECT_EQ(then.get("/registry/pods/default/a")->revision(), updated);
}

TEST_F(CacheTest, TheRevisionGoesOnWithOtherResources) {
  open();
  put({.name = "a"});
  const int64_t other = write(*store, {store::Operation::put("/registry/leases/x", Bytes::copy("x"), store::Expect::any())});
  EXPECT_EQ(pods->snapshot().revision(), other);
  EXPECT_EQ(cache->revision(), other);
  const int64_t elsewhere = write(*store, {store::Operation::put("/elsewhere", Bytes::copy("x"), store::Expect::any())});
  store->stop();  // its revision moves on after the commit is called back
  EXPECT_EQ(pods->snapshot().revision(), elsewhere);
}

TEST_F(CacheTest, DamagedObjectsAreThereButUnreadable) {
  write(*store, {store::Operation::put("/registry/pods/default/bad", Bytes::copy("{\"metadata\":"), store::Expect::any())});
  put({.name = "good"});
  open();
  EXPECT_FALSE(pods->snapshot().get("/registry/pods/default/bad")->readable());
  EXPECT_TRUE(pods->snapshot().get("/registry/pods/default/good")->readable());
}

TEST_F(CacheTest, SelectionFollowsLabelsAndFields) {
  put({.name = "a", .node = "n1", .labels = {{"app", "web"}}});
  put({.name = "b", .node = "n2", .labels = {{"app", "web"}, {"tier", "x"}}});
  put({.name = "c", .node = "n1"});
  open();
  struct Case {
    const char* labels;
    const char* fields;
    std::vector<std::string> wanted;
  };
  for (const Case& c : {Case{"", "", {"default/a", "default/b", "default/c"}},
                        {"app=web", "", {"default/a", "default/b"}},
                        {"app=web,!tier", "", {"default/a"}},
                        {"", "spec.nodeName=n1", {"default/a", "default/c"}},
                        {"app=web", "spec.nodeName!=n1", {"default/b"}},
                        {"", "spec.nodeName=n1,metadata.name=c", {"default/c"}},
                        {"app", "spec.nodeName=n3", {}}}) {
    const auto wanted = selection(pods->spec(), c.labels, c.fields);
    std::vector<std::string> found;
    for (ObjectRange at = pods->snapshot().range("/registry/pods/"); at; ++at) {
      if (wanted->matches(*at)) found.emplace_back(without_prefix(at->key()));
    }
    EXPECT_EQ(found, c.wanted) << c.labels << " / " << c.fields;
  }
  EXPECT_EQ(selection(pods->spec(), "", "spec.nodeName=n1,metadata.name=c")->indexed_match()->value, "n1");
  EXPECT_FALSE(selection(pods->spec(), "", "spec.nodeName!=n1,metadata.name=c")->indexed_match());
  const auto unknown = Selection::create(pods->spec(), {}, *object::FieldSelector::parse("spec.color=red"));
  EXPECT_EQ(unknown.error().message(), "field label not supported: spec.color");
}

// Snapshots at a revision

TEST_F(CacheTest, SnapshotAtEveryRevisionOfTheHistory) {
  put({.name = "before"});
  open();
  std::mt19937 random(11);
  std::map<int64_t, std::vector<std::string>> states;  // by revision
  std::map<std::string, std::string> state = {{"default/before", ""}};
  for (int step = 0; step < 300; ++step) {
    const TestPod pod{.name = std::to_string(random() % 40), .node = "n" + std::to_string(random() % 3)};
    const std::string name(without_prefix(pod.key()));
    const bool erases = state.contains(name) && random() % 3 == 0;
    const int64_t revision = erases ? erase(pod) : put(pod);
    if (erases) {
      state.erase(name);
    } else {
      state[name] = pod.node;
    }
    for (const auto& [key, node] : state) states[revision].push_back(key + " on " + node);
  }
  for (const auto& [revision, wanted] : states) {
    const auto snapshot = pods->snapshot_at(revision);
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(snapshot->revision(), revision);
    std::vector<std::string> found;
    size_t by_node = 0;
    for (ObjectRange at = snapshot->range("/registry/pods/"); at; ++at) {
      EXPECT_LE(at->revision(), revision);
      found.push_back(std::string(without_prefix(at->key())) + " on " + std::string(at->field(2)));
    }
    for (const char* node : {"", "n0", "n1", "n2"}) by_node += keys_of(snapshot->by_field(2, node, "/registry/pods/")).size();
    EXPECT_EQ(found, wanted) << revision;
    EXPECT_EQ(by_node, found.size());
  }
}

TEST_F(CacheTest, SnapshotAtOutsideTheHistory) {
  put({.name = "a"});
  const int64_t loaded = put({.name = "b"});
  open();
  const auto old = pods->snapshot_at(loaded - 1);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code(), 410);
  EXPECT_EQ(old.error().reason(), "Expired");
  EXPECT_EQ(old.error().message(), "The resourceVersion for the provided list is too old.");
  EXPECT_TRUE(pods->snapshot_at(loaded));
  const auto future = pods->snapshot_at(loaded + 5);
  ASSERT_FALSE(future);
  EXPECT_EQ(future.error().code(), 504);
  EXPECT_EQ(future.error().message(), "Timeout: Too large resource version: 7, current: 2");
  ASSERT_EQ(future.error().details().causes.size(), 1u);
  EXPECT_EQ(future.error().details().causes[0].type, "ResourceVersionTooLarge");
}

TEST_F(CacheTest, PinnedSnapshotsOutliveTheHistoryForAWhile) {
  open();
  const int64_t first = put({.name = "a"});
  pods->pin(pods->snapshot());
  loop.advance(std::chrono::minutes(4));
  for (size_t i = 0; i < kHistoryChangesMin + 10; ++i) put({.name = "a", .node = "n" + std::to_string(i)});
  loop.advance(std::chrono::seconds(50));
  cache->trim();
  EXPECT_EQ(pods->snapshot_at(first)->get("/registry/pods/default/a")->field(2), "");
  // Another page renews it.
  pods->pin(*pods->snapshot_at(first));
  loop.advance(std::chrono::minutes(5));
  cache->trim();
  EXPECT_TRUE(pods->snapshot_at(first));
  loop.advance(std::chrono::minutes(6));
  cache->trim();
  ASSERT_FALSE(pods->snapshot_at(first));
  EXPECT_EQ(pods->snapshot_at(first).error().code(), 410);
}

TEST_F(CacheTest, PinsAreFew) {
  open();
  constexpr size_t kTooMany = 3;
  std::vector<int64_t> revisions;
  for (size_t i = 0; i < kSnapshotsPinnedMax + kTooMany; ++i) {
    revisions.push_back(put({.name = std::to_string(i)}));
    pods->pin(pods->snapshot());
  }
  constexpr size_t kPodBytes = size_t{4} << 20;
  for (size_t bytes = 0; bytes <= kHistoryBytesMax + 2 * kPodBytes; bytes += kPodBytes) put({.name = "big", .filler_bytes = kPodBytes});
  for (size_t i = 0; i < revisions.size(); ++i) EXPECT_EQ(pods->snapshot_at(revisions[i]).has_value(), i >= kTooMany) << i;
}

TEST_F(CacheTest, AHeavyPinIsDropped) {
  open();
  const int64_t first = put({.name = "a"});
  pods->pin(pods->snapshot());
  constexpr size_t kPodBytes = size_t{4} << 20;
  for (size_t bytes = 0; bytes <= kPinnedBytesMax + 2 * kPodBytes; bytes += kPodBytes) put({.name = "big", .filler_bytes = kPodBytes});
  EXPECT_FALSE(pods->snapshot_at(first));
}

// Resources that come and go

TEST_F(CacheTest, AddsAndRemovesResources) {
  open();
  put_widget(*store, "one", "red");
  ASSERT_EQ(cache->resource("/registry/example.com/widgets/"), nullptr);
  const auto widgets = *cache->add_resource(widgets_spec());
  EXPECT_EQ(cache->resource("/registry/example.com/widgets/"), widgets);
  const int64_t two = put_widget(*store, "two", "blue");
  EXPECT_EQ(widgets->snapshot().size(), 2u);
  EXPECT_EQ(widgets->snapshot().revision(), two);
  EXPECT_TRUE(widgets->snapshot().by_field(1, "blue", "/registry/example.com/widgets/"));
  EXPECT_FALSE(cache->add_resource(widgets_spec()));
  EXPECT_FALSE(cache->add_resource({.name = "within", .key_prefix = "/registry/pods/default/"}));
  EXPECT_TRUE(cache->remove_resource("/registry/example.com/widgets/"));
  EXPECT_FALSE(cache->remove_resource("/registry/example.com/widgets/"));
  EXPECT_EQ(cache->resource("/registry/example.com/widgets/"), nullptr);
  EXPECT_EQ(widgets->snapshot().size(), 2u);
}

TEST_F(CacheTest, AddsAResourceWhileItIsWritten) {
  open();
  for (int round = 0; round < 10; ++round) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 2; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = 0; !stop; ++i) put_widget(*store, std::to_string(writer) + "-" + std::to_string(i % 50), std::to_string(i));
      });
    }
    const auto widgets = *cache->add_resource(widgets_spec());
    for (int i = 0; i < 20; ++i) put_widget(*store, "own-" + std::to_string(i), "x");
    stop = true;
    for (std::thread& writer : writers) writer.join();
    const auto listing = *store->list({.prefix = "/registry/example.com/widgets/"});
    const Snapshot now = widgets->snapshot();
    ASSERT_EQ(now.size(), listing.items.size());
    for (const store::KeyValue& kv : listing.items) EXPECT_EQ(now.get(kv.key)->revision(), kv.mod_revision);
    EXPECT_TRUE(cache->remove_resource("/registry/example.com/widgets/"));
  }
}

TEST_F(CacheTest, SnapshotsAreExactWhileOthersWrite) {
  put({.name = "first"});  // a listing at revision 0 would be one of the newest
  open();
  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 2; ++writer) {
    writers.emplace_back([&, writer] {
      std::mt19937 random(static_cast<uint32_t>(writer));
      while (!stop) put({.name = std::to_string(random() % 30)});
    });
  }
  for (int i = 0; i < 300; ++i) {
    const Snapshot now = pods->snapshot();
    const auto listing = *store->list({.prefix = "/registry/pods/", .revision = now.revision()});
    ASSERT_EQ(now.size(), listing.items.size());
    for (const store::KeyValue& kv : listing.items) ASSERT_EQ(now.get(kv.key)->revision(), kv.mod_revision) << now.revision();
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
}

// Waiting

Task<void> note(Task<Result<void>> wait, std::vector<std::string>& notes) {
  const auto result = co_await std::move(wait);
  notes.push_back(result ? "reached" : result.error().message());
}

TEST_F(CacheTest, WaitForARevision) {
  open();
  put({.name = "a"});
  std::vector<std::string> notes;
  spawn(note(cache->wait_for(1, loop), notes));
  EXPECT_THAT(notes, ElementsAre("reached"));
  spawn(note(cache->wait_for(3, loop), notes));
  spawn(note(cache->wait_for(2, loop), notes));
  put({.name = "b"});
  loop.run_until_idle();
  EXPECT_EQ(notes.size(), 2u);
  put({.name = "c"});
  loop.run_until_idle();
  EXPECT_THAT(notes, ElementsAre("reached", "reached", "reached"));
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(CacheTest, WaitForARevisionThatDoesNotCome) {
  open();
  put({.name = "a"});
  std::vector<std::string> notes;
  spawn(note(cache->wait_for(9, loop), notes));
  loop.advance(kWaitForRevision - std::chrono::milliseconds(1));
  EXPECT_THAT(notes, IsEmpty());
  loop.advance(std::chrono::milliseconds(1));
  EXPECT_THAT(notes, ElementsAre("Timeout: Too large resource version: 9, current: 1"));
}

TEST_F(CacheTest, AWaitMayBeDropped) {
  open();
  {
    Task<Result<void>> dropped = cache->wait_for(9, loop);
    struct Starter {  // starts the task without a way to its end
      static Task<void> start(Task<Result<void>>& task) { (void)co_await task; }
    };
    Task<void> outer = Starter::start(dropped);
    std::coroutine_handle<> first = outer.await_suspend(std::noop_coroutine());
    first.resume();
    EXPECT_EQ(loop.timers(), 1u);
  }
  EXPECT_EQ(loop.timers(), 0u);
  put({.name = "a"});
  loop.run_until_idle();
}

}  // namespace
}  // namespace pintle::cache
