// What the cache's tests stand on: a store in memory, a loop that the test turns, a cache of pods, and watches that write down what
// they see as text: "ADDED default/web@3".
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/test_loop.h"
#include "cache/cache.h"
#include "cache/test_pods.h"
#include "store/memory_store.h"

namespace pintle::cache {

// Commits and waits; the revision of the change. It must be applied.
inline int64_t write(store::Store& store, std::vector<store::Operation> operations) {
  std::promise<Result<store::CommitResult>> done;
  store.commit({std::move(operations)}, [&done](Result<store::CommitResult> result) { done.set_value(std::move(result)); });
  const Result<store::CommitResult> result = done.get_future().get();
  EXPECT_TRUE(result && result->applied);
  return result ? result->revision : -1;
}
inline int64_t put(store::Store& store, const TestPod& pod) {
  return write(store, {store::Operation::put(pod.key(), pod_bytes(pod), store::Expect::any())});
}
inline int64_t erase(store::Store& store, std::string_view key) {
  return write(store, {store::Operation::erase(std::string(key), store::Expect::any())});
}

inline std::string_view without_prefix(std::string_view key) { return key.substr(std::string_view("/registry/pods/").size()); }

inline std::string to_text(const WatchEvent& event) {
  constexpr std::string_view kTypes[] = {"ADDED", "MODIFIED", "DELETED", "BOOKMARK"};
  std::string text(kTypes[static_cast<size_t>(event.type)]);
  if (event.object) text.append(" ").append(without_prefix(event.object->key()));
  if (event.object && event.object->revision() != event.revision) text += " with another revision in the object";
  text.append("@").append(std::to_string(event.revision));
  return event.initial_events_end ? text + " (initial events end)" : text;
}

inline std::vector<std::string> keys_of(ObjectRange range) {
  std::vector<std::string> keys;
  for (; range; ++range) keys.emplace_back(without_prefix(range->key()));
  return keys;
}

inline std::shared_ptr<const Selection> selection(const ResourceSpec& spec, std::string_view labels, std::string_view fields) {
  auto made = Selection::create(spec, *object::LabelSelector::parse(labels), *object::FieldSelector::parse(fields));
  EXPECT_TRUE(made);
  return std::make_shared<const Selection>(*std::move(made));
}

// A client: reads its watch to the end as long as it lives.
class Reader {
 public:
  explicit Reader(std::unique_ptr<Watch> watch) : watch_(std::move(watch)) { spawn(read()); }
  Reader(const Reader&) = delete;
  ~Reader() { watch_->cancel(); }

  Watch& watch() { return *watch_; }
  bool ended() const { return ended_; }
  const std::vector<WatchEvent>& events() const { return events_; }
  // What came since the last call.
  std::vector<std::string> take() {
    std::vector<std::string> texts;
    for (; taken_ < events_.size(); ++taken_) texts.push_back(to_text(events_[taken_]));
    return texts;
  }

 private:
  Task<void> read() {
    for (;;) {
      std::vector<WatchEvent> events = co_await watch_->next();
      if (events.empty()) break;
      for (WatchEvent& event : events) events_.push_back(std::move(event));
    }
    ended_ = true;
  }

  std::unique_ptr<Watch> watch_;
  std::vector<WatchEvent> events_;
  size_t taken_ = 0;
  bool ended_ = false;
};

class CacheFixture : public testing::Test {
 protected:
  ~CacheFixture() override {
    if (cache) cache->stop();
    loop.run_until_idle();
  }

  // Loads what the store has by now.
  void open(int64_t history_revisions = 0) {
    auto opened = Cache::create(*store, budget, {pods_spec()}, {.clock = &loop.clock(), .history_revisions = history_revisions});
    ASSERT_TRUE(opened) << opened.error().message();
    cache = *std::move(opened);
    pods = cache->resource("/registry/pods/");
  }
  std::unique_ptr<Reader> read(WatchOptions options) {
    auto watch = pods->watch(loop, std::move(options));
    EXPECT_TRUE(watch) << watch.error().message();
    auto reader = std::make_unique<Reader>(*std::move(watch));
    loop.run_until_idle();
    return reader;
  }
  int64_t put(const TestPod& pod) { return cache::put(*store, pod); }
  int64_t erase(const TestPod& pod) { return cache::erase(*store, pod.key()); }

  TestLoop loop;
  std::unique_ptr<store::MemoryStore> store = store::MemoryStore::create();
  EncodingBudget budget;
  std::unique_ptr<Cache> cache;
  std::shared_ptr<ResourceCache> pods;
};

}  // namespace pintle::cache
