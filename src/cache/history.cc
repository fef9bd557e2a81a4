#include "cache/history.h"

#include <utility>

#include "cache/object_reader.h"

namespace pintle::cache {

Change& Change::operator=(Change&& other) noexcept {
  revision_ = other.revision_;
  time_ = other.time_;
  current_ = std::move(other.current_);
  previous_ = std::move(other.previous_);
  ObjectPtr::adopt(departed_.exchange(other.departed_.exchange(nullptr)));
  return *this;
}

Change::~Change() { ObjectPtr::adopt(departed_.load(std::memory_order_acquire)); }

ObjectPtr Change::departed(const ObjectReader& reader) const {
  const Object* known = departed_.load(std::memory_order_acquire);
  if (!known) {
    const Object* made = reader.with_revision(*previous_, revision_).detach();
    if (departed_.compare_exchange_strong(known, made, std::memory_order_acq_rel, std::memory_order_acquire)) {
      known = made;
    } else {
      made->release();
    }
  }
  return ObjectPtr::share(known);
}

uint64_t HistoryView::after(int64_t revision) const {
  uint64_t first = begin_;
  uint64_t last = end_;
  while (first < last) {
    const uint64_t middle = first + (last - first) / 2;
    if (at(middle).revision() <= revision) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

History::History(int64_t complete_after)
    : directory_(Ref<HistoryDirectory>::adopt(new HistoryDirectory)), complete_after_(complete_after) {}

HistoryView History::view() const {
  HistoryView view;
  view.directory_ = directory_;
  view.begin_ = begin_;
  view.end_ = end_;
  view.complete_after_ = complete_after_;
  return view;
}

Change& History::place(uint64_t place) const {
  const uint64_t offset = place - directory_->first_place;
  return directory_->chunks[offset / kHistoryChunkChanges]->changes[offset % kHistoryChunkChanges];
}

size_t History::bytes_of(const Change& change) { return sizeof(Change) + (change.previous() ? change.previous()->memory_bytes() : 0); }

void History::append(Change change) {
  bytes_ += bytes_of(change);
  if (end_ % kHistoryChunkChanges == 0) renew_directory(Ref<HistoryChunk>::adopt(new HistoryChunk));
  place(end_++) = std::move(change);
}

// Views keep the directory that they have seen; the new one leaves out the chunks that nothing needs any more.
void History::renew_directory(Ref<HistoryChunk> added) {
  auto next = Ref<HistoryDirectory>::adopt(new HistoryDirectory);
  const uint64_t first_chunk = begin_ / kHistoryChunkChanges;
  next->first_place = first_chunk * kHistoryChunkChanges;
  const uint64_t dropped = first_chunk - directory_->first_place / kHistoryChunkChanges;
  next->chunks.reserve(directory_->chunks.size() - dropped + 1);
  for (uint64_t i = dropped; i < directory_->chunks.size(); ++i) next->chunks.push_back(directory_->chunks[i]);
  if (added) next->chunks.push_back(std::move(added));
  directory_ = std::move(next);
}

bool History::exceeds(std::chrono::steady_clock::time_point now) const {
  const uint64_t size = end_ - begin_;
  if (size == 0) return false;
  return size > kHistoryChangesMax || bytes_ > kHistoryBytesMax ||
         (size > kHistoryChangesMin && now - place(begin_).time() > kHistoryAgeMax);
}

void History::trim(std::chrono::steady_clock::time_point now) {
  while (exceeds(now)) {
    const Change& oldest = place(begin_);
    bytes_ -= bytes_of(oldest);
    complete_after_ = oldest.revision();
    ++begin_;
  }
  const bool chunk_unused = begin_ / kHistoryChunkChanges > directory_->first_place / kHistoryChunkChanges;
  if (chunk_unused) renew_directory(nullptr);
}

}  // namespace pintle::cache
