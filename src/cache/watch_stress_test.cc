// Proves that no watch loses, repeats or reorders a change, however replay, live changes, full queues, selectors and loops meet: many
// clients on several loops begin at any revision while several writers go on, and each ends with exactly the objects that its
// selector finds in the last snapshot.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <latch>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cache/cache_fixture.h"

namespace pintle::cache {
namespace {

constexpr int kWriters = 3;
constexpr int kLoops = 2;
constexpr int kTransactionsPerWriterMax = 10'000;  // all of them stay within the history
// While the writers write, each loop takes at least so many turns, and goes on to this revision.
constexpr int kTurnsMin = 300;
constexpr int64_t kRevisionMin = 1000;
constexpr size_t kClientsPerLoop = 120;
constexpr size_t kLateRevisionsMax = 3000;  // how far back a client begins

struct ClientScope {
  const char* key_prefix;
  const char* key;
  const char* labels;
  const char* fields;
};
constexpr ClientScope kScopes[] = {
    {"", "", "", ""},
    {"", "", "", ""},
    {"/registry/pods/ns-1/", "", "", ""},
    {"/registry/pods/ns-", "", "", ""},
    {"", "/registry/pods/ns-0/web-3", "", ""},
    {"", "", "app=web", ""},
    {"/registry/pods/ns-2/", "", "app in (web,db)", ""},
    {"", "", "", "spec.nodeName=n1"},
    {"/registry/pods/ns-0/", "", "app!=web", "spec.nodeName=n2"},
    {"", "", "", "spec.nodeName!=n0"},
};

using Objects = std::map<std::string, int64_t, std::less<>>;  // key to revision

// One client and the objects that it believes to be there.
class Client {
 public:
  Client(Loop& loop, ResourceCache& pods, int64_t loaded, uint32_t seed) : loop_(loop), pods_(pods), loaded_(loaded), random_(seed) {}

  void start() {
    const ClientScope& scope = kScopes[random_() % std::size(kScopes)];
    options_ = {.key_prefix = scope.key_prefix, .key = scope.key, .selection = selection(pods_.spec(), scope.labels, scope.fields)};
    options_.bookmarks = random_() % 4 == 0;
    slow_ = random_() % 3 == 0;
    const auto late = static_cast<int64_t>(random_() % kLateRevisionsMax);
    const int64_t newest = pods_.snapshot().revision();
    if (random_() % 3 == 0) {
      options_.initial_events = random_() % 2 == 0 ? InitialEvents::kState : InitialEvents::kStateAndBookmark;
    } else {
      const auto begin = pods_.snapshot_at(std::max(loaded_, newest - late));
      ASSERT_TRUE(begin);
      options_.after = revision_ = begin->revision();
      objects_ = wanted(*begin);
    }
    auto watch = pods_.watch(loop_, options_);
    ASSERT_TRUE(watch);
    watch_ = *std::move(watch);
    newest_initial_ = pods_.snapshot().revision();
    task_ = read();
    task_.await_suspend(std::noop_coroutine()).resume();
  }

  // What the client should have at the end.
  Objects wanted(const Snapshot& snapshot) const {
    Objects objects;
    for (ObjectRange at = snapshot.range(options_.key_prefix); at; ++at) {
      if (!options_.key.empty() && at->key() != options_.key) continue;
      if (options_.selection->matches(*at)) objects.emplace(at->key(), at->revision());
    }
    return objects;
  }
  const Objects& objects() const { return objects_; }
  bool ended() const { return ended_; }
  void hurry() { slow_ = false; }

 private:
  Task<void> read() {
    for (;;) {
      const std::vector<WatchEvent> events = co_await watch_->next();
      if (events.empty()) break;
      for (const WatchEvent& event : events) apply(event);
      if (slow_) co_await sleep_for(loop_, std::chrono::milliseconds(random_() % 40));
    }
    ended_ = true;
  }

  void apply(const WatchEvent& event) {
    // The objects of the beginning come in the order of their keys.
    const bool initial = options_.initial_events != InitialEvents::kNone && event.revision <= newest_initial_;
    if (event.type == WatchEventType::kBookmark) {
      EXPECT_GE(event.revision, revision_);
      revision_ = event.revision;
      return;
    }
    const std::string key(event.object->key());
    EXPECT_EQ(event.object->revision(), event.revision);
    if (!initial) {
      EXPECT_GE(event.revision, revision_) << key;
      revision_ = event.revision;
    }
    switch (event.type) {
      case WatchEventType::kAdded:
        EXPECT_TRUE(objects_.emplace(key, event.revision).second) << key << "@" << event.revision;
        break;
      case WatchEventType::kModified:
        EXPECT_TRUE(objects_.contains(key)) << key << "@" << event.revision;
        EXPECT_LT(objects_[key], event.revision);
        objects_[key] = event.revision;
        break;
      case WatchEventType::kDeleted:
        EXPECT_EQ(objects_.erase(key), 1u) << key << "@" << event.revision;
        break;
      case WatchEventType::kBookmark:
        break;
    }
  }

  Loop& loop_;
  ResourceCache& pods_;
  const int64_t loaded_;
  std::mt19937 random_;
  WatchOptions options_;
  bool slow_ = false;
  bool ended_ = false;
  int64_t newest_initial_ = 0;
  int64_t revision_ = 0;
  Objects objects_;
  std::unique_ptr<Watch> watch_;
  Task<void> task_;  // dropped in the middle of whatever it waits for
};

TestPod random_pod(std::mt19937& random) {
  TestPod pod{.namespace_name = "ns-" + std::to_string(random() % 4),
              .name = "web-" + std::to_string(random() % 25),
              .node = "n" + std::to_string(random() % 4)};
  if (random() % 3 != 0) pod.labels["app"] = random() % 2 == 0 ? "web" : "db";
  return pod;
}

// Transactions of one to four keys, so that some changes share a revision.
void write_randomly(store::Store& store, uint32_t seed, const std::atomic<int>& turning) {
  std::mt19937 random(seed);
  for (int i = 0; i < kTransactionsPerWriterMax && turning > 0; ++i) {
    std::map<std::string, store::Operation> operations;
    for (size_t left = 1 + random() % 4; left > 0; --left) {
      const TestPod pod = random_pod(random);
      operations.insert_or_assign(pod.key(), random() % 4 == 0 ? store::Operation::erase(pod.key(), store::Expect::any())
                                                               : store::Operation::put(pod.key(), pod_bytes(pod), store::Expect::any()));
    }
    std::vector<store::Operation> list;
    for (auto& [key, operation] : operations) list.push_back(std::move(operation));
    write(store, std::move(list));
  }
}

TEST(WatchStress, EveryClientEndsWithTheLastState) {
  const auto store = store::MemoryStore::create();
  for (int i = 0; i < 20; ++i) {
    std::mt19937 random(static_cast<uint32_t>(i));
    put(*store, random_pod(random));
  }
  EncodingBudget budget;
  const auto cache = *Cache::create(*store, budget, {pods_spec()});
  const auto pods = cache->resource("/registry/pods/");
  const int64_t loaded = pods->snapshot().revision();

  std::atomic<int> turning = kLoops;
  std::latch written(kWriters);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      write_randomly(*store, 100 + static_cast<uint32_t>(writer), turning);
      written.count_down();
    });
  }
  for (int i = 0; i < kLoops; ++i) {
    threads.emplace_back([&, i] {
      TestLoop loop;
      std::deque<Client> clients;
      std::mt19937 random(1000 + static_cast<uint32_t>(i));
      for (int turn = 0; turn < kTurnsMin || pods->snapshot().revision() < kRevisionMin; ++turn) {
        if (clients.size() < kClientsPerLoop) clients.emplace_back(loop, *pods, loaded, random()).start();
        if (random() % 4 == 0 && !clients.empty()) clients.pop_front();  // in the middle of anything
        loop.advance(std::chrono::milliseconds(1));
      }
      --turning;
      written.wait();
      for (Client& client : clients) client.hurry();
      loop.advance(std::chrono::seconds(1));
      const Snapshot last = pods->snapshot();
      for (const Client& client : clients) {
        EXPECT_FALSE(client.ended());
        EXPECT_EQ(client.objects(), client.wanted(last));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  cache->stop();
}

// Each change is the last one for a moment: a loop that is not told of it never learns of it.
TEST(WatchStress, NoNewsIsLost) {
  constexpr int kChanges = 500;
  const auto store = store::MemoryStore::create();
  EncodingBudget budget;
  const auto cache = *Cache::create(*store, budget, {pods_spec()});
  const auto pods = cache->resource("/registry/pods/");
  std::atomic<int64_t> seen = 0;
  std::atomic<bool> stop = false;
  std::thread client([&] {
    TestLoop loop;
    auto reader = std::make_unique<Reader>(*pods->watch(loop, {}));
    while (!stop) {
      // A new client now and then, which comes upon a change that is just being told.
      if (loop.run_until_idle() > 0 && seen % 5 == 0) reader = std::make_unique<Reader>(*pods->watch(loop, {.after = seen}));
      if (!reader->events().empty()) seen = std::max<int64_t>(seen, reader->events().back().revision);
    }
  });
  for (int i = 0; i < kChanges; ++i) {
    const int64_t revision = put(*store, {.name = "web"});
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (seen < revision && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    ASSERT_EQ(seen, revision);
  }
  stop = true;
  client.join();
  cache->stop();
}

}  // namespace
}  // namespace pintle::cache
