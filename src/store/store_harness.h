// What tests of a store share: a clock that they set, commits that wait, states and events as text, and a listener.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/store.h"

namespace pintle::store {

class SuiteClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::time_point(offset()); }
  std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::time_point(offset()); }
  void advance(std::chrono::milliseconds by) { ms_ += by.count(); }

 private:
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds(ms_.load()); }
  std::atomic<int64_t> ms_ = 1'700'000'000'000;
};

// One store under test.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual Store& store() = 0;
  // Closes the store and opens its data again; false when it keeps none.
  virtual bool reopen() { return false; }
  SuiteClock clock;
};
using MakeHarness = std::unique_ptr<StoreHarness> (*)();

inline Result<CommitResult> commit(Store& store, std::vector<Operation> operations) {
  std::promise<Result<CommitResult>> done;
  store.commit({std::move(operations)}, [&done](Result<CommitResult> result) { done.set_value(std::move(result)); });
  return done.get_future().get();
}

// The revision of a transaction that must be applied.
inline int64_t apply(Store& store, std::vector<Operation> operations) {
  auto result = commit(store, std::move(operations));
  EXPECT_TRUE(result) << result.error().message();
  EXPECT_TRUE(result && result->applied);
  return result ? result->revision : -1;
}

inline int64_t put(Store& store, const std::string& key, std::string_view value, int64_t ttl_seconds = 0) {
  return apply(store, {Operation::put(key, Bytes::copy(value), Expect::any(), ttl_seconds)});
}

inline int64_t erase(Store& store, const std::string& key) { return apply(store, {Operation::erase(key, Expect::any())}); }

inline std::string text(const std::optional<KeyValue>& kv) {
  if (!kv) return "-";
  return kv->key + "=" + std::string(kv->value.view()) + "@" + std::to_string(kv->create_revision) + "/" + std::to_string(kv->mod_revision);
}

inline std::string text(const Event& event) {
  std::string what = event.kind == Event::Kind::kPut ? "put " : event.expired ? "expire " : "delete ";
  return what + text(event.kv) + " was @" + std::to_string(event.previous_revision);
}

inline std::string text(const Result<Listing>& listing) {
  if (!listing) return std::to_string(listing.error().code()) + " " + listing.error().reason();
  std::string all;
  for (const KeyValue& kv : listing->items) all += text(kv) + " ";
  return all + (listing->more ? "more " : "") + "at " + std::to_string(listing->revision);
}

// Collects what a subscription hears, in the form of text(Event).
class Listener {
 public:
  SubscribeCallback callback() {
    return [this](Result<EventBatch> batch) {
      std::lock_guard lock(mutex_);
      ASSERT_TRUE(batch) << batch.error().message();
      ASSERT_FALSE(batch->events.empty());
      for (const Event& event : batch->events) {
        ASSERT_GT(event.kv.mod_revision, revision_) << "an event came twice or late";
        ASSERT_LE(event.kv.mod_revision, batch->revision);
        events_.push_back(event);
      }
      revision_ = batch->revision;
    };
  }
  std::vector<Event> events() const {
    std::lock_guard lock(mutex_);
    return events_;
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Event& event : events()) all.push_back(text(event));
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Event> events_;
  int64_t revision_ = 0;
};

using Texts = std::vector<std::string>;

}  // namespace pintle::store
