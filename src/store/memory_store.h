// MemoryStore: a Store in memory, for tests. Plain data structures and no tuning: it says what the other stores must do.
//
//   auto store = MemoryStore::create();
//   auto second = store->share();       // the same data, for another server in this process
//
// Ownership: each handle stops alone; the data lives as long as its last handle.
#pragma once

#include <memory>

#include "base/clock.h"
#include "store/store.h"

namespace pintle::store {

class MemoryStore final : public Store {
 public:
  static std::unique_ptr<MemoryStore> create(const Clock& clock = Clock::system());
  std::unique_ptr<MemoryStore> share() const;
  ~MemoryStore() override;

  void commit(Transaction transaction, CommitCallback done) override;
  Result<std::optional<KeyValue>> get(std::string_view key) const override;
  Result<Listing> list(const ListOptions& options) const override;
  Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback) override;
  int64_t revision() const override;
  int64_t compacted_revision() const override;
  Result<void> compact(int64_t revision) override;
  void stop() override;

 private:
  class Shared;
  class Gate;
  explicit MemoryStore(std::shared_ptr<Shared> shared);

  std::shared_ptr<Shared> shared_;
  std::shared_ptr<Gate> gate_;
};

}  // namespace pintle::store
