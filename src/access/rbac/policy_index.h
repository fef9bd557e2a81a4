// PolicyIndex: keeps the Policy up to date with the stored roles and bindings and publishes it.
//
//   PolicyIndex index;
//   PINTLE_TRY_VOID(index.follow(store));          // reads what is there, then follows the store
//   Ref<const Policy> policy = index.policy();     // any thread, no lock
//
// It follows the store itself, so that who was told that a role is written is decided on with it.
// An object that cannot be read gives nothing to anybody, and is logged.
// Ownership: main; the store outlives it. Thread: policy() on any; changes come on a thread of the store.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/follower.h"
#include "access/rbac/policy.h"
#include "base/published.h"

namespace pintle::access {

class PolicyIndex final : public ChangeSink {
 public:
  PolicyIndex();

  Result<void> follow(store::Store& store);
  Ref<const Policy> policy() const { return published_.load(); }
  void stop() { followers_.clear(); }

  // Of a ClusterRole the namespace is "".
  void set_role(std::string_view namespace_, std::string_view name, Role role);
  void erase_role(std::string_view namespace_, std::string_view name);
  void set_binding(Binding binding);
  void erase_binding(std::string_view namespace_, std::string_view name);

  void put(std::string_view prefix, std::string_view name, const Bytes& stored) override;
  void erase(std::string_view prefix, std::string_view name) override;
  void publish() override;

 private:
  void enter(const std::shared_ptr<const Binding>& binding);
  void leave(const Binding& binding);

  std::mutex mutex_;  // the writer's: each followed prefix has a subscription of its own
  ShardedMap<Role> roles_;
  ShardedMap<Policy::Bindings> by_subject_;
  std::unordered_map<std::string, std::shared_ptr<const Binding>> bindings_;  // "namespace/name"
  Published<const Policy> published_;
  std::vector<std::unique_ptr<Follower>> followers_;
};

}  // namespace pintle::access
