// The suite that every implementation of Store passes. It proves what store.h promises: revisions, expectations, atomicity, lists at a
// revision, subscriptions without gap or repeat, expiry, compaction, and what survives a reopening.
//
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreSuite, testing::Values(&make_memory_harness));
//
// Include it in one source of a test program.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "store/store_harness.h"

namespace pintle::store {

class StoreSuite : public testing::TestWithParam<MakeHarness> {
 protected:
  Store& store() { return harness_->store(); }
  std::string get(const std::string& key) {
    auto found = store().get(key);
    return found ? text(*found) : found.error().message();
  }
  std::string list(ListOptions options) { return text(store().list(options)); }
  std::unique_ptr<Subscription> subscribe(Listener& listener, const std::string& prefix = "", int64_t after = 0) {
    auto subscription = store().subscribe(prefix, after, listener.callback());
    EXPECT_TRUE(subscription) << subscription.error().message();
    return subscription ? std::move(*subscription) : nullptr;
  }
  // Lets the store look at the clock, which it does before each transaction.
  void advance(std::chrono::milliseconds by) {
    harness_->clock.advance(by);
    apply(store(), {});
  }

  std::unique_ptr<StoreHarness> harness_ = GetParam()();
};

TEST_P(StoreSuite, StartsEmpty) {
  EXPECT_EQ(store().revision(), 0);
  EXPECT_EQ(store().compacted_revision(), 0);
  EXPECT_EQ(get("/a"), "-");
  EXPECT_EQ(list({}), "at 0");
}

TEST_P(StoreSuite, EachChangeTakesTheNextRevision) {
  EXPECT_EQ(put(store(), "/a", "1"), 1);
  EXPECT_EQ(put(store(), "/b", "2"), 2);
  EXPECT_EQ(put(store(), "/a", "3"), 3);
  EXPECT_EQ(get("/a"), "/a=3@1/3");
  EXPECT_EQ(erase(store(), "/a"), 4);
  EXPECT_EQ(get("/a"), "-");
  EXPECT_EQ(put(store(), "/a", "4"), 5);
  EXPECT_EQ(get("/a"), "/a=4@5/5") << "a key made anew has a new create_revision";
  EXPECT_EQ(store().revision(), 5);
}

TEST_P(StoreSuite, WhatChangesNothingTakesNoRevision) {
  put(store(), "/a", "1");
  EXPECT_EQ(erase(store(), "/absent"), 1);
  EXPECT_EQ(apply(store(), {Operation::check("/a", Expect::revision(1))}), 1);
  EXPECT_EQ(apply(store(), {}), 1);
  EXPECT_EQ(put(store(), "/b", "2"), 2);
}

TEST_P(StoreSuite, Expectations) {
  struct Case {
    const char* name;
    const char* key;
    Expect expect;
    bool applied;
  };
  const Case cases[] = {
      {"any, present", "/a", Expect::any(), true},
      {"any, absent", "/x", Expect::any(), true},
      {"absent, present", "/a", Expect::absent(), false},
      {"absent, absent", "/x", Expect::absent(), true},
      {"absent, deleted", "/gone", Expect::absent(), true},
      {"revision, its own", "/a", Expect::revision(1), true},
      {"revision, another", "/a", Expect::revision(2), false},
      {"revision, absent", "/x", Expect::revision(1), false},
      {"revision, deleted", "/gone", Expect::revision(2), false},
      {"revision 0, absent", "/x", Expect::revision(0), false},
  };
  put(store(), "/a", "1");
  put(store(), "/gone", "2");
  erase(store(), "/gone");
  for (const Case& c : cases) {
    auto result = commit(store(), {Operation::check(c.key, c.expect)});
    ASSERT_TRUE(result) << c.name;
    EXPECT_EQ(result->applied, c.applied) << c.name;
    EXPECT_EQ(result->revision, 3) << c.name;
    if (!c.applied) {
      ASSERT_EQ(result->current.size(), 1u) << c.name;
      EXPECT_EQ(text(result->current[0]), get(c.key)) << c.name;
    }
  }
}

TEST_P(StoreSuite, ATransactionIsAllOrNothing) {
  int64_t first = put(store(), "/a", "1");
  auto refused = commit(store(), {Operation::put("/b", Bytes::copy("2"), Expect::absent()), Operation::erase("/a", Expect::revision(99)),
                                  Operation::check("/c", Expect::absent())});
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->applied);
  EXPECT_EQ(refused->revision, first);
  ASSERT_EQ(refused->current.size(), 3u);
  EXPECT_EQ(text(refused->current[0]), "-");
  EXPECT_EQ(text(refused->current[1]), "/a=1@1/1");
  EXPECT_EQ(text(refused->current[2]), "-");
  EXPECT_EQ(list({}), "/a=1@1/1 at 1");

  Listener listener;
  auto subscription = subscribe(listener, "", 1);
  EXPECT_EQ(apply(store(), {Operation::put("/b", Bytes::copy("2"), Expect::absent()), Operation::erase("/a", Expect::revision(first)),
                            Operation::check("/c", Expect::absent())}),
            2);
  EXPECT_EQ(list({}), "/b=2@2/2 at 2");
  auto events = listener.events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].kv.mod_revision, 2);
  EXPECT_EQ(events[1].kv.mod_revision, 2);
}

TEST_P(StoreSuite, ValuesAndKeysOfAllShapes) {
  const std::string all_bytes = [] {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
    return bytes;
  }();
  const std::string large(3 << 20, 'x');
  const std::pair<std::string, std::string> cases[] = {
      {"/a", ""},
      {"/a/", all_bytes},
      {"/a/b", large},
      {"/a\x01", "after /a, before /a/"},
      {"/\xff\xff", "high bytes"},
      {std::string(kKeyBytesMax, 'k'), "longest key"},
  };
  for (const auto& [key, value] : cases) put(store(), key, value);
  for (const auto& [key, value] : cases) {
    auto found = store().get(key);
    ASSERT_TRUE(found && *found) << key;
    EXPECT_EQ((*found)->value.view(), value);
  }
  auto listing = store().list({});
  ASSERT_TRUE(listing);
  ASSERT_EQ(listing->items.size(), std::size(cases));
  for (size_t i = 1; i < listing->items.size(); ++i) EXPECT_LT(listing->items[i - 1].key, listing->items[i].key);
  EXPECT_EQ(store().list({.prefix = "/a/"})->items.size(), 2u);
}

TEST_P(StoreSuite, ListsByPrefixStartAndLimit) {
  for (const char* key : {"/b/2", "/a/1", "/b/1", "/b/3", "/c/1", "/b"}) put(store(), key, "v");
  struct Case {
    ListOptions options;
    Texts keys;
    bool more;
  };
  const Case cases[] = {
      {{.prefix = "/b/"}, {"/b/1", "/b/2", "/b/3"}, false},
      {{.prefix = "/b"}, {"/b", "/b/1", "/b/2", "/b/3"}, false},
      {{.prefix = "/b/", .limit = 2}, {"/b/1", "/b/2"}, true},
      {{.prefix = "/b/", .limit = 3}, {"/b/1", "/b/2", "/b/3"}, false},
      {{.prefix = "/b/", .start_key = "/b/2"}, {"/b/2", "/b/3"}, false},
      {{.prefix = "/b/", .start_key = "/b/2", .limit = 1}, {"/b/2"}, true},
      {{.prefix = "/b/", .start_key = "/b/20"}, {"/b/3"}, false},
      {{.prefix = "/b/", .start_key = "/a"}, {"/b/1", "/b/2", "/b/3"}, false},
      {{.prefix = "/b/", .start_key = "/c"}, {}, false},
      {{.prefix = "/d"}, {}, false},
      {{}, {"/a/1", "/b", "/b/1", "/b/2", "/b/3", "/c/1"}, false},
  };
  for (const Case& c : cases) {
    auto listing = store().list(c.options);
    ASSERT_TRUE(listing);
    Texts keys;
    for (const KeyValue& kv : listing->items) keys.push_back(kv.key);
    EXPECT_EQ(keys, c.keys) << c.options.prefix << " from " << c.options.start_key << " limit " << c.options.limit;
    EXPECT_EQ(listing->more, c.more);
    EXPECT_EQ(listing->revision, 6);
  }
}

TEST_P(StoreSuite, ListsAtAPastRevision) {
  put(store(), "/a", "1");
  put(store(), "/b", "2");
  put(store(), "/a", "3");
  erase(store(), "/b");
  put(store(), "/c", "5");
  put(store(), "/b", "6");
  const char* wanted[] = {"/a=1@1/1 at 1", "/a=1@1/1 /b=2@2/2 at 2", "/a=3@1/3 /b=2@2/2 at 3",
                          "/a=3@1/3 at 4", "/a=3@1/3 /c=5@5/5 at 5", "/a=3@1/3 /b=6@6/6 /c=5@5/5 at 6"};
  for (int64_t revision = 1; revision <= 6; ++revision) EXPECT_EQ(list({.revision = revision}), wanted[revision - 1]);
  EXPECT_EQ(list({.limit = 1}), "/a=3@1/3 more at 6");
  EXPECT_EQ(list({.revision = 4, .limit = 1}), "/a=3@1/3 at 4") << "what is absent then is not more";
  EXPECT_EQ(list({.revision = 7}), "504 Timeout");
}

TEST_P(StoreSuite, SubscribersHearEveryChange) {
  Listener all, some;
  auto first = subscribe(all);
  auto second = subscribe(some, "/b/");
  put(store(), "/a/1", "1");
  put(store(), "/b/1", "2");
  put(store(), "/b/1", "3");
  erase(store(), "/b/1");
  erase(store(), "/b/1");
  EXPECT_EQ(all.texts(), (Texts{"put /a/1=1@1/1 was @0", "put /b/1=2@2/2 was @0", "put /b/1=3@2/3 was @2", "delete /b/1=@0/4 was @3"}));
  EXPECT_EQ(some.texts(), (Texts{"put /b/1=2@2/2 was @0", "put /b/1=3@2/3 was @2", "delete /b/1=@0/4 was @3"}));
}

TEST_P(StoreSuite, ASubscriptionMayStartInThePast) {
  put(store(), "/a", "1");
  put(store(), "/b", "2");
  apply(store(), {Operation::put("/a", Bytes::copy("3"), Expect::any()), Operation::erase("/b", Expect::any())});
  for (int64_t after = 0; after <= 3; ++after) {
    Listener listener;
    auto subscription = subscribe(listener, "", after);
    Texts wanted = {"put /a=1@1/1 was @0", "put /b=2@2/2 was @0", "put /a=3@1/3 was @1", "delete /b=@0/3 was @2"};
    wanted.erase(wanted.begin(), wanted.begin() + std::min<int64_t>(after, 2));
    if (after == 3) wanted.clear();
    EXPECT_EQ(listener.texts(), wanted) << "after " << after;
  }
  Listener future;
  auto subscription = subscribe(future, "", 4);
  put(store(), "/a", "4");
  put(store(), "/a", "5");
  EXPECT_EQ(future.texts(), (Texts{"put /a=5@1/5 was @4"})) << "a start ahead of the store skips what comes before it";
}

TEST_P(StoreSuite, AnEndedSubscriptionHearsNothing) {
  Listener listener;
  auto subscription = subscribe(listener);
  put(store(), "/a", "1");
  subscription.reset();
  put(store(), "/a", "2");
  EXPECT_EQ(listener.events().size(), 1u);
}

TEST_P(StoreSuite, SubscribersHearBeforeTheCommitIsCalledBack) {
  std::atomic<int64_t> heard = 0;
  auto subscription = store().subscribe("", 0, [&](Result<EventBatch> batch) { heard = batch->revision; });
  ASSERT_TRUE(subscription);
  std::atomic<int> left = 200;
  std::promise<void> all_done;
  for (int i = 0; i < 200; ++i) {
    store().commit({{Operation::put("/k" + std::to_string(i), Bytes(), Expect::any())}}, [&](Result<CommitResult> result) {
      EXPECT_TRUE(result && result->applied);
      EXPECT_LE(result->revision, heard.load());
      EXPECT_LE(result->revision, store().revision());
      if (--left == 0) all_done.set_value();
    });
  }
  all_done.get_future().wait();
  EXPECT_EQ(heard, 200);
}

TEST_P(StoreSuite, SubscribersJoinWhileWritersRunWithoutGapOrRepeat) {
  constexpr int kWrites = 600;
  std::thread writer([&] {
    for (int i = 0; i < kWrites; ++i) put(store(), "/k" + std::to_string(i % 7), std::to_string(i));
  });
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  std::vector<int64_t> starts;
  while (store().revision() < kWrites) {
    int64_t after = starts.size() % 2 ? store().revision() : store().revision() / 2;
    starts.push_back(after);
    listeners.push_back(std::make_unique<Listener>());
    subscriptions.push_back(subscribe(*listeners.back(), "", after));
    if (subscriptions.size() > 50)
      subscriptions.erase(subscriptions.begin()), listeners.erase(listeners.begin()), starts.erase(starts.begin());
  }
  writer.join();
  for (size_t i = 0; i < listeners.size(); ++i) {
    auto events = listeners[i]->events();
    ASSERT_EQ(events.size(), static_cast<size_t>(kWrites - starts[i]));
    for (size_t j = 0; j < events.size(); ++j) EXPECT_EQ(events[j].kv.mod_revision, starts[i] + 1 + static_cast<int64_t>(j));
  }
}

TEST_P(StoreSuite, CompactionDropsHistoryOnly) {
  put(store(), "/a", "1");
  put(store(), "/a", "2");
  put(store(), "/b", "3");
  erase(store(), "/b");
  put(store(), "/c", "5");
  put(store(), "/c", "6");
  ASSERT_TRUE(store().compact(5));
  EXPECT_EQ(store().compacted_revision(), 5);
  EXPECT_EQ(list({}), "/a=2@1/2 /c=6@5/6 at 6");
  EXPECT_EQ(list({.revision = 5}), "/a=2@1/2 /c=5@5/5 at 5");
  EXPECT_EQ(list({.revision = 4}), "410 Expired");
  Listener listener;
  auto kept = subscribe(listener, "", 5);
  EXPECT_EQ(listener.texts(), (Texts{"put /c=6@5/6 was @5"}));
  auto refused = store().subscribe("", 4, [](Result<EventBatch>) {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), 410);
  EXPECT_EQ(refused.error().reason(), "Expired");
  EXPECT_TRUE(store().compact(3)) << "what is compacted already is no error";
  EXPECT_EQ(store().compacted_revision(), 5);
  auto ahead = store().compact(7);
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().code(), 504);
  EXPECT_EQ(put(store(), "/b", "7"), 7);
  EXPECT_EQ(get("/b"), "/b=7@7/7");
}

TEST_P(StoreSuite, KeysExpireAsOrdinaryRevisions) {
  using std::chrono::seconds;
  Listener listener;
  auto subscription = subscribe(listener);
  put(store(), "/event", "1", 10);
  put(store(), "/kept", "2", 10);
  put(store(), "/renewed", "3", 10);
  put(store(), "/deleted", "4", 10);
  put(store(), "/kept", "5");
  put(store(), "/renewed", "6", 30);
  erase(store(), "/deleted");
  advance(seconds(9));
  EXPECT_EQ(store().revision(), 7) << "nothing expires early";
  advance(seconds(2));
  EXPECT_EQ(list({}), "/kept=5@2/5 /renewed=6@3/6 at 8");
  advance(seconds(25));
  EXPECT_EQ(list({}), "/kept=5@2/5 at 9");
  auto texts = listener.texts();
  ASSERT_EQ(texts.size(), 9u);
  EXPECT_EQ(texts[7], "expire /event=@0/8 was @1");
  EXPECT_EQ(texts[8], "expire /renewed=@0/9 was @6");
}

TEST_P(StoreSuite, ManyKeysExpireEachWithItsRevision) {
  constexpr int kKeys = 3000;
  std::vector<std::promise<void>> done(kKeys);
  for (int i = 0; i < kKeys; ++i) {
    store().commit({{Operation::put("/e" + std::to_string(i), Bytes::copy("v"), Expect::any(), 3600)}},
                   [&done, i](Result<CommitResult>) { done[i].set_value(); });
  }
  for (auto& promise : done) promise.get_future().wait();
  Listener listener;
  auto subscription = subscribe(listener, "", kKeys);
  advance(std::chrono::hours(2));
  for (int looks = 0; looks < kKeys && store().revision() < 2 * kKeys; ++looks) apply(store(), {});
  ASSERT_EQ(store().revision(), 2 * kKeys);
  ASSERT_EQ(list({}), "at " + std::to_string(2 * kKeys));
  auto events = listener.events();
  ASSERT_EQ(events.size(), static_cast<size_t>(kKeys));
  for (int i = 0; i < kKeys; ++i) EXPECT_EQ(events[i].kv.mod_revision, kKeys + 1 + i);
}

TEST_P(StoreSuite, StopFinishesWhatIsQueuedAndRefusesTheRest) {
  std::atomic<int> applied = 0;
  for (int i = 0; i < 100; ++i) {
    store().commit({{Operation::put("/k" + std::to_string(i), Bytes(), Expect::any())}},
                   [&](Result<CommitResult> result) { applied += result && result->applied; });
  }
  store().stop();
  EXPECT_EQ(applied, 100);
  store().stop();
  auto refused = commit(store(), {Operation::put("/late", Bytes(), Expect::any())});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), 503);
  EXPECT_GT(refused.error().details().retry_after_seconds, 0);
  EXPECT_EQ(get("/late"), "-") << "reads go on";
  EXPECT_EQ(get("/k5"), "/k5=@6/6");
}

TEST_P(StoreSuite, AReopenedStoreIsTheSame) {
  put(store(), "/a", "1");
  put(store(), "/a", "2");
  put(store(), "/event", "3", 10);
  put(store(), "/b", "4");
  ASSERT_TRUE(store().compact(2));
  erase(store(), "/b");
  if (!harness_->reopen()) GTEST_SKIP() << "keeps no data";
  EXPECT_EQ(store().revision(), 5) << "the delete was last";
  EXPECT_EQ(store().compacted_revision(), 2);
  EXPECT_EQ(list({}), "/a=2@1/2 /event=3@3/3 at 5");
  EXPECT_EQ(list({.revision = 4}), "/a=2@1/2 /b=4@4/4 /event=3@3/3 at 4");
  EXPECT_EQ(list({.revision = 1}), "410 Expired");
  Listener listener;
  auto subscription = subscribe(listener, "", 2);
  EXPECT_EQ(listener.texts(), (Texts{"put /event=3@3/3 was @0", "put /b=4@4/4 was @0", "delete /b=@0/5 was @4"}));
  advance(std::chrono::seconds(11));
  EXPECT_EQ(list({}), "/a=2@1/2 at 6") << "expiries are kept";
  EXPECT_EQ(put(store(), "/b", "7"), 7);
  ASSERT_TRUE(harness_->reopen());
  EXPECT_EQ(list({}), "/a=2@1/2 /b=7@7/7 at 7");
}

// Random transactions on few keys, each answer held against a model; then every past state, before and after a reopening.
TEST_P(StoreSuite, AgreesWithAModel) {
  std::mt19937 random(20260101);
  auto pick = [&](int n) { return static_cast<int>(random() % n); };
  std::map<std::string, KeyValue> model;
  std::vector<std::map<std::string, KeyValue>> states = {model};
  auto read = [&](const std::string& key) -> std::optional<KeyValue> {
    auto found = model.find(key);
    return found == model.end() ? std::nullopt : std::optional(found->second);
  };
  for (int step = 0; step < 1500; ++step) {
    std::map<std::string, Operation> operations;
    for (int i = 1 + pick(3); i > 0; --i) {
      std::string key = "/k" + std::to_string(pick(12));
      auto now = read(key);
      Expect expect = pick(3) == 0   ? Expect::any()
                      : pick(8) == 0 ? Expect::revision(pick(static_cast<int>(states.size()) + 1))
                      : now          ? Expect::revision(now->mod_revision)
                                     : Expect::absent();
      std::string value = std::to_string(step) + std::string(pick(10) == 0 ? 5000 : pick(60), 'v');
      int kind = pick(6);
      operations[key] = kind == 0   ? Operation::check(key, expect)
                        : kind <= 2 ? Operation::erase(key, expect)
                                    : Operation::put(key, Bytes::copy(value), expect);
    }
    std::vector<Operation> transaction;
    bool applies = true;
    for (auto& [key, operation] : operations) {
      transaction.push_back(operation);
      applies &= operation.expect.met_by(read(key) ? read(key)->mod_revision : 0);
    }
    int64_t revision = static_cast<int64_t>(states.size());
    auto result = commit(store(), transaction);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->applied, applies);
    if (!applies) continue;
    bool changes = false;
    for (const Operation& operation : transaction) {
      if (operation.kind == Operation::Kind::kDelete) changes |= model.erase(operation.key) > 0;
      if (operation.kind != Operation::Kind::kPut) continue;
      auto now = read(operation.key);
      model[operation.key] = {operation.key, operation.value, now ? now->create_revision : revision, revision};
      changes = true;
    }
    if (changes) states.push_back(model);
    ASSERT_EQ(result->revision, static_cast<int64_t>(states.size()) - 1);
  }
  auto wanted = [&](int64_t revision) {
    Listing listing{.revision = revision};
    for (const auto& [key, kv] : states[revision]) listing.items.push_back(kv);
    return text(Result<Listing>(listing));
  };
  int64_t last = static_cast<int64_t>(states.size()) - 1;
  for (int64_t floor : {int64_t{0}, last / 3, last - 10}) {
    ASSERT_TRUE(store().compact(floor));
    for (int round = 0; round < 2; ++round) {
      for (int64_t revision = std::max<int64_t>(floor, 1); revision <= last; ++revision) {
        ASSERT_EQ(list({.revision = revision}), wanted(revision)) << "compacted to " << floor << ", round " << round;
      }
      if (!harness_->reopen()) break;
    }
  }
}

}  // namespace pintle::store
