// Engine: the embedded store, put together from its parts.
//
//   commit -> CommitQueue -> Committer (Heads, StagedGroup) -> Database -> Subscribers -> callbacks
//   get, list, subscribe -> View of the Database
//   compact -> Collector
//
// Tests hand in the disk as an Env.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "store/commit_queue.h"
#include "store/embedded/collector.h"
#include "store/embedded/committer.h"
#include "store/embedded/data_folder.h"
#include "store/embedded/database.h"
#include "store/embedded/embedded_store.h"
#include "store/embedded/heads.h"
#include "store/embedded/view.h"
#include "store/subscribers.h"

namespace pintle::store::embedded {

class Engine final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const EmbeddedStore::Options& options, rocksdb::Env* env);
  ~Engine() override;

  void commit(Transaction transaction, CommitCallback done) override;
  Result<std::optional<KeyValue>> get(std::string_view key) const override;
  Result<Listing> list(const ListOptions& options) const override;
  Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback) override;
  int64_t revision() const override { return subscribers_.published(); }
  int64_t compacted_revision() const override { return compacted_.load(std::memory_order_acquire); }
  Result<void> compact(int64_t revision) override;
  void stop() override;

 private:
  struct Start {
    int64_t revision = 0;
    int64_t compacted = 0;
  };
  Engine(const EmbeddedStore::Options& options, DataFolder folder, std::unique_ptr<Database> database, Start start);
  static Result<Start> read_start(Database& database, int64_t lost_revisions);

  const EmbeddedStore::Options options_;
  DataFolder folder_;
  std::unique_ptr<Database> database_;
  Heads heads_;
  Subscribers subscribers_;
  Committer committer_;
  Collector collector_;
  std::atomic<int64_t> compacted_;
  std::once_flag finished_;
  CommitQueue queue_;  // last: its thread uses the others
};

}  // namespace pintle::store::embedded
