// Linearizability: concurrent clients that compare and set on few keys, with everything they saw written down and checked afterwards.
//
// Because every change has a revision, an order is given and need not be searched for. It proves that
//  - each applied change found exactly what it expected: the change of its key right before its own revision;
//  - each refused one saw a state that existed at the revision it was told;
//  - time holds: a client that saw an answer (or anyone that it could have told) never sees an older state afterwards;
//  - every subscriber hears the same changes in the same order, and before the client that made them.
// The suite runs on every implementation; see store_suite.h.
#pragma once

#include <map>
#include <random>
#include <thread>

#include "store/store_suite.h"

namespace pintle::store {

// What one client saw: one commit or one read.
struct Observation {
  int64_t started_after = 0;  // the newest revision that anyone had been told of before
  int64_t revision = 0;       // told
  bool applied = false;       // else it was a refused commit or a read
  std::string key;
  int64_t expected = 0;  // applied: the mod_revision that was expected, 0 absent
  int64_t seen = 0;      // not applied: the key's mod_revision, 0 absent
  bool deletes = false;
};

class LinearizabilitySuite : public StoreSuite {
 protected:
  static constexpr int kClients = 8;
  static constexpr int kSteps = 400;
  static constexpr int kKeys = 3;

  // Remembers, so that others can be held to it.
  void told(int64_t revision) {
    int64_t newest = told_;
    while (newest < revision && !told_.compare_exchange_weak(newest, revision)) {
    }
  }

  std::vector<Observation> client(int number) {
    std::mt19937 random(static_cast<uint32_t>(number));
    std::map<std::string, int64_t> known;  // what this client believes, often wrongly
    std::vector<Observation> observations;
    for (int step = 0; step < kSteps; ++step) {
      Observation seen{.started_after = told_, .key = "/k" + std::to_string(random() % kKeys)};
      if (random() % 4 == 0) {
        read(seen);
      } else {
        seen.deletes = random() % 4 == 0;
        seen.expected = known[seen.key];
        change(seen);
      }
      known[seen.key] = seen.applied ? (seen.deletes ? 0 : seen.revision) : seen.seen;
      told(seen.revision);
      observations.push_back(seen);
    }
    return observations;
  }

  void read(Observation& seen) {
    auto listing = store().list({.prefix = seen.key});
    ASSERT_TRUE(listing) << listing.error().message();
    seen.revision = listing->revision;
    seen.seen = listing->items.empty() ? 0 : listing->items[0].mod_revision;
  }

  void change(Observation& seen) {
    const Expect expect = seen.expected == 0 ? Expect::absent() : Expect::revision(seen.expected);
    // An erase of an absent key changes nothing; so let it be a put then.
    if (seen.expected == 0) seen.deletes = false;
    auto result =
        commit(store(), {seen.deletes ? Operation::erase(seen.key, expect) : Operation::put(seen.key, Bytes::copy(seen.key), expect)});
    ASSERT_TRUE(result) << result.error().message();
    seen.applied = result->applied;
    seen.revision = result->revision;
    if (!seen.applied) {
      ASSERT_EQ(result->current.size(), 1u);
      seen.seen = result->current[0] ? result->current[0]->mod_revision : 0;
    }
  }

  std::atomic<int64_t> told_ = 0;
};

TEST_P(LinearizabilitySuite, ConcurrentClients) {
  Listener early;
  auto subscription = subscribe(early);
  std::vector<std::vector<Observation>> seen(kClients);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) clients.emplace_back([this, i, &seen] { seen[i] = client(i); });
  }

  // The order: each revision was given once, and they are all there.
  std::map<int64_t, Observation> changes;
  for (const auto& client : seen) {
    for (const Observation& o : client) {
      if (o.applied) ASSERT_TRUE(changes.emplace(o.revision, o).second) << "revision " << o.revision << " was given twice";
    }
  }
  ASSERT_EQ(static_cast<int64_t>(changes.size()), store().revision());

  // The states: what each key was at each revision. Each change must fit the state before it.
  std::vector<std::map<std::string, int64_t>> states(changes.size() + 1);
  for (const auto& [revision, o] : changes) {
    auto state = states[revision - 1];
    ASSERT_EQ(state[o.key], o.expected) << "at revision " << revision;
    state[o.key] = o.deletes ? 0 : revision;
    states[revision] = std::move(state);
  }
  int refused = 0;
  for (const auto& client : seen) {
    for (const Observation& o : client) {
      ASSERT_GE(o.revision, o.started_after) << "an answer older than what was told before it was asked for";
      if (o.applied) {
        ASSERT_GT(o.revision, o.started_after);
        continue;
      }
      ++refused;
      ASSERT_EQ(states[o.revision][o.key], o.seen) << "at revision " << o.revision;
    }
  }
  EXPECT_GT(refused, kClients) << "the clients must have met";

  // The subscribers: one that was there, one that comes late.
  Listener late;
  auto second = subscribe(late);
  EXPECT_EQ(early.texts(), late.texts());
  auto events = early.events();
  ASSERT_EQ(events.size(), changes.size());
  for (const Event& event : events) {
    const Observation& change = changes[event.kv.mod_revision];
    EXPECT_EQ(event.kv.key, change.key);
    EXPECT_EQ(event.kind == Event::Kind::kDelete, change.deletes);
    EXPECT_EQ(event.previous_revision, change.expected);
  }
}

}  // namespace pintle::store
