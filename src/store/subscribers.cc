#include "store/subscribers.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace pintle::store {

struct Subscribers::Subscriber {
  std::string prefix;
  int64_t after = 0;
  SubscribeCallback callback;

  void deliver(const EventBatch& batch) const {
    EventBatch matching{.revision = batch.revision};
    for (const Event& event : batch.events) {
      if (event.kv.mod_revision > after && event.kv.key.starts_with(prefix)) matching.events.push_back(event);
    }
    if (!matching.events.empty()) callback(std::move(matching));
  }
};

struct Subscribers::State {
  std::mutex mutex;  // held while callbacks run, so that the end of a subscription waits for them
  std::vector<Subscriber*> live;
  std::atomic<int64_t> published;
};

class Subscribers::Membership final : public Subscription {
 public:
  Membership(std::shared_ptr<State> state, std::unique_ptr<Subscriber> subscriber)
      : state_(std::move(state)), subscriber_(std::move(subscriber)) {}
  ~Membership() override {
    std::lock_guard lock(state_->mutex);
    std::erase(state_->live, subscriber_.get());
  }

 private:
  std::shared_ptr<State> state_;
  std::unique_ptr<Subscriber> subscriber_;
};

Subscribers::Subscribers(int64_t published) : state_(std::make_shared<State>()) { state_->published = published; }

int64_t Subscribers::published() const { return state_->published.load(std::memory_order_acquire); }

void Subscribers::publish(const EventBatch& batch) {
  std::lock_guard lock(state_->mutex);
  for (const Subscriber* subscriber : state_->live) subscriber->deliver(batch);
  state_->published.store(batch.revision, std::memory_order_release);
}

Result<std::unique_ptr<Subscription>> Subscribers::add(std::string prefix, int64_t after, SubscribeCallback callback,
                                                       const Replay& replay) {
  auto subscriber = std::make_unique<Subscriber>(std::move(prefix), after, std::move(callback));
  Deliver deliver = [&subscriber](const EventBatch& batch) { subscriber->deliver(batch); };
  std::unique_lock lock(state_->mutex);
  for (int round = 0; after < published(); ++round) {
    int64_t through = published();
    bool writers_wait = round >= kCatchUpRoundsMax;
    if (!writers_wait) lock.unlock();
    PINTLE_TRY_VOID(replay(after, through, deliver));
    if (!writers_wait) lock.lock();
    after = through;
  }
  state_->live.push_back(subscriber.get());
  return std::make_unique<Membership>(state_, std::move(subscriber));
}

}  // namespace pintle::store
