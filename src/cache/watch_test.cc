// Proves what a client of a watch sees: each change once, in order, turned into ADDED, MODIFIED or DELETED by its selector; the replay
// from a revision; the initial events; bookmarks; what happens to a slow watch; and that a watch may end at any moment.
#include "cache/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cache/cache_fixture.h"
#include "object/storage.h"

namespace pintle::cache {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class WatchTest : public CacheFixture {};

struct Scope {
  const char* name;
  const char* key_prefix;
  const char* key;
  const char* labels;
  const char* fields;
  std::vector<std::string> wanted;
};
class WatchScope : public CacheFixture, public testing::WithParamInterface<Scope> {
 protected:
  WatchOptions options() const {
    const Scope& scope = GetParam();
    return {.key_prefix = scope.key_prefix, .key = scope.key, .selection = selection(pods_spec(), scope.labels, scope.fields)};
  }
  // Revisions 1 to 10.
  void change() {
    put({.name = "a", .node = "n1", .labels = {{"app", "web"}}});
    put({.name = "b"});
    put({.name = "b", .node = "n1"});
    put({.name = "a", .node = "n1"});
    put({.name = "b", .node = "n2", .labels = {{"app", "web"}}});
    put({.namespace_name = "other", .name = "a", .node = "n1"});
    erase({.name = "b"});
    put({.name = "a", .node = "n1", .labels = {{"app", "db"}}});
    erase({.namespace_name = "other", .name = "a"});
    put({.name = "a", .node = "n2", .labels = {{"app", "web"}}});
  }
};

TEST_P(WatchScope, Live) {
  open();
  const auto reader = read(options());
  change();
  loop.run_until_idle();
  EXPECT_THAT(reader->take(), testing::ElementsAreArray(GetParam().wanted));
}

TEST_P(WatchScope, Replayed) {
  open();
  change();
  const auto reader = read(options());
  EXPECT_THAT(reader->take(), testing::ElementsAreArray(GetParam().wanted));
}

TEST_P(WatchScope, ReplayedFromEachRevision) {
  open();
  change();
  for (int64_t after = 0; after <= 10; ++after) {
    WatchOptions from = options();
    from.after = after;
    std::vector<std::string> wanted;
    for (const std::string& event : GetParam().wanted) {
      if (std::stoll(event.substr(event.find('@') + 1)) > after) wanted.push_back(event);
    }
    EXPECT_EQ(read(std::move(from))->take(), wanted) << after;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Scopes, WatchScope,
    testing::Values(
        Scope{"everything",
              "",
              "",
              "",
              "",
              {"ADDED default/a@1", "ADDED default/b@2", "MODIFIED default/b@3", "MODIFIED default/a@4", "MODIFIED default/b@5",
               "ADDED other/a@6", "DELETED default/b@7", "MODIFIED default/a@8", "DELETED other/a@9", "MODIFIED default/a@10"}},
        Scope{"one_namespace", "/registry/pods/other/", "", "", "", {"ADDED other/a@6", "DELETED other/a@9"}},
        Scope{"part_of_a_name", "/registry/pods/oth", "", "", "", {"ADDED other/a@6", "DELETED other/a@9"}},
        Scope{"one_object",
              "",
              "/registry/pods/default/b",
              "",
              "",
              {"ADDED default/b@2", "MODIFIED default/b@3", "MODIFIED default/b@5", "DELETED default/b@7"}},
        Scope{"labels",
              "",
              "",
              "app=web",
              "",
              {"ADDED default/a@1", "DELETED default/a@4", "ADDED default/b@5", "DELETED default/b@7", "ADDED default/a@10"}},
        Scope{"labels_in_a_namespace",
              "/registry/pods/default/",
              "",
              "app",
              "",
              {"ADDED default/a@1", "DELETED default/a@4", "ADDED default/b@5", "DELETED default/b@7", "ADDED default/a@8",
               "MODIFIED default/a@10"}},
        Scope{"one_node",
              "",
              "",
              "",
              "spec.nodeName=n1",
              {"ADDED default/a@1", "ADDED default/b@3", "MODIFIED default/a@4", "DELETED default/b@5", "ADDED other/a@6",
               "MODIFIED default/a@8", "DELETED other/a@9", "DELETED default/a@10"}},
        Scope{"one_node_in_a_namespace", "/registry/pods/other/", "", "", "spec.nodeName=n1", {"ADDED other/a@6", "DELETED other/a@9"}},
        Scope{"no_node", "", "", "", "spec.nodeName=", {"ADDED default/b@2", "DELETED default/b@3"}},
        Scope{"not_a_node",
              "",
              "",
              "",
              "spec.nodeName!=n1",
              {"ADDED default/b@2", "DELETED default/b@3", "ADDED default/b@5", "DELETED default/b@7", "ADDED default/a@10"}},
        Scope{"name_field",
              "",
              "",
              "",
              "metadata.name=b",
              {"ADDED default/b@2", "MODIFIED default/b@3", "MODIFIED default/b@5", "DELETED default/b@7"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(WatchTest, ADeletedObjectHasItsLastStateAndTheDeletingRevision) {
  open();
  const auto all = read({});
  const auto node = read({.selection = selection(pods->spec(), "", "spec.nodeName=n1")});
  put({.name = "a", .node = "n1", .labels = {{"last", "seen"}}});
  put({.name = "a", .node = "n2"});
  erase({.name = "a"});
  loop.run_until_idle();
  const ObjectPtr left = node->events().at(1).object;
  EXPECT_EQ(left->find_label("last"), "seen");
  EXPECT_EQ(object::scan_metadata(left->canonical())->resource_version, "2");
  const ObjectPtr deleted = all->events().at(2).object;
  EXPECT_EQ(deleted->field(2), "n2");
  EXPECT_EQ(object::scan_metadata(deleted->canonical())->resource_version, "3");
}

TEST_F(WatchTest, UnreadableObjectsAreNotThere) {
  open();
  const auto reader = read({});
  put({.name = "a"});
  write(*store, {store::Operation::put("/registry/pods/default/a", Bytes::copy("damaged"), store::Expect::any())});
  put({.name = "a"});
  loop.run_until_idle();
  EXPECT_THAT(reader->take(), ElementsAre("ADDED default/a@1", "DELETED default/a@2", "ADDED default/a@3"));
}

TEST_F(WatchTest, TooOldARevisionIsExpired) {
  put({.name = "a"});
  put({.name = "b"});
  open();
  const auto watch = pods->watch(loop, {.after = 1});
  ASSERT_FALSE(watch);
  EXPECT_EQ(watch.error().code(), 410);
  EXPECT_EQ(watch.error().reason(), "Expired");
  EXPECT_EQ(watch.error().message(), "too old resource version: 1 (2)");
  EXPECT_TRUE(pods->watch(loop, {.after = 2}));
}

TEST_F(WatchTest, ARevisionInTheFutureWaitsForIt) {
  open();
  put({.name = "a"});
  const auto reader = read({.after = 3, .bookmarks = true});
  for (const char* name : {"b", "c"}) put({.name = name});
  loop.advance(kBookmarkInterval);
  put({.name = "d"});
  put({.name = "e"});
  loop.run_until_idle();
  EXPECT_THAT(reader->take(), ElementsAre("BOOKMARK@3", "ADDED default/d@4", "ADDED default/e@5"));
}

// Initial events

TEST_F(WatchTest, InitialStateThenChanges) {
  put({.name = "b", .node = "n1"});
  put({.name = "a", .node = "n1"});
  put({.namespace_name = "other", .name = "c"});
  open();
  const auto state = read({.initial_events = InitialEvents::kState, .bookmarks = true});
  const auto bookmark = read({.key_prefix = "/registry/pods/default/", .initial_events = InitialEvents::kStateAndBookmark});
  const auto node =
      read({.initial_events = InitialEvents::kStateAndBookmark, .selection = selection(pods->spec(), "", "spec.nodeName=n1")});
  const auto key = read({.key = "/registry/pods/default/a", .initial_events = InitialEvents::kState});
  const auto labels = read({.initial_events = InitialEvents::kStateAndBookmark, .selection = selection(pods->spec(), "app=web", "")});
  put({.name = "a", .node = "n2"});
  loop.run_until_idle();
  EXPECT_THAT(state->take(), ElementsAre("ADDED default/a@2", "ADDED default/b@1", "ADDED other/c@3", "MODIFIED default/a@4"));
  EXPECT_THAT(bookmark->take(),
              ElementsAre("ADDED default/a@2", "ADDED default/b@1", "BOOKMARK@3 (initial events end)", "MODIFIED default/a@4"));
  EXPECT_THAT(node->take(),
              ElementsAre("ADDED default/a@2", "ADDED default/b@1", "BOOKMARK@3 (initial events end)", "DELETED default/a@4"));
  EXPECT_THAT(key->take(), ElementsAre("ADDED default/a@2", "MODIFIED default/a@4"));
  EXPECT_THAT(labels->take(), ElementsAre("BOOKMARK@3 (initial events end)"));
}

TEST_F(WatchTest, InitialEventsComeInPartsAndNothingIsLostMeanwhile) {
  constexpr size_t kPods = 3 * kWatchPullEventsMax + 5;
  for (size_t i = 0; i < kPods; ++i) put({.name = std::to_string(i)});
  open();
  const auto watch = *pods->watch(loop, {.initial_events = InitialEvents::kStateAndBookmark});
  size_t objects = 0;
  size_t parts = 0;
  for (;; ++parts) {
    const std::vector<WatchEvent> events = loop.run(watch->next());
    EXPECT_LE(events.size(), kWatchPullEventsMax + 1);
    put({.name = "late-" + std::to_string(parts)});
    objects += events.size();
    if (events.back().initial_events_end) break;
  }
  EXPECT_EQ(objects, kPods + 1);
  std::vector<WatchEvent> rest;
  while (rest.size() <= parts) {
    for (const WatchEvent& event : loop.run(watch->next())) rest.push_back(event);
  }
  for (size_t i = 0; i < rest.size(); ++i)
    EXPECT_EQ(to_text(rest[i]), "ADDED default/late-" + std::to_string(i) + "@" + std::to_string(kPods + i + 1));
}

TEST_F(WatchTest, ARareObjectIsFoundWithoutHoldingTheLoop) {
  std::vector<store::Operation> operations;
  for (size_t i = 0; i < 2 * kWatchPullScannedMax; ++i) {
    TestPod pod{.name = std::to_string(100'000 + i)};
    if (i + 1 == 2 * kWatchPullScannedMax) pod.labels = {{"rare", "yes"}};
    operations.push_back(store::Operation::put(pod.key(), pod_bytes(pod), store::Expect::any()));
    if (operations.size() == store::kTransactionOperationsMax) write(*store, std::exchange(operations, {}));
  }
  open();
  auto watch = *pods->watch(loop, {.initial_events = InitialEvents::kState, .selection = selection(pods->spec(), "rare", "")});
  const auto reader = std::make_unique<Reader>(std::move(watch));
  EXPECT_THAT(reader->take(), IsEmpty());
  loop.run_until_idle();
  EXPECT_EQ(reader->take().size(), 1u);
}

// Bookmarks

TEST_F(WatchTest, BookmarksTellTheRevisionOfAllResources) {
  open();
  EXPECT_EQ(loop.timers(), 0u);
  const auto quiet = read({});
  EXPECT_EQ(loop.timers(), 0u);
  const auto reader = read({.bookmarks = true});
  put({.name = "a"});
  write(*store, {store::Operation::put("/registry/leases/x", Bytes::copy("x"), store::Expect::any())});
  loop.advance(kBookmarkInterval - std::chrono::milliseconds(1));
  EXPECT_THAT(reader->take(), ElementsAre("ADDED default/a@1"));
  loop.advance(std::chrono::milliseconds(1));
  EXPECT_THAT(reader->take(), ElementsAre("BOOKMARK@2"));
  loop.advance(kBookmarkInterval);
  EXPECT_THAT(reader->take(), ElementsAre("BOOKMARK@2"));
  EXPECT_THAT(quiet->take(), ElementsAre("ADDED default/a@1"));
}

TEST_F(WatchTest, ABookmarkComesAfterTheChangesBeforeIt) {
  open();
  const auto reader = read({.bookmarks = true});
  loop.advance(kBookmarkInterval - std::chrono::milliseconds(1));
  // The change's news and the bookmark's time meet: whichever runs first.
  put({.name = "a"});
  loop.advance(std::chrono::milliseconds(1));
  EXPECT_THAT(reader->take(), ElementsAre("ADDED default/a@1", "BOOKMARK@1"));
}

TEST_F(WatchTest, ABookmarkShortlyBeforeTheDeadline) {
  open();
  const auto start = loop.clock().steady();
  const auto reader = read({.bookmarks = true, .deadline = start + seconds(90)});
  const auto brief = read({.bookmarks = true, .deadline = start + seconds(1)});
  loop.advance(seconds(60));
  EXPECT_THAT(reader->take(), ElementsAre("BOOKMARK@0"));
  loop.advance(seconds(28));
  EXPECT_THAT(reader->take(), ElementsAre("BOOKMARK@0"));
  loop.advance(seconds(600));
  EXPECT_THAT(reader->take(), IsEmpty());
  EXPECT_THAT(brief->take(), IsEmpty());
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(WatchTest, TheTimerGoesWithTheLastWatchThatWantsBookmarks) {
  open();
  auto one = read({.bookmarks = true});
  auto two = read({.bookmarks = true});
  EXPECT_EQ(loop.timers(), 1u);
  one.reset();
  EXPECT_EQ(loop.timers(), 1u);
  two.reset();
  EXPECT_EQ(loop.timers(), 0u);
}

// Slow watches

TEST_F(WatchTest, ASlowWatchReadsTheHistoryLater) {
  open();
  const auto watch = *pods->watch(loop, {});
  put({.name = "first"});
  EXPECT_EQ(to_text(loop.run(watch->next()).front()), "ADDED default/first@1");
  constexpr size_t kChanges = 3 * kWatchQueueEventsMax;
  for (size_t i = 0; i < kChanges; ++i) put({.name = std::to_string(i)});
  loop.run_until_idle();
  std::vector<WatchEvent> events;
  while (events.size() < kChanges) {
    for (WatchEvent& event : loop.run(watch->next())) events.push_back(std::move(event));
  }
  for (size_t i = 0; i < kChanges; ++i) ASSERT_EQ(events[i].revision, static_cast<int64_t>(i) + 2);
  // It is live again.
  put({.name = "last"});
  EXPECT_EQ(loop.run(watch->next()).size(), 1u);
}

TEST_F(WatchTest, AWatchThatTheHistoryHasOutrunEnds) {
  open();
  const auto watch = *pods->watch(loop, {});
  const auto fast = read({});
  put({.name = "big"});
  loop.run(watch->next());
  for (size_t i = 0; i <= kWatchQueueEventsMax; ++i) {
    put({.name = "small"});
    loop.run_until_idle();
  }
  constexpr size_t kPodBytes = size_t{4} << 20;
  for (size_t bytes = 0; bytes <= kHistoryBytesMax + kPodBytes; bytes += kPodBytes) {
    put({.name = "big", .filler_bytes = kPodBytes});
    loop.run_until_idle();
  }
  EXPECT_EQ(loop.run(watch->next()).size(), kWatchQueueEventsMax);
  EXPECT_THAT(loop.run(watch->next()), IsEmpty());
  EXPECT_THAT(loop.run(watch->next()), IsEmpty());
  EXPECT_FALSE(fast->ended());
  EXPECT_GT(fast->events().size(), kWatchQueueEventsMax);
}

TEST_F(WatchTest, ALoopThatTheHistoryHasOutrunEndsItsWatches) {
  open();
  const auto reader = read({});
  constexpr size_t kPodBytes = size_t{4} << 20;
  for (size_t bytes = 0; bytes <= kHistoryBytesMax + 2 * kPodBytes; bytes += kPodBytes) put({.name = "big", .filler_bytes = kPodBytes});
  loop.run_until_idle();
  EXPECT_TRUE(reader->ended());
  EXPECT_THAT(reader->take(), IsEmpty());
  const auto next = read({.after = pods->snapshot().revision()});
  put({.name = "a"});
  loop.run_until_idle();
  EXPECT_EQ(next->take().size(), 1u);
}

// Ends

TEST_F(WatchTest, CancelResumesTheReader) {
  open();
  const auto reader = read({});
  put({.name = "a"});
  loop.run_until_idle();
  reader->watch().cancel();
  EXPECT_TRUE(reader->ended());
  reader->watch().cancel();
  put({.name = "b"});
  loop.run_until_idle();
  EXPECT_THAT(reader->take(), ElementsAre("ADDED default/a@1"));
  EXPECT_THAT(loop.run(reader->watch().next()), IsEmpty());
}

TEST_F(WatchTest, ADroppedTaskLeavesNothingBehind) {
  open();
  const auto watch = *pods->watch(loop, {});
  {
    auto task = watch->next();
    task.await_suspend(std::noop_coroutine()).resume();
    put({.name = "a"});
  }
  loop.run_until_idle();
  EXPECT_EQ(loop.run(watch->next()).size(), 1u);
}

TEST_F(WatchTest, AReadyWatchMayBeDropped) {
  open();
  auto watch = *pods->watch(loop, {});
  struct Neighbour {  // drops the watch, which is ready as well, when it sees a change
    static Task<void> read(Watch& own, std::unique_ptr<Watch>& other, Task<std::vector<WatchEvent>>& others_task) {
      (void)co_await own.next();
      others_task = {};
      other.reset();
    }
  };
  const auto own = *pods->watch(loop, {});
  Task<std::vector<WatchEvent>> task;
  spawn(Neighbour::read(*own, watch, task));
  task = watch->next();
  task.await_suspend(std::noop_coroutine()).resume();
  put({.name = "a"});
  loop.run_until_idle();
  EXPECT_EQ(watch, nullptr);
}

TEST_F(WatchTest, WatchesEndWithTheirResource) {
  open();
  const auto reader = read({.bookmarks = true});
  const auto by_key = read({.key = "/registry/pods/default/a"});
  const auto by_node = read({.selection = selection(pods->spec(), "", "spec.nodeName=n1")});
  const auto unread = *pods->watch(loop, {});
  put({.name = "a", .node = "n1"});
  EXPECT_TRUE(cache->remove_resource("/registry/pods/"));
  loop.run_until_idle();
  EXPECT_TRUE(reader->ended() && by_key->ended() && by_node->ended());
  EXPECT_EQ(loop.timers(), 0u);
  EXPECT_THAT(loop.run(unread->next()), IsEmpty());
}

TEST_F(WatchTest, StopEndsAllWatches) {
  open();
  const auto reader = read({});
  cache->stop();
  loop.run_until_idle();
  EXPECT_TRUE(reader->ended());
  cache->stop();
}

TEST_F(WatchTest, ManyWatchesAreWokenInTurns) {
  open();
  std::vector<std::unique_ptr<Reader>> readers;
  for (size_t i = 0; i < 2 * kWatchPullScannedMax / 8; ++i) readers.push_back(read({}));
  put({.name = "a"});
  loop.run_until_idle();
  for (const auto& reader : readers) EXPECT_THAT(reader->take(), ElementsAre("ADDED default/a@1"));
}

}  // namespace
}  // namespace pintle::cache
