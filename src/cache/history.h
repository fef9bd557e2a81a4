// History: the last changes of one resource, in the order of their revisions: what a watch from a revision replays and what an older
// snapshot is rebuilt from.
//
// Shape: changes stand in chunks of kHistoryChunkChanges. The writer fills the last chunk and never touches a filled place again; a
// HistoryView names the places [begin, end) that were filled when it was made and keeps their chunks alive, so that readers
// share the chunks with the writer without a lock: what they may read is no longer written.
// Ownership: the writer owns the History; views are values. Thread: one writer; views anywhere.
// Source: apiserver/pkg/storage/cacher/watch_cache.go (cyclic buffer of watchCacheEvent).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/ref.h"
#include "base/result.h"
#include "cache/object.h"

namespace pintle::cache {

inline constexpr size_t kHistoryChunkChanges = 64;
// What a resource keeps: never more than these...
inline constexpr size_t kHistoryChangesMax = 100 * 1024;      // upstream: defaultUpperBoundCapacity
inline constexpr size_t kHistoryBytesMax = size_t{64} << 20;  // of versions that only history holds
inline constexpr std::chrono::minutes kHistoryAgeMax{5};      // etcd's usual compaction interval
// ... but these in spite of their age, so that a watch of a quiet resource can resume.
inline constexpr size_t kHistoryChangesMin = 100;  // upstream: defaultLowerBoundCapacity

class ObjectReader;

// One change of one object.
class Change {
 public:
  Change() = default;
  Change(int64_t revision, ObjectPtr current, ObjectPtr previous, std::chrono::steady_clock::time_point time)
      : revision_(revision), time_(time), current_(std::move(current)), previous_(std::move(previous)) {}
  Change& operator=(Change&& other) noexcept;  // before anyone else sees either of them
  ~Change();

  int64_t revision() const { return revision_; }
  std::chrono::steady_clock::time_point time() const { return time_; }
  std::string_view key() const { return current_ ? current_->key() : previous_->key(); }
  const ObjectPtr& current() const { return current_; }    // null: deleted
  const ObjectPtr& previous() const { return previous_; }  // null: created
  // The previous version with the revision of this change: what a watch sends as DELETED. Made by the first who asks. Any thread.
  ObjectPtr departed(const ObjectReader& reader) const;

 private:
  int64_t revision_ = 0;
  std::chrono::steady_clock::time_point time_;
  ObjectPtr current_;
  ObjectPtr previous_;
  mutable std::atomic<const Object*> departed_{nullptr};
};

struct HistoryChunk final : RefCounted<HistoryChunk> {
  std::array<Change, kHistoryChunkChanges> changes;
};

// The chunks that some views share; replaced, not changed, when a chunk is added or dropped.
struct HistoryDirectory final : RefCounted<HistoryDirectory> {
  uint64_t first_place = 0;  // of the first chunk; a multiple of kHistoryChunkChanges
  std::vector<Ref<HistoryChunk>> chunks;
};

class HistoryView {
 public:
  bool empty() const { return begin_ == end_; }
  size_t size() const { return end_ - begin_; }
  // Places count all changes since the start: a place names the same change in every view that has it.
  uint64_t begin() const { return begin_; }
  uint64_t end() const { return end_; }
  // begin() <= place < end(). Lives as long as the view.
  const Change& at(uint64_t place) const {
    const uint64_t offset = place - directory_->first_place;
    return directory_->chunks[offset / kHistoryChunkChanges]->changes[offset % kHistoryChunkChanges];
  }
  // Every change with a revision greater than this one is in the view.
  int64_t complete_after() const { return complete_after_; }
  // The first place whose revision is greater. O(log n).
  uint64_t after(int64_t revision) const;

 private:
  friend class History;
  Ref<const HistoryDirectory> directory_;
  uint64_t begin_ = 0;
  uint64_t end_ = 0;
  int64_t complete_after_ = 0;
};

class History {
 public:
  // Begins empty: every change after this revision will be appended.
  explicit History(int64_t complete_after);

  // Revisions never go back.
  void append(Change change);
  // Drops what exceeds the limits.
  void trim(std::chrono::steady_clock::time_point now);
  HistoryView view() const;

 private:
  static size_t bytes_of(const Change& change);
  Change& place(uint64_t place) const;
  void renew_directory(Ref<HistoryChunk> added);
  bool exceeds(std::chrono::steady_clock::time_point now) const;

  Ref<HistoryDirectory> directory_;
  uint64_t begin_ = 0;
  uint64_t end_ = 0;
  int64_t complete_after_;
  size_t bytes_ = 0;  // of the places and of the versions that only they hold
};

}  // namespace pintle::cache
