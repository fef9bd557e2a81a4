#include "groups/allocation/port_allocator.h"

#include <algorithm>

#include "base/check.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "views/core_v1_mut.h"

namespace pintle::groups {
namespace {

using core::v1::RangeAllocation;
using core::v1::RangeAllocationMut;
using object::Document;

constexpr object::TypeMeta kTypeMeta = {"v1", "RangeAllocation"};
constexpr int32_t kDryRunPort = 32768;  // the port before the first that a dry run is given

Result<Document> decode(const store::KeyValue& stored) {
  PINTLE_TRY(const object::Envelope envelope, object::split_envelope(stored.value));
  return object::decode_protobuf(RangeAllocation::schema_type(), Bytes::copy(envelope.message), kTypeMeta);
}

PortAllocator::State fresh(NodePortRange range) { return {.ports = PortBitmap(range), .expect = store::Expect::absent(), .stored = {}}; }

}  // namespace

PortAllocator::PortAllocator(store::Store& store, NodePortRange range, RandomBelow random)
    : store_(store), range_(range), random_(std::move(random)) {}

Result<PortAllocator::State> PortAllocator::read() const {
  PINTLE_TRY(std::optional<store::KeyValue> stored, store_.get(kNodePortsKey));
  return state_of(std::move(stored));
}

Result<PortAllocator::State> PortAllocator::state_of(std::optional<store::KeyValue> stored) const {
  if (!stored) return fresh(range_);
  PINTLE_TRY(const Document document, decode(*stored));
  const RangeAllocation allocation(&document.root());
  if (allocation.range() != range_.to_string()) return fail(Status::internal("the provided range does not match the current range"));
  const auto expect = store::Expect::revision(stored->mod_revision);
  return State{.ports = PortBitmap(range_, allocation.data()), .expect = expect, .stored = std::move(stored)};
}

Result<PortAllocator::State> PortAllocator::read_any_range() const {
  PINTLE_TRY(std::optional<store::KeyValue> stored, store_.get(kNodePortsKey));
  State state = fresh(range_);
  if (!stored) return state;
  state.expect = store::Expect::revision(stored->mod_revision);
  PINTLE_TRY(const Document document, decode(*stored));
  const RangeAllocation allocation(&document.root());
  if (const auto range = NodePortRange::parse(allocation.range()))
    for (const int32_t port : PortBitmap(*range, allocation.data()).ports()) state.ports.take(port);
  state.stored = std::move(stored);
  return state;
}

store::Operation PortAllocator::put(const State& state) const {
  Document document(&RangeAllocation::schema_type());
  document.root() = object::Value::empty_struct();
  if (state.stored)
    if (auto stored = decode(*state.stored)) document = *std::move(stored);
  const RangeAllocationMut allocation(&document.root(), document.arena());
  allocation.ensure_metadata();
  allocation.set_range(range_.to_string());
  allocation.set_data(state.ports.data());
  std::string bytes;
  object::encode_protobuf_object(*document.type(), document.root(), kTypeMeta, bytes);
  return store::Operation::put(std::string(kNodePortsKey), Bytes::take(std::move(bytes)), state.expect);
}

bool PortOperation::is_taken_here(int32_t port) const { return std::ranges::find(taken_, port) != taken_.end(); }

std::optional<std::string> PortOperation::take(int32_t port) {
  constexpr std::string_view kAllocated = "provided port is already allocated";
  const bool outside = dry_run_ == DryRun::kNo && !allocator_.range().contains(port);
  if (outside) return "provided port is not in the valid range. The range of valid ports is " + allocator_.range().to_string();
  if (state_.ports.has(port) || is_taken_here(port)) return std::string(kAllocated);
  taken_.push_back(port);
  return std::nullopt;
}

std::expected<int32_t, std::string> PortOperation::take_any() {
  if (dry_run_ == DryRun::kYes) {
    // Nothing is looked for: a number that is no port of the default range stands for any.
    const int32_t port = (taken_.empty() ? kDryRunPort : std::ranges::max(taken_)) + 1;
    taken_.push_back(port);
    return port;
  }
  PortBitmap ports = state_.ports;
  for (const int32_t port : taken_) ports.take(port);
  const auto port = ports.find_free(allocator_.random());
  if (!port) return std::unexpected("range is full");
  taken_.push_back(*port);
  return *port;
}

store::Operation PortOperation::operation() const {
  PortAllocator::State state = state_;
  for (const int32_t port : released_) state.ports.release(port);
  for (const int32_t port : taken_) state.ports.take(port);
  return allocator_.put(state);
}

Result<bool> PortOperation::rebase(std::optional<store::KeyValue> stored) {
  PINTLE_TRY(PortAllocator::State state, allocator_.state_of(std::move(stored)));
  if (std::ranges::any_of(taken_, [&](int32_t port) { return state.ports.has(port); })) return false;
  state_ = std::move(state);
  return true;
}

Task<Result<void>> PortOperation::take_turn() {
  if (turn_.held()) co_return Result<void>();
  turn_ = co_await allocator_.turns().acquire();
  PINTLE_CO_TRY(std::optional<store::KeyValue> stored, allocator_.read_stored());
  // When a port is gone meanwhile, the old state stays: its expectation fails, and the write begins again.
  PINTLE_CO_TRY_VOID(rebase(std::move(stored)));
  co_return Result<void>();
}

}  // namespace pintle::groups
