#include "store/embedded/collector.h"

#include <rocksdb/iterator.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "base/log.h"
#include "store/embedded/records.h"

namespace pintle::store::embedded {
namespace {

constexpr size_t kClearBatchDeletes = 256;  // a commit waits for one batch at most: a fraction of a millisecond

// A version is written once, so that a single deletion ends it wherever the two meet.
void clear_versions(int64_t revision, const std::vector<Change>& changes, rocksdb::WriteBatch& batch) {
  for (const Change& change : changes) {
    if (change.previous_revision != 0) batch.SingleDelete(object_key(change.key, change.previous_revision));
    if (change.deleted) batch.SingleDelete(object_key(change.key, revision));
  }
  batch.SingleDelete(revision_key(revision));
}

}  // namespace

Collector::Collector(Database& database, Durability durability, int64_t compacted)
    : database_(database), durability_(durability), recorded_(compacted), wanted_(compacted), thread_([this] { loop(); }) {}

Collector::~Collector() { stop(); }

void Collector::collect(int64_t compacted) {
  {
    std::lock_guard lock(mutex_);
    wanted_ = std::max(wanted_, compacted);
  }
  wake_.notify_one();
}

void Collector::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  std::call_once(joined_, [this] { thread_.join(); });
}

bool Collector::stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void Collector::loop() {
  int64_t done = 0;
  while (true) {
    int64_t compacted = 0;
    bool last = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || wanted_ > done; });
      compacted = wanted_;
      last = stopping_;
    }
    if (auto cleared = run(compacted); !cleared) log_error("History in the store could not be cleared", {{"err", cleared.error()}});
    if (last) return;
    done = compacted;
  }
}

// First it is on the disk that the history is gone, then it goes.
Result<void> Collector::run(int64_t compacted) {
  PINTLE_TRY_VOID(record(compacted));
  while (!stopping()) {
    PINTLE_TRY(bool more, clear_some(compacted));
    if (!more) return {};
  }
  return {};
}

Result<void> Collector::record(int64_t compacted) {
  if (compacted <= recorded_) return {};
  rocksdb::WriteBatch batch;
  batch.Put(rocksdb::Slice(kCompactedKey.data(), kCompactedKey.size()), encode_number(compacted));
  PINTLE_TRY_VOID(database_.write(batch, durability_ == Durability::kSynced ? Sync::kYes : Sync::kNo));
  recorded_ = compacted;
  return {};
}

Result<bool> Collector::clear_some(int64_t compacted) {
  rocksdb::WriteBatch batch;
  int64_t last = cleared_;
  {
    PINTLE_TRY(Database::Use use, database_.use());
    auto iterator = use.scan(kRevisionSpace, revision_key(cleared_ + 1));
    for (; iterator->Valid() && batch.Count() < kClearBatchDeletes; iterator->Next()) {
      auto revision = parse_revision_key(iterator->key().ToStringView());
      auto changes = parse_changes(iterator->value().ToStringView());
      if (!revision || !changes) return fail(damaged("a revision cannot be decoded"));
      if (*revision > compacted) break;
      clear_versions(*revision, *changes, batch);
      last = *revision;
    }
    if (!iterator->status().ok()) return fail(to_status(iterator->status()));
  }
  if (batch.Count() == 0) return false;
  PINTLE_TRY_VOID(database_.write(batch, Sync::kNo));
  cleared_ = last;
  return true;
}

}  // namespace pintle::store::embedded
