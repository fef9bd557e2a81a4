// Snapshot: all objects of one resource at one revision. Never changes; taking, copying and dropping one costs a counter.
//
//   Snapshot pods = resource.snapshot();
//   for (ObjectRange at = pods.range("/registry/pods/default/"); at; ++at) out.push_back(at->canonical());
//   list.resource_version = pods.revision();
//
// Thread: any. A Snapshot and an ObjectRange keep every object in them alive: hold them as long as a response needs them, not longer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ref.h"
#include "cache/history.h"
#include "cache/index_entry.h"
#include "cache/object.h"
#include "cache/tree.h"

namespace pintle::cache {

struct FieldIndex {
  size_t field;  // into ResourceSpec::selectable_fields
  Tree<IndexEntry> entries;
};

// What the writer publishes: the shared part of a Snapshot.
struct SnapshotState final : RefCounted<SnapshotState> {
  int64_t revision = 0;  // of the newest change in it, or of the listing that it began with
  Tree<Object> objects;
  std::vector<FieldIndex> indexes;
  HistoryView history;          // the changes up to `revision`
  uint64_t replaced_bytes = 0;  // of all versions that were replaced or deleted before it
};

// Objects in the order of their keys; tests true while it is at one.
class ObjectRange {
 public:
  explicit operator bool() const { return object_ != nullptr; }
  const Object& operator*() const { return *object_; }
  const Object* operator->() const { return object_; }
  ObjectRange& operator++();

 private:
  friend class Snapshot;
  explicit ObjectRange(Ref<const SnapshotState> state) : state_(std::move(state)) {}
  void settle();

  Ref<const SnapshotState> state_;
  std::string prefix_;  // of the index entry
  Tree<Object>::Cursor objects_;
  size_t left_ = 0;  // of `objects_`
  Tree<IndexEntry>::Cursor entries_;
  bool by_index_ = false;
  size_t field_ = 0;
  std::string value_;
  const Object* object_ = nullptr;
};

class Snapshot {
 public:
  Snapshot(Ref<const SnapshotState> state, int64_t revision) : state_(std::move(state)), revision_(revision) {}

  // The store's revision for which this is exact: a list's resourceVersion. Not less than that of any object in it.
  int64_t revision() const { return revision_; }
  size_t size() const { return state_->objects.size(); }
  // null when there is none. O(log n).
  ObjectPtr get(std::string_view key) const { return ObjectPtr::share(state_->objects.find(key)); }
  // Objects whose key begins with `prefix` ("/registry/pods/", "/registry/pods/default/") and is not less than `start_key`.
  ObjectRange range(std::string_view prefix, std::string_view start_key = {}) const;
  // How many that are, without a walk. O(log n): for remainingItemCount.
  size_t count(std::string_view prefix, std::string_view start_key = {}) const { return state_->objects.count(prefix, start_key); }
  // The same range, restricted to objects whose selectable field `field`, which must be an indexed one, has the value.
  ObjectRange by_field(size_t field, std::string_view value, std::string_view prefix, std::string_view start_key = {}) const;

  const Ref<const SnapshotState>& state() const { return state_; }

 private:
  Ref<const SnapshotState> state_;
  int64_t revision_;
};

}  // namespace pintle::cache
