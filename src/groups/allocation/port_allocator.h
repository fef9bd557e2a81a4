// PortAllocator: the node ports of all Services, as one RangeAllocation in the store with a bit for each port.
//
//   PINTLE_TRY(PortAllocator::State state, ports.read());
//   state.ports.take(30080);
//   transaction.operations.push_back(ports.put(state));      // expects what was read
//
// Two writers that read the same state cannot both commit; who loses reads again and looks whether its ports are still free. So that
// the writers of one server do not lose against each other all the time, they commit in turns.
// Thread: any. Errors: the store's; 500 when the stored range is another server's.
// Source: pkg/registry/core/service/portallocator, allocator/storage/storage.go (Etcd).
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async_lock.h"
#include "base/result.h"
#include "base/task.h"
#include "groups/allocation/port_bitmap.h"
#include "store/store.h"

namespace pintle::groups {

inline constexpr std::string_view kNodePortsKey = "/registry/ranges/servicenodeports";

class PortAllocator {
 public:
  struct State {
    PortBitmap ports;
    store::Expect expect;
    std::optional<store::KeyValue> stored;
  };
  // The store outlives it.
  PortAllocator(store::Store& store, NodePortRange range, RandomBelow random);

  const NodePortRange& range() const { return range_; }
  const RandomBelow& random() const { return random_; }
  AsyncLock& turns() const { return *turns_; }
  Result<State> read() const;
  Result<std::optional<store::KeyValue>> read_stored() const { return store_.get(kNodePortsKey); }
  // Of the key's state as a transaction reports it.
  Result<State> state_of(std::optional<store::KeyValue> stored) const;
  // Whatever range it was stored for: what of it lies in ours. For the repair.
  Result<State> read_any_range() const;
  store::Operation put(const State& state) const;

 private:
  store::Store& store_;
  NodePortRange range_;
  RandomBelow random_;
  std::shared_ptr<AsyncLock> turns_ = std::make_shared<AsyncLock>();
};

// The ports that one write of a Service takes and gives back.
class PortOperation {
 public:
  enum class DryRun : uint8_t { kNo, kYes };
  PortOperation(const PortAllocator& allocator, PortAllocator::State state, DryRun dry_run)
      : allocator_(allocator), state_(std::move(state)), dry_run_(dry_run) {}

  // Why not, if not.
  std::optional<std::string> take(int32_t port);
  // Some port; the text says why there is none.
  std::expected<int32_t, std::string> take_any();
  void release(int32_t port) { released_.push_back(port); }

  bool changes() const { return dry_run_ == DryRun::kNo && (!taken_.empty() || !released_.empty()); }
  store::Operation operation() const;
  // Waits for its turn, once, and starts from what is stored by then.
  Task<Result<void>> take_turn();
  // The state was another one by then. False, and nothing has changed: a port that was to be taken is.
  Result<bool> rebase(std::optional<store::KeyValue> stored);

 private:
  bool is_taken_here(int32_t port) const;

  const PortAllocator& allocator_;
  PortAllocator::State state_;
  DryRun dry_run_;
  std::vector<int32_t> taken_;
  std::vector<int32_t> released_;
  AsyncLock::Guard turn_;
};

}  // namespace pintle::groups
