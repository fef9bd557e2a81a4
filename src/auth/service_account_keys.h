// ServiceAccountKeys: the key that signs service account tokens and those that they are verified with.
//
//   ServiceAccountKeyRing ring;
//   ring.publish(std::make_shared<const ServiceAccountKeys>(std::move(signing), std::move(verification)));
//   if (auto keys = ring.current()) for (const VerificationKey* key : keys->for_token(kid)) ...
//
// Ownership: keys are immutable and shared; the ring holds the newest. Thread: any.
// Source: k8s.io/kubernetes/pkg/serviceaccount/jwt.go (StaticPublicKeysGetter).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "auth/signature.h"
#include "base/loop.h"
#include "base/task.h"

namespace pintle::auth {

class ServiceAccountKeys {
 public:
  ServiceAccountKeys(std::optional<SigningKey> signing, std::vector<VerificationKey> verification)
      : signing_(std::move(signing)), verification_(std::move(verification)) {}

  const SigningKey* signing() const { return signing_ ? &*signing_ : nullptr; }
  const std::vector<VerificationKey>& verification() const { return verification_; }
  // The keys with the id that a token names; all when it names none.
  std::vector<const VerificationKey*> for_token(std::string_view key_id) const {
    std::vector<const VerificationKey*> keys;
    for (const VerificationKey& key : verification_)
      if (key_id.empty() || key.id() == key_id) keys.push_back(&key);
    return keys;
  }

 private:
  std::optional<SigningKey> signing_;
  std::vector<VerificationKey> verification_;
};
using ServiceAccountKeysRef = std::shared_ptr<const ServiceAccountKeys>;

class ServiceAccountKeyRing {
 public:
  using Waiter = std::move_only_function<void(ServiceAccountKeysRef)>;

  // Null until the first are published: a key of the server's own takes some tenths of a second to make.
  ServiceAccountKeysRef current() const {
    const std::lock_guard lock(mutex_);
    return keys_;
  }
  // Calls `waiter` with the keys: now, or on the thread that publishes the first.
  void when_published(Waiter waiter) {
    ServiceAccountKeysRef keys;
    {
      const std::lock_guard lock(mutex_);
      if (!keys_) return waiters_.push_back(std::move(waiter));
      keys = keys_;
    }
    waiter(std::move(keys));
  }
  // The keys, once there are any; resumes on the loop.
  Task<ServiceAccountKeysRef> wait(Loop& loop) {
    if (ServiceAccountKeysRef keys = current()) co_return keys;
    co_return co_await completion<ServiceAccountKeysRef>(loop, [this](auto done) { when_published(std::move(done)); });
  }
  void publish(ServiceAccountKeysRef keys) {
    std::vector<Waiter> waiters;
    {
      const std::lock_guard lock(mutex_);
      keys_ = keys;
      waiters.swap(waiters_);
    }
    for (Waiter& waiter : waiters) waiter(keys);
  }

 private:
  mutable std::mutex mutex_;
  ServiceAccountKeysRef keys_;
  std::vector<Waiter> waiters_;
};

}  // namespace pintle::auth
