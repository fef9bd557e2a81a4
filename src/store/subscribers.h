// Subscribers: who is told of every change, in revision order. A part of each store that runs in this process.
//
// The store's thread publishes; any thread adds a subscriber. A new one that starts in the past is first caught up on its own thread
// from the store's history, while writers go on; only when they outrun it for kCatchUpRoundsMax rounds do they wait for it.
//
//   Subscribers subscribers(revision at start);
//   subscribers.publish(batch);                                      // the store's thread
//   subscribers.add("/registry/pods/", after, callback, replay);     // any thread
//
// Lifetime: may die before its subscriptions; they then hear nothing more.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/store.h"

namespace pintle::store {

inline constexpr int kCatchUpRoundsMax = 8;

class Subscribers {
 public:
  // Delivers all events with `after` < revision <= `through`, oldest first, never a part of a transaction.
  using Deliver = std::function<void(EventBatch)>;
  using Replay = std::function<Result<void>(int64_t after, int64_t through, const Deliver& deliver)>;

  explicit Subscribers(int64_t published);
  // Every event with a revision in (published(), batch.revision]. One thread only.
  void publish(const EventBatch& batch);
  Result<std::unique_ptr<Subscription>> add(std::string prefix, int64_t after, SubscribeCallback callback, const Replay& replay);
  int64_t published() const;

 private:
  struct Subscriber;
  struct State;
  class Membership;
  std::shared_ptr<State> state_;
};

}  // namespace pintle::store
