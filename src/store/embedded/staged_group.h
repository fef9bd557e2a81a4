// StagedGroup: the transactions of one group, checked and turned into one write of the database. Each sees those before it.
//
// Nothing is visible to others until the group is written; undo() makes the heads what they were.
// Thread: the committer's. Errors: an object that cannot be read fails the one transaction that needs it.
// For .cc files only: it includes RocksDB.
#pragma once

#include <rocksdb/write_batch.h>

#include <string_view>
#include <utility>
#include <vector>

#include "store/embedded/heads.h"
#include "store/embedded/records.h"
#include "store/expiry.h"
#include "store/store.h"

namespace pintle::store::embedded {

class StagedGroup {
 public:
  // `revision`: of the newest commit before the group.
  StagedGroup(const Database& database, Heads& heads, int64_t revision, UnixMs now);

  Result<CommitResult> stage(const Transaction& transaction);
  // Ends an expiry that is due: deletes the key if this put was its last.
  Result<void> expire(const ExpiryKey& expiry);

  // Revisions were taken, or there is something else to write.
  bool changes() const { return batch_.Count() > 0; }
  int64_t revision() const { return events_.revision; }
  // Of the puts with a TTL; the maximum when there is none.
  UnixMs first_expiry() const { return first_expiry_; }
  rocksdb::WriteBatch& batch() { return batch_; }
  const EventBatch& events() const { return events_; }
  void undo();

 private:
  struct Target {
    Hash128 hash;
    Head head;
  };
  Result<std::vector<Target>> targets(const Transaction& transaction);
  Result<CommitResult> refusal(const Transaction& transaction, const std::vector<Target>& targets);
  Result<std::optional<KeyValue>> current(std::string_view key, const Head& head);
  void apply(const Operation& operation, const Target& target, int64_t revision);
  void put(const Operation& operation, const Target& target, int64_t revision);
  void erase(std::string_view key, const Target& target, int64_t revision, bool expired);
  void write(std::string_view key, const Record& record, int64_t revision);
  void take_revision(int64_t revision);

  const Database& database_;
  Heads& heads_;
  const int64_t written_;  // what the database has is up to here
  const UnixMs now_;
  rocksdb::WriteBatch batch_;
  EventBatch events_;
  std::string changes_;  // encoded, of the revision that is being staged
  UnixMs first_expiry_;
  std::vector<Target> undo_;  // what the heads were, oldest first
};

}  // namespace pintle::store::embedded
